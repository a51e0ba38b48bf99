"""Hair styles as a hairdresser would note them: how far the hair stands off, how it falls, where it opens.

A `Cut` gives the angle at which the hair opens to each side at each height: 0 degrees is the middle of the face, 90 an
ear. Where the angle is negative the hair is closed.
"""

from __future__ import annotations

from dataclasses import dataclass

from .actors import Actor

Curve = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Cut:
    """A hair style. Heights in head units, angles in degrees.

    Attributes:
        top, side: how far the shell stands off the skull above and beside.
        left, right: (height, angle) of the opening's edge on the two sides of the parting, from the top down.
        end: where the hair ends below; None for hair that follows the skull.
        fall: (height, half width beyond the head) of falling hair.
        ragged: how uneven its ends are.
        curl: depth of curls in outline and light.
        covers_ears: whether the ears lie below the hair.
        soft: width over which the hair's edge thins out.
    """

    top: float
    side: float
    left: Curve
    right: Curve
    end: float | None = None
    fall: Curve = ()
    ragged: float = 0.02
    curl: float = 0.0
    covers_ears: bool = False
    soft: float = 0.022


_SIDES: Curve = ((0.25, 56), (0.14, 63), (0.05, 66), (-0.07, 71), (-0.1, 96), (-0.28, 108), (-0.31, 190))
_CURLS: Curve = ((0.47, -25), (0.4, 0), (0.38, 25), (0.33, 43), *_SIDES[:5], (-0.14, 115), (-0.17, 190))
_SHORT: Curve = ((0.47, -25), (0.4, 0), (0.38, 25), (0.33, 43), *_SIDES)
_HIGH: Curve = ((0.5, -25), (0.45, 0), (0.43, 22), (0.36, 40), *_SIDES)
_CURTAIN: Curve = ((0.2, 50), (0.05, 62), (-0.2, 64), (-0.5, 60), (-0.8, 54), (-1.3, 52))


def style(actor: Actor) -> Cut | None:
    """The cut of an actor; None for a bald head."""
    opening: Curve
    fall: Curve
    a = actor
    v, length = a.volume, a.hair_length
    back = 0.11 * (a.hairline - 0.3)  # a receding hairline climbs in the middle and more at the temples
    top = 0.03 + 0.05 * v

    def up(curve: Curve, more: float = 1.0) -> Curve:
        return tuple((y + more * back * (1 if y > 0.3 else 0.6 if y > 0.2 else 0), angle) for y, angle in curve)

    if a.hair == "bald":
        return None
    if a.hair == "buzz":
        return Cut(0.012, 0.008, up(_SHORT, 1.6), up(_SHORT, 1.6), ragged=0.012)
    if a.hair == "short":
        return Cut(top + 0.01, 0.022, up(_SHORT), up(_SHORT), ragged=0.03, soft=0.035)
    if a.hair == "side_part":
        low: Curve = ((0.42, -25), (0.3, 0), (0.26, 25), (0.25, 40), (0.2, 55), *_SIDES[1:])
        curves = (up(_HIGH), up(low)) if a.parting < 0.5 else (up(low), up(_HIGH))
        return Cut(top + 0.03, 0.026, *curves, ragged=0.025, soft=0.03)
    if a.hair == "quiff":
        return Cut(top + 0.08, 0.016, up(_HIGH), up(_HIGH), ragged=0.035, soft=0.035)
    if a.hair == "curly":
        return Cut(top + 0.07, 0.05 + 0.04 * v, up(_CURLS), up(_CURLS), ragged=0.04, curl=0.03, soft=0.04)
    if a.hair == "afro":
        side = 0.12 + 0.14 * v
        fall = ((0.3, side), (0.1, side), (-0.1, side * 0.85), (-0.25, side * 0.45), (-0.35, -0.02), (-0.6, -0.1))
        opening = ((0.42, -25), (0.35, 0), (0.32, 26), (0.2, 43), (0.0, 54), (-0.2, 62), (-0.45, 75))
        return Cut(0.1 + 0.16 * v, side, opening, opening, -0.32, fall, 0.03, 0.032, True)
    if a.hair == "tied":
        return Cut(0.022, 0.014, up(_SHORT), up(_SHORT), ragged=0.012)
    if a.hair == "headscarf":
        opening = (
            (0.36, -30),
            (0.29, 0),
            (0.26, 22),
            (0.18, 38),
            (0.05, 47),
            (-0.2, 50),
            (-0.45, 42),
            (-0.62, 26),
            (-0.7, 0),
            (-0.75, -25),
        )
        fall = ((0.0, 0.045), (-0.3, 0.05), (-0.6, 0.03), (-0.8, 0.1), (-1.0, 0.3), (-1.4, 0.5))
        return Cut(0.055, 0.045, opening, opening, -1.6, fall, 0.0, 0.0, True)
    side = 0.045 + 0.06 * v
    if a.hair == "bob":
        end = -0.42 - 0.22 * length
        fall = ((0.1, side), (-0.3, side + 0.045), (end + 0.06, side + 0.05), (end, side - 0.02))
    else:
        end = -0.75 - 0.6 * length
        fall = ((0.1, side), (-0.3, side + 0.03 + 0.04 * v), (-0.8, side + 0.05 + 0.06 * v), (-1.4, side))
    if a.hair in ("fringe", "bob") and (a.hair == "fringe" or a.parting < 0.45):
        opening = (
            (0.32, -40),
            (0.2, 0),
            (0.185, 30),
            (0.14, 46),
            (0.02, 57),
            (-0.2, 60),
            (-0.5, 58),
            (-0.8, 54),
            (-1.3, 52),
        )
        return Cut(top + 0.02, side, opening, opening, end, fall, 0.04, 0.0, True)
    if a.hair == "centre_part":
        parted = ((0.6, -8), (0.5, 4), (0.42, 18), (0.32, 35), *_CURTAIN)
        return Cut(top, side, up(parted, 0.4), up(parted, 0.4), end, fall, 0.05, 0.0, True)
    swept = ((0.46, -25), (0.34, 0), (0.28, 28), (0.22, 46), *_CURTAIN[1:])
    open_ = ((0.5, -25), (0.42, 0), (0.38, 26), (0.3, 44), *_CURTAIN)
    curves = (up(open_), up(swept)) if a.parting < 0.5 else (up(swept), up(open_))
    return Cut(top + 0.015, side, *curves, end, fall, 0.05, 0.0, True)
