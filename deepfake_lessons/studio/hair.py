"""Hair: a second turned body around the skull, cut open where the face looks out, with strands that follow the head.

Every style is a `cuts.Cut`; a headscarf is one too.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from . import grain, palette
from .actors import Actor
from .cuts import Cut
from .head import Head
from .shading import Lamps
from .solids import HEIGHTS, Lathe, rounding
from .stage import HAIR, Array, Stage, length, smooth, unit


@lru_cache(maxsize=64)
def _shell(actor: Actor, cut: Cut) -> tuple[Lathe, Array]:
    """The body of an actor's hair, and over its heights the opening (4, HEIGHTS): the angles of its edge on the left
    and on the right, and for each how many head units lie across the edge to a radian."""
    high, low = actor.skull_height + cut.top, actor.face_length + cut.side
    wavy = 0.018 * actor.wave if cut.end is not None and actor.hair != "headscarf" else 0.0

    def profile(y: Array) -> tuple[Array, Array, Array, Array]:
        """Like the skull above; below falling, or like the skull."""
        up, down = np.maximum(y, 0) / high, np.maximum(-y, 0) / low
        near = np.maximum(np.abs(y), 1e-3)
        above = np.power(near / high, np.float32(2.35)) / near**2
        if cut.end is None:
            narrow = 1 - actor.jaw_taper * smooth(0.1, 1.0, down) - 0.03 * smooth(0.2, 0.9, up)
            below = np.power(near / low, np.float32(actor.jaw_squareness)) / near**2
            depth = actor.head_depth + cut.side + 0 * y
            return (actor.head_width + cut.side) * narrow, 0 * y, depth, np.where(y < 0, below, above)
        heights, widths = np.array(sorted(cut.fall)).T
        out = np.interp(y, heights, widths).astype(np.float32)
        out += wavy * np.sin(y * 17 + actor.texture_seed % 7) * smooth(0.1, -0.5, y)
        half = actor.head_width + np.where(y > 0.1, cut.side, out)
        half = half * (1 - 0.02 * smooth(0.2, 0.9, up))
        depth = actor.head_depth + 0.02 + np.minimum(out, 0.14)
        return half, -0.02 + 0 * y, depth + 0 * y, np.where(y < 0, 0, above).astype(np.float32)

    shell = Lathe((cut.end if cut.end is not None else -0.5) - 0.15, high + 0.04, profile)
    edges = np.empty((4, HEIGHTS), np.float32)
    for side, curve in enumerate((cut.left, cut.right)):
        y, angle = np.array(sorted(curve)).T
        edges[side] = np.interp(shell.heights, y, np.deg2rad(angle))
    edges[:2] = edges[:2] @ rounding(1.6).T
    edges[2:, 1:-1] = (edges[:2, 2:] - edges[:2, :-2]) * (0.5 * shell.per_unit)
    edges[2:, 0], edges[2:, -1] = edges[2:, 1], edges[2:, -2]
    edges[2:] = 1 / np.sqrt(4 + np.square(edges[2:]))
    return shell, edges


class Wig:
    """An actor's hair as it stands around the head: shell, opening and strands."""

    def __init__(self, actor: Actor, cut: Cut) -> None:
        self.actor, self.cut = actor, cut
        self.shell, self.edges = _shell(actor, cut)
        self.wool = cut.curl > 0
        self.cloth = actor.hair == "headscarf"

    def distance(self, px: Array, py: Array, pz: Array, shift: Array | float = 0.0) -> tuple[Array, Array]:
        """How far points lie inside the hair's edge (head units, about; negative in the opening), and their angle."""
        angle = np.arctan2(px, pz + 0.05)
        return self.edge(angle, py, shift), angle

    def edge(self, angle: Array, py: Array, shift: Array | float = 0.0) -> Array:
        """How far a point at this angle and height lies inside the hair's edge; see `distance`."""
        left, right, per_left, per_right = self.edges.take(self.shell.places(py + shift), axis=1, mode="clip")
        t = smooth(-0.35, 0.35, angle)
        edge, per = left + t * (right - left), per_left + t * (per_right - per_left)
        return (np.abs(angle) - edge) * per

    def find(self, stage: Stage, head: Head) -> None:
        """Find where the canvas shows the hair, and how thickly what hangs in front covers each pixel."""
        a, cut = self.actor, self.cut
        air = 0.06 if self.wool else 0.02
        points, places = stage.grid(stage.box(*self.shell.bounds(head.pose, max(self.shell.bottom, -1.3), air)))
        seen, p, _, inside = self.shell.hit(head.pose, points, 0.05 if self.wool else stage.air)
        places = places.take(seen)
        self.whole = places, p, inside
        distance, angle = self.distance(*p)
        near = np.flatnonzero(distance > -0.08)
        places, p, inside, angle = places.take(near), p.take(near, axis=1), inside.take(near), angle.take(near)
        py = p[1]
        flow = angle + (0.05 * a.wave) * np.sin(py * 13 + a.texture_seed % 5)
        strand = grain.strand(a.texture_seed, flow * 163 + 512)
        ends = grain.strand(a.texture_seed + 7, flow * 60 + 512)
        distance = self.edge(angle, py, (0.6 * ends + 0.4 * strand) * cut.ragged)
        bump = None
        if self.wool:
            wool = grain.clouds(1.25, 11)
            u, v = angle * 36 + a.texture_seed % 251, py * 62 + 300
            bump = 0.75 * grain.look(wool, u, v) + 0.4 * grain.look(grain.clouds(0.5, 12), u * 2, v * 2)
            inside = inside + bump * (cut.curl * 0.4) - cut.curl * 0.2
            distance = distance + bump * (cut.curl * 0.5)
        cover = unit(inside * stage.scale + 0.5) * unit(distance * min(stage.scale * 0.8, 1 / cut.soft) + 0.5)
        cover *= self._ends(py, strand, stage)
        if a.hair == "buzz":
            cover *= 0.62 + 0.1 * strand
        shown = np.flatnonzero(cover)
        self.cover, self.places = cover.take(shown), places.take(shown)
        self.front = p.take(shown, axis=1), *(one.take(shown) for one in (angle, strand, distance))
        self.bump = bump if bump is None else bump.take(shown)
        stage.hidden[self.places.compress(self.cover >= 1)] = True

    def behind(self, stage: Stage, lamps: Lamps) -> None:
        """Paint what falls behind neck and shoulders."""
        if self.cut.end is None:
            return
        bare = np.flatnonzero(~stage.hidden.take(self.whole[0]))
        places, (px, py, pz), inside = (one.take(bare, axis=-1) for one in self.whole)
        strand = grain.strand(self.actor.texture_seed, np.arctan2(px, pz) * 163 + 512)
        tone = self._tone() * np.float32(lamps.flag) * (lamps.sky + lamps.colour * np.float32(0.25))
        shade = 0.42 + (0.0 if self.wool else 0.16) * strand
        cover = unit(inside * stage.scale + 0.5) * self._ends(py, strand, stage)
        stage.paint(places, tone[:, None] * shade, cover, HAIR)

    def _ends(self, py: Array, strand: Array, stage: Stage) -> Array | float:
        if self.cut.end is None:
            return 1.0
        return unit((py - self.cut.end - strand * (self.cut.ragged * 1.5)) * (stage.scale * 0.5) + 0.5)

    def _tone(self) -> Array:
        if self.cloth:
            return palette.paint(
                self.actor.accent_hue, 0.62 * self.actor.cloth_saturation + 0.1, self.actor.accent_value
            )
        return palette.hair(self.actor)

    def paint(self, stage: Stage, head: Head, lamps: Lamps) -> None:
        """Paint the hair in front."""
        p, angle, strand, distance = self.front
        _, normal = self.shell.slope(p)
        normal *= 1 / length(normal)
        colour = self._light(head, lamps, normal, p[1], angle, strand, self.bump, distance)
        stage.paint(self.places, colour, self.cover, HAIR)

    def _light(
        self, head: Head, lamps: Lamps, normal: Array, py: Array, angle: Array, strand: Array,
        bump: Array | None, distance: Array,
    ) -> Array:  # fmt: skip
        """Hair (or cloth) in light (3, N). The highlight is that of thin cylinders (Kajiya and Kay 1989)."""
        key, ray = head.pose.inward(lamps.key), head.pose.ray
        half = key + ray
        half *= 1 / (float(np.sqrt(half @ half)) + 1e-6)
        tone = self._tone() * np.float32(lamps.flag)
        facing, sky, mirror = np.array([key, 0.5 * head.pose.up, half]) @ normal
        edge = 0.72 + 0.28 * smooth(0.0, 0.07, distance)
        low = smooth(-1.2, 0.1, py) * 0.35 + 0.65
        if self.cloth:
            fold = np.sin(angle * 9 + py * 14 + 2 * np.sin(py * 5 + angle * 3 + self.actor.texture_seed % 9)) * smooth(
                0.25, -0.4, py
            )
            shade = (0.92 + 0.1 * fold) * edge
            shine: Array | float = 0.0
        elif bump is not None:
            shade = (0.92 + 0.2 * bump) * edge
            shine = 0.05 * unit(bump)
        else:
            shade = (0.9 + 0.3 * strand) * edge * low
            ny = normal[1]
            along = (half[1] - ny * mirror) / np.sqrt(np.maximum(1 - ny * ny, 0.05)) + 0.16 * strand - 0.12
            thin = np.maximum(1 - along * along, 0.1)
            for _ in range(3):
                thin *= thin
            shine = thin * thin * unit(facing + 0.3) * (0.75 + 0.5 * strand) * (0.7 / lamps.level)
        shade = np.maximum(shade, 0.1)
        wrapped = np.maximum((facing + 0.45) * (1 / 1.45), 0)
        colour = lamps.around(sky + 0.5) * np.float32(0.85)
        colour += lamps.colour[:, None] * wrapped
        colour *= tone[:, None] * shade
        if not self.cloth:
            colour += (lamps.colour * (0.035 + 0.42 * tone))[:, None] * shine
        return colour
