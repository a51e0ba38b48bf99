"""Hair: a second turned body around the skull, cut open where the face looks out, with strands that follow the head.

Every style is a `cuts.Cut`; a headscarf is one too.
"""

from __future__ import annotations

import numpy as np

from . import grain, palette
from .actors import Actor
from .cuts import Cut
from .head import Head
from .shading import Lamps
from .stage import HAIR, HEIGHTS, Array, Lathe, Stage, rounding, smooth, unit


class Wig:
    """An actor's hair as it stands around the head: shell, opening and strands."""

    def __init__(self, actor: Actor, cut: Cut) -> None:
        self.actor, self.cut = actor, cut
        self.bottom = (cut.end if cut.end is not None else -0.5) - 0.15
        self.shell = self._shell()
        edges = np.empty((HEIGHTS, 4), np.float32)
        for side, curve in enumerate((cut.left, cut.right)):
            y, angle = np.array(sorted(curve)).T
            edges[:, side] = np.interp(self.shell.heights, y, np.deg2rad(angle))
        edges[:, :2] = rounding(1.6) @ edges[:, :2]
        edges[1:-1, 2:] = (edges[2:, :2] - edges[:-2, :2]) * (0.5 * self.shell.per_unit)
        edges[0, 2:], edges[-1, 2:] = edges[1, 2:], edges[-2, 2:]
        edges[:, 2:] = 1 / np.sqrt(4 + np.square(edges[:, 2:]))
        self.edges = edges
        self.wool = cut.curl > 0
        self.cloth = actor.hair == "headscarf"
        self._hit: tuple[tuple[slice, slice], int, Array, tuple[Array, Array, Array, Array]] | None = None

    def _shell(self) -> Lathe:
        """The body of the hair: like the skull above, falling or like the skull below."""
        a, cut = self.actor, self.cut
        high = a.skull_height + cut.top
        low = a.face_length + cut.side
        wavy = 0.018 * a.wave if cut.end is not None and a.hair != "headscarf" else 0.0

        def profile(y: Array) -> tuple[Array, Array, Array, Array]:
            up, down = np.maximum(y, 0) / high, np.maximum(-y, 0) / low
            near = np.maximum(np.abs(y), 1e-3)
            above = np.power(near / high, np.float32(2.35)) / near**2
            if cut.end is None:
                half = (a.head_width + cut.side) * (
                    1 - a.jaw_taper * smooth(0.1, 1.0, down) - 0.03 * smooth(0.2, 0.9, up)
                )
                below = np.power(near / low, np.float32(a.jaw_squareness)) / near**2
                return half, 0 * y, a.head_depth + cut.side + 0 * y, np.where(y < 0, below, above)
            heights, widths = np.array(sorted(cut.fall)).T
            out = np.interp(y, heights, widths).astype(np.float32)
            out += wavy * np.sin(y * 17 + a.texture_seed % 7) * smooth(0.1, -0.5, y)
            half = a.head_width + np.where(y > 0.1, cut.side, out)
            half = half * (1 - 0.02 * smooth(0.2, 0.9, up))
            depth = a.head_depth + 0.02 + np.minimum(out, 0.14)
            return half, -0.02 + 0 * y, depth + 0 * y, np.where(y < 0, 0, above).astype(np.float32)

        return Lathe(self.bottom, high + 0.04, profile)

    def distance(self, px: Array, py: Array, pz: Array, shift: Array | float = 0.0) -> tuple[Array, Array]:
        """How far points lie inside the hair's edge (head units, about; negative in the opening), and their angle."""
        angle = np.arctan2(px, pz + 0.05)
        return self.edge(angle, py, shift), angle

    def edge(self, angle: Array, py: Array, shift: Array | float = 0.0) -> Array:
        """How far a point at this angle and height lies inside the hair's edge; see `distance`."""
        left, right, per_left, per_right = self.edges.take(self.shell.places(py + shift), axis=0, mode="clip").T
        t = smooth(-0.35, 0.35, angle)
        edge, per = left + t * (right - left), per_left + t * (per_right - per_left)
        return (np.abs(angle) - edge) * per

    def behind(self, stage: Stage, head: Head, lamps: Lamps) -> None:
        """Paint what falls behind neck and shoulders."""
        if self.cut.end is None:
            return
        box, count, seen, (px, py, pz, inside) = self._seen(stage, head)
        strand = grain.strand(self.actor.texture_seed, np.arctan2(px, pz) * 163 + 512)
        tone = self._tone() * np.float32(lamps.flag)
        full = np.zeros((4, count), np.float32)
        shade = 0.42 + (0.0 if self.wool else 0.16) * strand
        for c in range(3):
            full[c, seen] = float(tone[c] * (lamps.sky[c] + lamps.colour[c] * 0.25)) * shade
        full[3, seen] = unit(inside * stage.scale + 0.5) * self._ends(py, strand, stage)
        stage.paint(box, full[:3], full[3], HAIR)

    def _seen(
        self, stage: Stage, head: Head
    ) -> tuple[tuple[slice, slice], int, Array, tuple[Array, Array, Array, Array]]:
        """The box of pixels that the hair may touch, how many those are, which of them lie about its outline or inside,
        and for each of these the point of the shell and how far inside it is."""
        if self._hit is None:
            box = stage.box(*self.shell.bounds(head.pose, max(self.bottom, -1.3), 0.06 if self.wool else 0.02))
            px, py, pz, _, inside = self.shell.hit(head.pose, *stage.grid(box))
            seen = np.flatnonzero(inside > (-0.05 if self.wool else -0.02))
            self._hit = box, len(px), seen, (px[seen], py[seen], pz[seen], inside[seen])
        return self._hit

    def _ends(self, py: Array, strand: Array, stage: Stage) -> Array:
        if self.cut.end is None:
            return np.float32(1) + 0 * py
        return unit((py - self.cut.end - strand * (self.cut.ragged * 1.5)) * (stage.scale * 0.5) + 0.5)

    def _tone(self) -> Array:
        if self.cloth:
            return palette.paint(
                self.actor.accent_hue, 0.62 * self.actor.cloth_saturation + 0.1, self.actor.accent_value
            )
        return palette.hair(self.actor)

    def paint(self, stage: Stage, head: Head, lamps: Lamps) -> None:
        """Paint the hair in front."""
        a, cut = self.actor, self.cut
        box, count, seen, (px, py, pz, inside) = self._seen(stage, head)
        distance, angle = self.distance(px, py, pz)
        near = np.flatnonzero(distance > -0.08)
        seen, px, py, pz, inside, angle = seen[near], px[near], py[near], pz[near], inside[near], angle[near]
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
        _, nx, ny, nz = self.shell.slope(px, py, pz)
        length = 1 / np.sqrt(nx * nx + ny * ny + nz * nz + 1e-9)
        colour = self._light(head, lamps, (nx * length, ny * length, nz * length), py, angle, strand, bump, distance)
        full = np.zeros((4, count), np.float32)
        full[:3, seen], full[3, seen] = colour, cover
        stage.paint(box, full[:3], full[3], HAIR)

    def _light(
        self, head: Head, lamps: Lamps, normal: tuple[Array, Array, Array], py: Array, angle: Array, strand: Array,
        bump: Array | None, distance: Array,
    ) -> Array:  # fmt: skip
        """Hair (or cloth) in light (3, N). The highlight is that of thin cylinders (Kajiya and Kay 1989)."""
        nx, ny, nz = normal
        lx, ly, lz = head.pose.inward(lamps.key)
        vx, vy, vz = head.pose.ray
        up = head.pose.rows[1]
        tone = self._tone() * np.float32(lamps.flag)
        facing = nx * lx + ny * ly + nz * lz
        sky = (nx * up[0] + ny * up[1] + nz * up[2]) * 0.5 + 0.5
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
            hx, hy, hz = lx + vx, ly + vy, lz + vz
            length = 1 / (float(np.sqrt(hx * hx + hy * hy + hz * hz)) + 1e-6)
            hx, hy, hz = hx * length, hy * length, hz * length
            along = (
                (hy - ny * (nx * hx + ny * hy + nz * hz)) / np.sqrt(np.maximum(1 - ny * ny, 0.05))
                + 0.16 * strand
                - 0.12
            )
            thin = np.maximum(1 - along * along, 0.1)
            thin *= thin
            thin *= thin
            thin *= thin
            shine = thin * thin * unit(facing + 0.3) * (0.75 + 0.5 * strand) * (0.7 / lamps.level)
        shade = np.maximum(shade, 0.1)
        wrapped = np.maximum((facing + 0.45) * (1 / 1.45), 0)
        colour = np.empty((3, len(nx)), np.float32)
        for c in range(3):
            key, ground, more = float(lamps.colour[c]), float(lamps.ground[c]), float(lamps.sky[c] - lamps.ground[c])
            colour[c] = float(tone[c]) * shade * (key * wrapped + (ground + more * sky) * 0.85)
            if not self.cloth:
                colour[c] += shine * (key * (0.035 + 0.42 * float(tone[c])))
        return colour
