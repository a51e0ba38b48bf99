"""Make-up: the skin's colour before any light falls on it. Dark folds, red cheeks, freckles, wrinkles, brows, beard."""

from __future__ import annotations

import numpy as np

from . import grain, palette
from .actors import Actor
from .frames import Frame
from .head import COLUMNS, ROWS, TABLE_X, TABLE_Y, mouth_half
from .stage import SPAN, Array, bell, smooth, unit

_FADE = smooth(0.42, 0.3, np.abs(TABLE_X))


def _sum(marks: list[tuple[float, ...]]) -> Array:
    """A table (ROWS, COLUMNS) of Gaussian marks (x, y, width, height, amount), each mirrored in x unless x is 0."""
    marks = [mark for mark in marks if mark[-1]]
    both = marks + [(-x, *rest) for x, *rest in marks if x]
    x, y, sx, sy, amount = np.array(both, np.float32).T
    wide, tall = (TABLE_X - x[:, None]) * (1 / sx)[:, None], (TABLE_Y - y[:, None]) * (1 / sy)[:, None]
    return (bell(tall, SPAN) * amount[:, None]).T @ bell(wide, SPAN)


def tables(actor: Actor, frame: Frame) -> tuple[Array, Array, Array]:
    """(dark, red, beard), each (ROWS, COLUMNS): how much darker, how much redder, how bearded the skin is."""
    a, f = actor, frame
    ex, ew, age, nose, mouth = a.eye_distance, a.eye_width, a.age, -a.nose_length, a.mouth_height
    wing, half = 0.054 + 0.026 * a.nose_width, mouth_half(a, f)
    grin, drop = max(f.smile, 0.0), 0.075 * f.jaw
    lift, old = 0.04 * grin, 1.5 * max(age - 0.22, 0.0)
    dark = _sum(
        [
            (ex, 0.05, ew * 0.9, 0.04, 0.13 + 0.05 * age),
            (ex * 0.9, -0.085, 0.055, 0.02, 0.03 + 0.24 * old),
            (ex * 0.95, -0.125, 0.07, 0.012, 0.2 * old),
            (0.07, 0.005, 0.028, 0.04, 0.16),
            (wing + 0.022, nose - 0.028, 0.016, 0.028, 0.2),
            (0.032, nose - 0.048, 0.017, 0.011, 0.75),
            (0, nose - 0.068, 0.055, 0.016, 0.14),
            (wing + 0.05, nose - 0.055, 0.017, 0.03, 0.1 + 0.3 * old + 0.22 * grin),
            (wing + 0.078, nose - 0.1 + lift, 0.017, 0.032, 0.06 + 0.34 * old + 0.26 * grin),
            (half + 0.03, mouth + 0.03 + lift, 0.016, 0.036, 0.04 + 0.3 * old + 0.22 * grin),
            (half + 0.004, mouth + lift * 0.9, 0.018, 0.016, 0.22),
            (half + 0.025, mouth - 0.06, 0.014, 0.03, 0.26 * old),
            (0, mouth - 0.093 - drop, 0.06, 0.018, 0.14),
            (0, 0.245 + 0.02 * f.brow_raise, 0.17, 0.009, 0.36 * old + 0.14 * max(f.brow_raise, 0)),
            (0, 0.3 + 0.02 * f.brow_raise, 0.19, 0.009, 0.34 * old + 0.1 * max(f.brow_raise, 0)),
            (0, 0.355 + 0.02 * f.brow_raise, 0.16, 0.009, 0.26 * old),
            (0.022, 0.11, 0.008, 0.035, 0.3 * old + 0.1 * max(-f.brow_raise, 0)),
            (ex + ew + 0.045, 0.02, 0.03, 0.006, 0.3 * old * (0.5 + grin)),
            (ex + ew + 0.05, -0.012, 0.03, 0.006, 0.34 * old * (0.5 + grin)),
            (ex + ew + 0.04, -0.042, 0.03, 0.007, 0.28 * old * (0.5 + grin)),
            (0.4, -0.36, 0.08, 0.14, 0.1),
        ]
    )
    texture = grain.cut(grain.clouds(1.3, 3), a.texture_seed, ROWS, COLUMNS)
    dark += texture * (
        (0.022 + 0.03 * age) * _FADE
    )  # towards the ears the tables' points would be drawn out to streaks
    if a.freckles:
        freckled = grain.cut(grain.spots(), a.texture_seed, ROWS, COLUMNS)
        dark += freckled * (0.4 * a.freckles) * _sum([(0.2, -0.16, 0.16, 0.1, 0.9), (0, -0.14, 0.08, 0.08, 0.6)])
    if age > 0.55:
        dark += np.maximum(grain.cut(grain.clouds(1.0, 5), a.texture_seed + 99, ROWS, COLUMNS) - 1.3, 0) * (
            0.25 * (age - 0.55)
        )
    rosy = 0.25 + 0.75 * a.rosiness
    red = _sum(
        [
            (0.26, -0.18 + lift * 0.6, 0.1, 0.075, 0.6 * rosy),
            (0, nose, 0.06, 0.06, 0.4 * rosy),
            (ex, 0.02, ew, 0.035, 0.2),
            (0, -a.face_length + 0.06, 0.09, 0.05, 0.2 * rosy),
        ]
    )
    return dark, red, _beard(a, mouth, half, drop) if a.beard != "none" else np.zeros_like(dark)


