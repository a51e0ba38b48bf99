"""Lesson 01's dials: the parameters of a drawn actor within reach, and the twelve numbers of a face."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from .. import studio
from ..drawing.sheets import enlarge
from ..notebook.explorer import Explorer, explore
from ..studio.actors import BEARDS, GLASSES, HAIR

CAST = 24  # actors whom the buttons go through; their seed is 1, for every learner
SIDE = 360  # page pixels
_BODY = (
    "clothes", "pattern", "cloth_hue", "cloth_saturation", "cloth_value", "accent_hue", "accent_value", "shoulders",
)  # fmt: skip
START = 5  # 73 years: much to win for the button that makes younger
LABELS = {
    "age": "age (years)",
    "skin": "skin (light to dark)",
    "yaw": "turn the head (degrees)",
    "jaw": "open the mouth",
    "blink": "shut the eyes",
    "light": "light from (degrees)",
    "soft": "softness of the light",
}


def picture(
    body: int, head: int, age: int, skin: float, hair: str, beard: str, glasses: str, yaw: int, smile: float,
    jaw: float, blink: float, light: int, soft: float,
) -> tuple[np.ndarray, str]:  # fmt: skip
    """Draw one actor, 360 x 360 pixels, and say in words what is seen; `controls` has the dials' ranges.

    Args:
        body, head: places in the cast: whose clothes and shoulders, whose head.
        age: years. Hair greys along with it.
        yaw, light: degrees, negative to the left of the picture.
    """
    crew = _crew()
    actor = crew[head].replace(**{name: getattr(crew[body], name) for name in _BODY})
    grown = (age - 20) / 65
    grey = float(np.clip(actor.grey + 1.6 * (grown - actor.age), 0, 1))
    actor = actor.replace(age=grown, skin=skin, hair=hair, beard=beard, glasses=glasses, grey=grey)
    frame = studio.Frame(
        yaw=float(np.radians(yaw)), smile=smile, jaw=jaw, teeth=max(0.0, 0.8 * smile), blink_left=blink,
        blink_right=blink, light_x=float(np.radians(light)), softness=soft, backdrop="gradient",
    )  # fmt: skip
    drawing = studio.render(actor, frame, size=128)
    return enlarge(studio.develop(drawing.linear, studio.CINEMA, np.random.default_rng(1)), SIDE), words(
        body, head, age, hair, beard, glasses, yaw, smile, jaw, blink, light
    )


def words(
    body: int, head: int, age: int, hair: str, beard: str, glasses: str, yaw: int, smile: float, jaw: float,
    blink: float, light: int,
) -> str:  # fmt: skip
    """What the dials stand for, in one or two sentences."""
    who = f"Actor {body}" if head == body else f"Actor {body} with the head of actor {head}"
    face = "smiles" if smile > 0.35 else "looks sullen" if smile < -0.15 else "looks calm"
    mouth = "mouth open" if jaw > 0.15 else "mouth closed"
    eyes = "eyes shut" if blink > 0.7 else "eyes half shut" if blink > 0.3 else "eyes open"
    worn = [f"{hair.replace('_', ' ')} hair" if hair not in ("bald", "headscarf") else hair]
    worn += [f"{glasses} glasses"] if glasses != "none" else []
    worn += ["a beard" if beard in ("short", "full") else beard] if beard != "none" else []
    turned = "" if abs(yaw) < 3 else f", head turned {abs(yaw)} degrees to the {'right' if yaw > 0 else 'left'}"
    side = "the front" if abs(light) < 8 else f"the {'right' if light > 0 else 'left'}"
    return f"{who}, {age} years: {', '.join(worn)}; {face}, {mouth}, {eyes}{turned}. Light from {side}."


@lru_cache(maxsize=1)
def _crew() -> list[studio.Actor]:
    return studio.cast(CAST, seed=1)


def _looks(place: int) -> dict[str, Any]:
    """The dials as they stand for one actor of the cast."""
    actor = _crew()[place]
    return {
        "head": place, "age": actor.years, "skin": round(20 * actor.skin) / 20, "hair": actor.hair,
        "beard": actor.beard, "glasses": actor.glasses,
    }  # fmt: skip


def another_actor(values: Mapping[str, Any]) -> dict[str, Any]:
    """The next of the cast, from head to shoulders."""
    place = (values["body"] + 1) % CAST
    return {"body": place, **_looks(place)}


def another_head(values: Mapping[str, Any]) -> dict[str, Any]:
    """The same shoulders, expression and light, and the next actor's head."""
    return _looks((values["head"] + 5) % CAST)


