"""Turn a stranger's dials: a few directions through the latents, another person at a press, the nearest photograph.

The generator comes in as a function. Everything is drawn with Pillow into one picture: a move of a slider costs the
generator's few milliseconds and a few more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from ..drawing.sheets import sheet
from ..notebook.explorer import Explorer, explore

ANOTHER, BACK = "Another person who does not exist", "All dials back to 0"
SIDE = 150  # page pixels of each face: larger ones take longer to encode than the generator to draw
_BLOCK = 4  # pixels a side that `quick_nearest` averages: 64 pixels become 16

Draw = Callable[[np.ndarray], np.ndarray]
Latent = Callable[[int, int], np.ndarray]
Nearest = Callable[[np.ndarray], tuple[np.ndarray, float]]


def people(
    draw: Draw,
    latent: Latent,
    directions: Mapping[str, Any],
    nearest: Nearest | None = None,
    *,
    seed: int = 8,
    reach: float = 4.0,
    step: float = 0.5,
    side: int = SIDE,
    read: Callable[[np.ndarray], str] | None = None,
) -> Explorer:
    """The explorer: a slider for each direction, and a button for somebody else who does not exist.

    Args:
        draw: latents (1, D) -> (1, S, S, 3) uint8, such as `Generator.draw`.
        latent: latent(n, seed) -> (n, D), such as `Generator.latent`.
        directions: name, as the slider will be called -> (D,).
        nearest: face (S, S, 3) -> (photograph, grey levels apart), such as `quick_nearest(photographs)`; None leaves
            the photograph out.
        seed: of the people; the same seed gives everybody the same ones in the same order.
        reach: how far the sliders go to both sides, in steps of `step`.
        side: page pixels of each face.
        read: face (S, S, 3) -> a sentence about it, added to the words.

    Returns:
        the container widget, to stand last in a cell. `person` is the plain call.

    Raises:
        ValueError: no directions, or two that would be one control.
    """
    names = {name.replace(" ", "_"): name for name in directions}
    if not names or len(names) != len(directions) or names.keys() & {"number", "picture", "alt", "labels", "buttons"}:
        raise ValueError(f"directions {', '.join(directions) or 'none'}: one or more, each with a name of its own")

    def show(number: int, **amounts: float) -> tuple[np.ndarray, str]:
        moved = {names[name]: amount for name, amount in amounts.items()}
        return person(draw, latent, directions, nearest, number, moved, seed=seed, side=side, read=read)

    return explore(
        show,
        labels=names,
        buttons={
            ANOTHER: lambda now: {"number": now["number"] + 1},
            BACK: lambda _: dict.fromkeys(names, 0.0),
        },
        number=1,
        **{name: (-float(reach), float(reach), float(step), 0.0) for name in names},  # type: ignore[arg-type]
    )


def person(
    draw: Draw,
    latent: Latent,
    directions: Mapping[str, Any],
    nearest: Nearest | None = None,
    number: int = 1,
    amounts: Mapping[str, float] | None = None,
    *,
    seed: int = 8,
    side: int = SIDE,
    read: Callable[[np.ndarray], str] | None = None,
) -> tuple[np.ndarray, str]:
    """What the explorer shows: one face of nobody, moved along directions, and its nearest photograph beside it.

    Args:
        number: which person, from 1.
        amounts: name of a direction -> how far along it; those left out stay at 0.
        draw, latent, directions, nearest, seed, side, read: as in `people`.

    Returns:
        (picture, words)

    Raises:
        ValueError: a number below 1, or an amount for a direction that is not there.
    """
    amounts = {name: amount for name, amount in (amounts or {}).items() if amount}
    unknown = [name for name in amounts if name not in directions]
    if number < 1 or unknown:
        what = f"no direction is called {', '.join(unknown)}" if unknown else f"person {number} is below 1"
        raise ValueError(f"{what}; there are {', '.join(directions)}, and people from 1 on")
    where = np.array(latent(number, seed)[-1:], np.float32)
    for name, amount in amounts.items():
        where = where + np.float32(amount) * np.asarray(directions[name], np.float32)
    face = draw(where)[0]
    moved = ", ".join(f"{name} {amount:+g}" for name, amount in amounts.items()) or "all dials at 0"
    pictures, titles, words = [face], ["nobody"], f"Person {number} who does not exist: {moved}."
    if nearest is not None:
        photograph, apart = nearest(face)
        pictures, titles = [face, photograph], ["nobody", "nearest photograph"]
        words += f" Beside it the nearest photograph, {apart:.0f} grey levels off."
    if read is not None:
        words += f" {read(face)}"
    return sheet(np.stack(pictures), titles, columns=2, side=side), words


def quick_nearest(photographs: Any) -> Nearest:
    """The nearest of some photographs, as it is or mirrored, fast enough for a slider.

    The same answer as `quality.nearest`, without looking at most of the photographs. Averages of small blocks, and how
    much is left beside them, say how far away a photograph is at least; who is too far away there is out.

    Args:
        photographs: (M, S, S, 3) uint8, S a multiple of 4. They are kept, not copied.

    Returns:
        face (S, S, 3) uint8 -> (photograph, mirrored where that is nearer; root mean square of grey levels apart).

    Raises:
        ValueError: another shape, or no photographs; of the function: a face of another shape.
    """
    photographs = np.asarray(photographs)
    shape = photographs.shape
    square = len(shape) == 4 and shape[0] and shape[1] == shape[2] and shape[3] == 3 and shape[1] % _BLOCK == 0
    if not square or photographs.dtype != np.uint8:
        raise ValueError(f"uint8 photographs (M, S, S, 3) are wanted, S a multiple of {_BLOCK}; got {shape}")
    small, rest = _averages(photographs)
    lengths = (small**2).sum(axis=1)

    def nearest(face: np.ndarray) -> tuple[np.ndarray, float]:
        face = np.asarray(face)
        if face.shape != shape[1:] or face.dtype != np.uint8:
            raise ValueError(f"a face {shape[1:]} of uint8 is wanted, as the photographs are; got {face.shape}")
        ways = np.stack([face, face[:, ::-1]])
        seen, left = _averages(ways)
        products = np.stack([np.einsum("md,d->m", small, one) for one in seen])  # BLAS would wait for its threads
        bounds = _BLOCK**2 * (lengths - 2 * products + (seen**2).sum(axis=1)[:, None])  # (2, M)
        bounds += (rest - left[:, None]) ** 2
        full, best, found = ways.astype(np.float32), np.inf, (0, 0)
        for place in bounds.argsort(axis=None):
            way, which = divmod(int(place), len(small))
            if bounds[way, which] > best * 1.001:  # float32 rounds
                break
            apart = float(((full[way] - photographs[which]) ** 2).sum())
            if apart < best:
                best, found = apart, (way, which)
        way, which = found
        photograph = photographs[which, :, ::-1] if way else photographs[which]
        return photograph, float(np.sqrt(best / face.size))

    return nearest


def _averages(images: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(N, S, S, 3) -> means of blocks of 4 x 4 pixels, (N, (S / 4)^2 * 3) float32; length (N,) of what they leave."""
    count, size = len(images), images.shape[1] // _BLOCK
    blocks = images.reshape(count, size, _BLOCK, size, _BLOCK, 3)
    means = blocks.mean(axis=(2, 4), dtype=np.float32).reshape(count, -1)
    square = np.array([(one.astype(np.float32) ** 2).sum() for one in images], np.float32)
    return means, np.sqrt(np.clip(square - _BLOCK**2 * (means**2).sum(axis=1), 0, None))