def _beard(a: Actor, mouth: float, half: float, drop: float) -> Array:
    """How densely each point of the face is bearded, 0 ... 1."""
    x, y = np.abs(TABLE_X), TABLE_Y[:, None]
    style = a.beard
    lips = 1 - smooth(
        0.8, 1.2, np.square(x / (half * 0.98)) + np.square((y - mouth + 0.012 + drop * 0.5) / (0.05 + drop * 0.5))
    )
    moustache = (
        smooth(0.165, 0.125, x)
        * smooth(mouth + 0.135, mouth + 0.105, y + 0.3 * x)
        * smooth(mouth - 0.02, mouth + 0.015, y + 0.2 * x)
    )
    edge = mouth - 0.02 + 2.1 * np.maximum(x - 0.17, 0) - 0.25 * np.maximum(0.17 - x, 0)  # the line of the cheek
    cheek = smooth(0.03, -0.035, y - edge)
    if style == "moustache":
        return moustache * (1 - lips) * (0.5 + 0.5 * a.beard_density)
    round_mouth = smooth(0.175, 0.14, x) * smooth(mouth - 0.03, mouth - 0.06, y + 0 * x)
    if style == "goatee":
        return np.maximum(moustache, round_mouth * smooth(0.17, 0.14, x)) * (1 - lips) * a.beard_density
    whole = np.maximum(cheek, moustache) * (1 - lips)
    soul = smooth(0.035, 0.06, x) + smooth(mouth - 0.095 - drop, mouth - 0.12 - drop, y)  # bare beside the lower lip
    whole = whole * (0.45 + 0.55 * unit(soul))
    strength = {"stubble": 0.42, "short": 0.85, "full": 1.0}[style]
    return whole * (strength * (0.45 + 0.55 * a.beard_density))


def wear(actor: Actor, frame: Frame, px: Array, py: Array, dark: Array, red: Array, beard: Array) -> Array:
    """The albedo (3, N) of face points (px, py), without eyes and lips: skin, brows and beard."""
    tone = palette.skin(actor)
    bare = np.maximum(1 - dark, 0.12)
    flush = red * (0.36 - 0.1 * actor.skin)
    albedo = tone[:, None] * bare
    albedo[0] *= 1 / np.sqrt(np.sqrt(bare))
    albedo *= 1 + np.array([[0.1], [-0.62], [-0.5]], np.float32) * flush
    if actor.age > 0.4:  # old skin is paler and less even
        pale = (actor.age - 0.4) * 0.3
        albedo *= 1 - pale
        albedo += pale * 0.96 * float(tone.mean())
    fur = palette.hair(actor)
    brow = np.minimum(fur * 0.6, tone * (0.42 - 0.14 * actor.skin))
    if actor.beard != "none":
        near = np.flatnonzero(beard)
        px_, py_, own = px.take(near), py.take(near), albedo.take(near, axis=1)
        bristle = grain.look(grain.clouds(0.4, 7), px_ * 330 + 77, py_ * 210 + actor.texture_seed % 199)
        hairy = unit(beard.take(near) * (1 + 0.16 * bristle))
        albedo[:, near] = own + hairy * (fur[:, None] * (0.72 + 0.14 * bristle) - own)
    near = np.flatnonzero((py > actor.brow_height - 0.15) & (py < actor.brow_height + 0.2))
    own = albedo.take(near, axis=1)
    albedo[:, near] = own + brows(actor, frame, px.take(near), py.take(near)) * (brow[:, None] - own)
    return albedo


def brows(actor: Actor, frame: Frame, px: Array, py: Array) -> Array:
    """How much of the brow's hair covers each face point, 0 ... 1."""
    a, f = actor, frame
    inner, outer = a.eye_distance - 1.12 * a.eye_width, a.eye_distance + 1.32 * a.eye_width
    t = (np.abs(px) - inner) * (1 / (outer - inner))
    along = unit(t)
    raised = 0.05 * f.brow_raise - 0.016 * a.age + 0.006 * a.asymmetry * np.sign(px)
    frown = 0.018 * min(f.brow_raise, 0)
    arch = (0.012 + 0.034 * a.brow_arch) * np.sin(np.pi * along**1.25) - 0.008 * along**2 + frown * (1 - along)
    thick = (0.017 + 0.021 * a.brow_thickness) * (0.62 + 0.5 * along - 1.02 * along**2.2)
    away = np.abs(py - (a.brow_height + raised + arch))
    ends = smooth(-0.07, 0.08, t) * smooth(1.06, 0.94, t)
    return smooth(1.25, 0.45, away / (thick + 0.004)) * ends * (0.74 + 0.22 * a.brow_thickness)
