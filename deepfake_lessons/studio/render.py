"""Action: one actor in one frame becomes a picture in linear light, with masks and landmarks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from . import backdrop, eyes, makeup, mouth, wardrobe
from .actors import Actor
from .frames import Frame
from .hair import Wig, style
from .head import Head
from .shading import Lamps, dark_corners, light_skin
from .stage import Array, Stage, unit

SIZES = (32, 48, 64, 128)


def render(actor: Actor, frame: Frame, size: int = 64) -> Array:
    stage = Stage(size, frame.zoom, frame.shift_x, frame.shift_y)
    lamps, head = Lamps(actor, frame), Head(actor, frame)
    cut = style(actor)
    wig = Wig(actor, cut) if cut else None
    backdrop.hang(stage, frame, lamps)
    if wig:
        wig.behind(stage, head, lamps)
    if actor.hair == "tied":
        wardrobe.bun(stage, head, lamps)
    wardrobe.dress(stage, actor, frame, lamps)
    depth = face(stage, head, lamps, wig)
    if cut is None or not cut.covers_ears:
        if wig: wig.paint(stage, head, lamps)
        wardrobe.ears(stage, head, lamps, depth)
        wardrobe.glasses(stage, head, lamps)
    else:
        wardrobe.ears(stage, head, lamps, depth)
        wardrobe.glasses(stage, head, lamps)
        wig.paint(stage, head, lamps)
    return stage.finished()


def face(stage: Stage, head: Head, lamps: Lamps, wig) -> Array:
    actor, frame = head.actor, head.frame
    box = stage.box(*head.lathe.bounds(head.pose))
    x, y = stage.grid(box)
    seen, (px, py, pz), z, inside = head.meet(x, y)
    key, around = dark_corners(head, lamps, wig)
    dark, red, beard = makeup.tables(actor, frame)
    table = np.stack([head.relief, head.relief_x, head.relief_y, key, around, dark, red, beard], axis=-1).reshape(-1, 8)
    found = head.look_up(table, px, py)
    _, nx, ny, nz = head.gradient(px, py, pz, found[:, :3])
    length = 1 / np.sqrt(nx * nx + ny * ny + nz * nz)
    normal = (nx * length, ny * length, nz * length)
    key, around, dark, red, beard = found[:, 3:].T
    albedo = makeup.wear(actor, frame, px, py, dark, red, beard)
    near, lip = mouth.paint_lips(actor, frame, px, py, albedo)
    gloss = np.full(len(px), 1.0, np.float32) - 0.8 * unit(beard)
    gloss[near] += lip * (0.6 + actor.lip_colour)
    colour, light = light_skin(head, lamps, albedo, normal, (key, around), gloss)
    for side in (-1, 1):
        eyes.paint_eye(actor, frame, lamps, side, px, py, colour, light, float(np.sin(frame.light_x)))
    mouth.paint_opening(actor, frame, px, py, colour, light)
    cover = np.zeros(len(x), np.float32)
    cover[seen] = unit(inside * stage.scale + 0.5)
    full = np.zeros((3, len(x)), np.float32)
    full[:, seen] = colour
    stage.paint(box, full, cover)
    depth = np.full(stage.canvas.shape[1:], -9, np.float32)
    d = np.full(len(x), -9, np.float32); d[seen] = np.where(inside > 0, z, -9)
    depth[box] = d.reshape(depth[box].shape)
    return depth
