"""Another sentence for a drawn actor: each frame gets a mouth that opens as far as the new words need.

Programs that dub films learn which mouth belongs to which sound. Here the studio knows how far each mouth is open, so
the nearest photograph of the same actor serves: the oldest way to do it (Bregler, Covell and Slaney 1997).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from .. import studio
from ..faces import alignment
from ..studio.tampering import feathered
from .pasting import marked

_ROOM = 0.06  # how far the new mouth reaches beyond its box, as a share of the crop
_FEATHER = 2.0  # crop pixels
_TURNED = 0.07  # radians to either side: of a head turned farther, the cheek's edge would come along with the mouth


def nearest(wanted: np.ndarray, available: np.ndarray) -> np.ndarray:
    """For each wanted opening the place of the nearest available one.

    Args:
        wanted: (T,) how far the mouth should be open, 0 to 1.
        available: (N,) how far it is open in N pictures.
    """
    return np.abs(np.asarray(wanted)[:, None] - np.asarray(available)[None]).argmin(axis=1)


def dub(
    clip: studio.Clip,
    sentence: studio.Clip,
    mouths: studio.Photographs,
    choose: Callable[[np.ndarray, np.ndarray], np.ndarray] = nearest,
    camera: studio.Camera | None = studio.SECOND_SHOT,
    seed: int = 0,
) -> studio.Clip:
    """The clip, saying what is said in `sentence`.

    Args:
        clip: of the actor who is to say it.
        sentence: as long; it gives the sound, and how far the mouth is open in each frame.
        mouths: photographs of the clip's actor from which mouths are taken; those with a turned head are left out.
        choose: for wanted openings (T,) and available ones (N,) the places of the pictures to take, (T,) int.
        camera: that shoots the result once more; None leaves that out, and the mark too.
        seed: of its noise.

    Raises:
        TypeError: anything but the studio's clips and photographs: only drawn actors are dubbed.
        ValueError: clips of different lengths, no photograph from the front, or places that are none.
    """
    if not (isinstance(clip, studio.Clip) and isinstance(sentence, studio.Clip)):
        given = f"{type(clip).__name__} and {type(sentence).__name__}"
        raise TypeError(f"dub takes clips from studio.film, not {given}: only drawn actors are dubbed")
    if not isinstance(mouths, studio.Photographs):
        raise TypeError(f"dub takes mouths from studio.photograph, not {type(mouths).__name__}")
    if len(clip) != len(sentence) or len(clip.sound) != len(sentence.sound):
        raise ValueError(f"{len(clip)} frames and a sentence of {len(sentence)}: film both for the same time")
    straight = (np.abs(mouths.truth["yaw"]) < _TURNED) & (np.abs(mouths.truth["pitch"]) < _TURNED)
    if not straight.any():
        raise ValueError(f"all {len(mouths)} photographs of mouths look aside: some from the front are needed")
    mouths = mouths[straight]
    wanted, available = np.asarray(sentence.truth["jaw"], float), np.asarray(mouths.truth["jaw"], float)
    chosen = np.asarray(choose(wanted, available))
    if chosen.shape != wanted.shape or chosen.dtype.kind not in "iu" or chosen.min() < 0 or chosen.max() >= len(mouths):
        raise ValueError(
            f"the chosen places must be {len(wanted)} whole numbers from 0 to {len(mouths) - 1}; got {chosen.dtype} "
            f"{chosen.shape}"
        )
    taken = alignment.crops(mouths.images[chosen], mouths.landmarks[chosen]).astype(float)
    rim = (_mask()[None] > 0) & (_mask()[None] < 255)
    covered = alignment.crops(clip.frames, clip.landmarks)
    shift = ((covered - taken) * rim).sum(axis=(1, 2), keepdims=True) / rim.sum(axis=(1, 2), keepdims=True)
    taken = np.clip(np.rint(taken + shift), 0, 255).astype(np.uint8)  # the skin around the mouth, as bright as before
    blend = alignment.put_back(
        np.zeros_like(clip.frames), np.broadcast_to(_mask()[None], taken.shape), np.ones(clip.frames.shape[:3]),
        clip.landmarks,
    )[..., 0] / np.float32(255)  # fmt: skip
    frames = alignment.put_back(clip.frames, taken, blend, clip.landmarks)
    if camera is not None:
        rng = np.random.default_rng([seed, 89])
        frames = np.array([marked(studio.develop(one, camera, rng)) for one in frames])
    truth = {**clip.truth, **{name: sentence.truth[name] for name in ("phoneme", "lip_closure", "voicing", "loudness")}}
    return replace(
        clip, frames=frames, sound=sentence.sound, captions=sentence.captions, truth=truth,
        about={**clip.about, "synthetic": True, "dubbed": True},
    )  # fmt: skip


def _mask() -> np.ndarray:
    """Where a crop gives its mouth, (S, S, 3) uint8, soft at the edge."""
    rows, columns = alignment.box("mouth")
    more, inside = round(_ROOM * alignment.SIZE), np.zeros((alignment.SIZE, alignment.SIZE), np.float32)
    inside[rows.start - more : rows.stop, columns.start - more : columns.stop + more] = 1
    return np.repeat(np.rint(255 * feathered(inside, _FEATHER))[:, :, None], 3, axis=2).astype(np.uint8)