def younger(values: Mapping[str, Any]) -> dict[str, Any]:
    """Twenty years less, but never below 20."""
    return {"age": max(20, values["age"] - 20)}


BUTTONS: dict[str, Callable[[dict], Mapping]] = {
    "Another actor": another_actor,
    "Another head": another_head,
    "Make this actor younger": younger,
}


def controls() -> dict[str, Any]:
    """The dials in a sensible order, as `dl.explore` takes them: who first, then the moment, then the light."""
    looks = _looks(START)
    return {
        "body": START,
        "head": looks["head"],
        "age": (20, 85, 1, looks["age"]),
        "skin": (0.0, 1.0, 0.05, looks["skin"]),
        "hair": _chosen_first(HAIR, looks["hair"]),
        "beard": _chosen_first(BEARDS, looks["beard"]),
        "glasses": _chosen_first(GLASSES, looks["glasses"]),
        "yaw": (-30, 30, 2, 0),
        "smile": (-0.5, 1.0, 0.1, 0.5),
        "jaw": (0.0, 1.0, 0.1, 0.0),
        "blink": (0.0, 1.0, 0.1, 0.0),
        "light": (-70, 70, 5, -30),
        "soft": (0.0, 1.0, 0.1, 0.5),
    }


def _chosen_first(options: tuple[str, ...], first: str) -> list[tuple[str, str]]:
    rest = [option for option in options if option != first]
    return [(option.replace("_", " "), option) for option in (first, *rest)]


def actor_dials() -> Explorer:
    """All dials and the three buttons; the container widget, to stand last in a cell."""
    return explore(picture, labels=LABELS, buttons=BUTTONS, **controls())


def number_sliders(draw: Callable[[np.ndarray], np.ndarray], spread: np.ndarray) -> Explorer:
    """One slider for each number of a face, in units of how far photographs usually go; two buttons.

    Args:
        draw: (K,) numbers -> picture (S, S, 3) uint8, such as `FaceNumbers.draw`.
        spread: (K,) what one unit of each slider stands for.
    """
    names = [f"n{number}" for number in range(1, len(spread) + 1)]
    tries = np.random.default_rng(1)

    def show(**amounts: float) -> tuple[np.ndarray, str]:
        return number_picture(draw, spread, list(amounts.values()))

    def invent(_: Mapping[str, Any]) -> dict[str, float]:
        lots = np.clip(tries.standard_normal(len(names)), -1.5, 1.5)
        return {name: round(4 * float(lot)) / 4 for name, lot in zip(names, lots, strict=True)}

    return explore(
        show,
        labels={name: f"number {name[1:]}" for name in names},
        buttons={"Invent one": invent, "Back to the average": lambda _: dict.fromkeys(names, 0.0)},
        **{name: (-2.5, 2.5, 0.25, 0.0) for name in names},  # type: ignore[arg-type]
    )


def number_picture(
    draw: Callable[[np.ndarray], np.ndarray], spread: np.ndarray, amounts: Sequence[float]
) -> tuple[np.ndarray, str]:
    """The face for some positions of the sliders, enlarged, and the positions in words; arguments as above."""
    moved = [f"number {place + 1} at {amount:+.2g}" for place, amount in enumerate(amounts) if amount]
    what = f"A face that nobody photographed: {', '.join(moved)}." if moved else "The average: all numbers at 0."
    return enlarge(draw(np.asarray(amounts) * np.asarray(spread)), SIDE), what
