"""The mouth: a line that smiles, lips as two bands, and behind them the dark, a thin row of teeth, a tongue."""

from __future__ import annotations

import numpy as np

from . import palette
from .actors import Actor
from .frames import Frame
from .head import mouth_half
from .stage import Array, bell, smooth

# colours as columns: what the line between the lips takes away, the dark of the mouth, the tongue, teeth
_SHADE, _DEEP, _PINK, _IVORY = np.array(
    [(0.56, 0.64, 0.64), (0.045, 0.016, 0.015), (0.165, 0.04125, 0.0385), (0.5, 0.47, 0.42)], np.float32
)[:, :, None]


def corner_lift(frame: Frame) -> float:
    """How far a smile lifts the corners of the mouth, in head units (down for a negative smile)."""
    return 0.01 + 0.075 * frame.smile


Edges = tuple[Array, Array, Array, Array, Array]  # what `shape` gives


def shape(actor: Actor, frame: Frame, x: Array) -> Edges:
    """Heights over x (N,) of the four edges of the lips, top to bottom, and 0 at the corners to 1 in the middle."""
    half = mouth_half(actor, frame)
    t = np.minimum(np.abs(x) * (1 / half), 1)
    bow = 1 - t * t
    line = actor.mouth_height + corner_lift(frame) * (t * t * 1.35 - 0.35) + 0.004 * actor.asymmetry * x / half
    grin = max(frame.smile, 0.0)
    round_ = 1 + 0.3 * max(-frame.spread, 0)
    gap = 0.1 * frame.jaw + 0.034 * frame.teeth
    top_gap = 0.012 * frame.jaw + 0.013 * frame.teeth
    inner = bow**0.7
    thin = (1 - 0.22 * grin) * (1 - 0.25 * actor.age) * round_
    up = (0.024 + 0.024 * actor.lip_upper) * thin
    down = (0.032 + 0.027 * actor.lip_lower) * thin * (1 - 0.12 * frame.jaw)
    notch = 0.32 * actor.cupid_bow * bell(t, 0.2) - 0.1 * actor.cupid_bow
    upper_edge = line + top_gap * inner + up * (bow**0.8 - notch * bow)
    lower_edge = line - (gap - top_gap) * inner - down * bow**0.62
    return upper_edge, line + top_gap * inner, line - (gap - top_gap) * inner, lower_edge, bow


def paint_lips(
    actor: Actor, frame: Frame, px: Array, py: Array, albedo: Array, scale: float
) -> tuple[Array, Array, Edges]:
    """Colour the lips into the skin's albedo (3, N), in place; returns the places touched, how much is lips there, and
    what `shape` gives for them."""
    half = mouth_half(actor, frame)
    near = np.flatnonzero(
        (np.abs(px) < half * 1.15) & (py < actor.mouth_height + 0.13) & (py > actor.mouth_height - 0.26)
    )
    x, y = px.take(near), py.take(near)
    edges = shape(actor, frame, x)
    top, _, _, bottom, bow = edges
    blur = max(0.008, 0.5 / scale)
    lip = smooth(-blur, blur, top - y) * smooth(-blur, blur, y - bottom) * smooth(1.02, 0.9, np.abs(x) * (1 / half))
    tone, paint = palette.skin(actor), actor.lip_colour
    natural = tone * np.array([0.8, 0.4, 0.42], np.float32) + np.array([0.02, 0, 0], np.float32)
    stick = palette.paint(0.975 + 0.02 * actor.undertone, 0.75, 0.42 + 0.3 * palette.luminance(tone))
    own = natural + max(paint - 0.25, 0) * 1.1 * (stick - natural)
    share = lip * (0.78 + 0.18 * paint)
    skin = albedo.take(near, axis=1)
    albedo[:, near] = skin + share * (own[:, None] - skin)
    return near, lip * bow, edges


def paint_opening(
    actor: Actor, frame: Frame, x: Array, y: Array, edges: Edges, skin: Array, arrives: Array, scale: float
) -> None:
    """Paint the lips' line and what an open mouth shows over the lit skin, in place.

    Args:
        actor, frame: the scene.
        x, y: face points (N,) around the mouth.
        edges: what `shape` gives for them.
        skin, arrives: (3, N) the lit skin there, painted over, and the light that arrives.
        scale: canvas pixels per head unit, for edges as wide as a pixel.
    """
    half = mouth_half(actor, frame)
    _, high, low, _, bow = edges
    t = np.abs(x) * (1 / half)
    ends = smooth(1.05, 0.9, t)
    line = bell(y - 0.5 * (high + low), 0.5 * (high - low) + max(0.0085, 0.5 / scale)) * smooth(1.1, 0.92, t)
    skin *= 1 - _SHADE * line
    gap = high - low
    edge = max(0.005, 0.5 / scale)
    open_ = smooth(-edge, edge, high - y) * smooth(-edge, edge, y - low) * smooth(0.002, 0.012, gap) * ends
    tall = 0.034 * frame.teeth
    teeth = smooth(edge, -edge, high - tall * bow**0.4 - y) * smooth(0.95, 0.72, t) * float(frame.teeth > 0.02)
    teeth *= 0.6 + 0.4 * smooth(0.0, 0.012, high - y)
    # teeth stand in the shade of the lips, deeper the wider the mouth; against dark skin they would glow
    dim = min(1.0, (palette.luminance(palette.skin(actor)) / 0.36) ** 0.5)
    enamel = (0.58 + 0.5 * palette.luminance(palette.skin(actor)) ** 0.5) * (1 - 0.3 * frame.jaw)
    tongue = smooth(0.3, 0.9, (low + 0.45 * gap - y) / (gap + 1e-3)) * min(max(2 * frame.jaw - 0.4, 0.0), 1.0)
    shown = dim * (_DEEP + tongue * (_PINK - _DEEP))
    shown += teeth * (_IVORY * (enamel * (1 - 0.4 * t * t)) - shown)
    skin += open_ * (shown * arrives - skin)
