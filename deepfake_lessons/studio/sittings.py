"""A sitting: one actor before one plain backdrop; how the head is held, the expression and the light change."""

from __future__ import annotations

import numpy as np

from .frames import Frame

# Standard deviations around the knob's middle: far smaller than in `draw_frames`, as when somebody sits for a portrait
# with the head at rest. With three times as much turning, averages are a blur (CLAIMS.md, 01-A and 01-C).
_HELD = {"yaw": 0.04, "pitch": 0.024, "roll": 0.016, "shift_x": 0.004, "shift_y": 0.004, "brow_raise": 0.25}


def sitting(n: int, seed: int) -> list[Frame]:
    """Moments of one sitting, by lot; the k-th depends on `seed` and k alone.

    Backdrop, zoom and the colours of the light stay as they are for the whole sitting. The head turns by about 2
    degrees, the mouth smiles or speaks, the eyes look about and narrow, the key light walks from side to side.

    Args:
        n: how many, 0 or more.
        seed: 0 or more.

    Raises:
        ValueError: n or seed is negative or no whole number.
    """
    for name, value in (("n", n), ("seed", seed)):
        if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < 0:
            raise ValueError(f"sitting({name}={value!r}): a whole number, 0 or more, is wanted")
    room = np.random.default_rng([int(seed), 41])
    backdrop = {"backdrop": "plain", "backdrop_hue": float(room.uniform(0.5, 0.66)), "backdrop_value": 0.5}
    return [_moment(np.random.default_rng([int(seed), index, 43]), backdrop) for index in range(int(n))]


def _moment(rng: np.random.Generator, backdrop: dict[str, object]) -> Frame:
    """One frame of a sitting."""
    held = {name: float(np.clip(rng.normal(0, spread), -2.5 * spread, 2.5 * spread)) for name, spread in _HELD.items()}
    smile = float(rng.uniform(-0.1, 1))
    speaks = rng.uniform() < 0.35
    narrowed = float(rng.uniform(0, 0.25)) if rng.uniform() > 0.08 else float(rng.uniform(0.7, 1))
    return Frame(
        **held,  # type: ignore[arg-type]
        smile=smile,
        jaw=float(rng.uniform(0.1, 0.8)) if speaks else 0.0,
        teeth=float(rng.uniform(0, 1)) * max(0.0, smile),
        blink_left=narrowed,
        blink_right=narrowed,
        gaze_x=float(np.clip(rng.normal(0, 0.3), -1, 1)),
        light_x=float(rng.uniform(-1, 1)),
        light_y=float(rng.uniform(0.2, 0.9)),
        ambient=float(rng.uniform(0.35, 0.65)),
        **backdrop,  # type: ignore[arg-type]
    )
