"""Action: one actor in one frame becomes a picture in linear light, with masks and landmarks."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np

from . import backdrop, eyes, makeup, mouth, props, wardrobe
from .actors import Actor
from .cuts import style
from .frames import Frame
from .hair import Wig
from .head import Head
from .shading import Lamps, dark_corners, light_skin
from .stage import BACKGROUND, FACE, FINE, HAIR, INNER, Array, Stage, length, smooth, unit

SIZES = tuple(FINE)
LANDMARKS = (
    "eye on the left",
    "eye on the right",
    "nose tip",
    "mouth corner on the left",
    "mouth corner on the right",
    "chin",
)


@dataclass(frozen=True)
class Drawing:
    """A drawn picture before any camera.

    Attributes:
        linear: (S, S, 3) float32, linear light, 0 black, 1 white (highlights may go beyond).
        masks: how much of each pixel is "face" (skin of the head, glasses and beard included), "inner" (its
            middle, from brows to lower lip, feathered), "hair" (or headscarf), "background"; (S, S) float32, 0 ... 1.
        landmarks: (6, 2) float32 pixels, x to the right and y down from the picture's upper left corner, in the order
            of `LANDMARKS`; left and right as the viewer sees them.
    """

    linear: Array
    masks: dict[str, Array]
    landmarks: Array


@functools.lru_cache(maxsize=1)
def once(actor: Actor, frame: Frame, size: int = 64) -> Drawing:
    """As `render`; who asks for the same picture again at once, as a trick does of the clip it breaks, gets the same
    arrays, which are read-only."""
    drawing = render(actor, frame, size)
    for array in (drawing.linear, drawing.landmarks, *drawing.masks.values()):
        array.setflags(write=False)
    return drawing


def render(actor: Actor, frame: Frame, size: int = 64, *, face_alone: bool = False) -> Drawing:
    """Draw one actor in one frame; the same arguments give the same numbers.

    Args:
        actor: who.
        frame: how held, lit, and before what.
        size: width and height in pixels: 32, 48, 64 or 128.
        face_alone: draw no more than the "inner" mask shows, for those who lay it over another; in half the time.

    Raises:
        ValueError: another size.
        TypeError: no actor, or no frame.
    """
    if isinstance(size, bool) or size not in FINE:
        raise ValueError(
            f"size={size!r}: pictures are {', '.join(map(str, SIZES))} pixels wide and high; choose one of these"
        )
    if not isinstance(actor, Actor) or not isinstance(frame, Frame):
        raise TypeError(f"render(actor, frame, size) was given {type(actor).__name__} and {type(frame).__name__}")
    stage = Stage(int(size), frame.zoom, frame.shift_x, frame.shift_y)
    lamps, head = Lamps(actor, frame), Head(actor, frame)
    cut = style(actor)
    wig = Wig(actor, cut) if cut else None
    over_ears = bool(cut and cut.covers_ears)
    if not face_alone:
        backdrop.hang(stage, frame, lamps)
    skull = head.find(stage)
    if wig:
        wig.find(stage, head)
    # nobody needs to paint skin below thick hair, but ears must know how far forward the head beside them reaches
    places, (px, py, _), _, inside = skull
    bare = ~stage.hidden.take(places)
    if not over_ears:
        bare |= (np.abs(px) > 0.3) & (np.abs(py + 0.045) < 0.22)
    if face_alone:
        bare &= np.square(px * (1 / 0.37)) + np.square((py + 0.17) * (1 / 0.41)) < 1.35
    bare = np.flatnonzero(bare)
    stage.hidden[places.compress(inside >= stage.air)] = True
    if wig and not face_alone:
        wig.behind(stage, lamps)
    if actor.hair == "tied" and not face_alone:
        props.bun(stage, head, lamps)
    if not face_alone:
        wardrobe.dress(stage, actor, frame, lamps)
    depth = _skin(stage, head, lamps, wig, skull, bare)
    if not over_ears:
        if wig:
            wig.paint(stage, head, lamps)
        if not face_alone:
            props.ears(stage, head, lamps, depth)
    props.glasses(stage, head, lamps)
    if wig and over_ears:
        wig.paint(stage, head, lamps)
    linear, masks = stage.finished()
    names = {"face": FACE, "inner": INNER, "hair": HAIR, "background": BACKGROUND}
    return Drawing(linear, {name: masks[k] for name, k in names.items()}, landmarks(stage, head))


def landmarks(stage: Stage, head: Head) -> Array:
    """Where the six landmarks stand in the picture, (6, 2); see `Drawing`."""
    actor, frame = head.actor, head.frame
    half = mouth.mouth_half(actor, frame) * 0.97
    corner = actor.mouth_height + mouth.corner_lift(frame)
    (lx, ly), (rx, ry) = eyes.eye_place(actor, -1), eyes.eye_place(actor, 1)
    x = np.array([lx, rx, 0, -half, half, 0], np.float32)
    y = np.array([ly, ry, -actor.nose_length, corner, corner, -head.lathe.low], np.float32)
    return stage.pixels(head.pose.view(head.on_surface(x, y)))


Skull = tuple[Array, Array, Array, Array]  # what Head.find gives


def _skin(stage: Stage, head: Head, lamps: Lamps, wig: Wig | None, skull: Skull, bare: Array) -> Array:
    """Paint the head where it is bare; returns its depth along the rays (W * W), far back where there is none."""
    actor, frame = head.actor, head.frame
    depth = np.full(stage.width**2, -9, np.float32)
    places, p, z, inside = skull
    depth[places] = np.where(inside > 0, z, -9)
    places, inside = places.take(bare), inside.take(bare)
    p, z = head.meet(p.take(bare, axis=1), z.take(bare))
    px, py, pz = p
    depth[places] = np.where(inside > 0, z, -9)
    head.write(3, *dark_corners(head, lamps, wig), *makeup.tables(actor, frame))
    found = head.look_up(px, py)
    _, normal = head.gradient(p, found[:3])
    normal *= 1 / length(normal)
    key, around, dark, red, beard = found[3:]
    frontal = smooth(0.08, 0.42, normal[2])  # the tables look at the face from the front: its sides they hardly see
    key, around = 1 + frontal * (key - 1), 1 + frontal * (around - 1)
    albedo = makeup.wear(actor, frame, px, py, dark, red, beard)
    near, lip, edges = mouth.paint_lips(actor, frame, px, py, albedo, stage.scale)
    gloss = 1 - 0.8 * unit(beard)
    gloss[near] += lip * (0.6 + actor.lip_colour)
    colour, light = light_skin(head, lamps, albedo, normal, (key, around), gloss)
    eyes.paint_eyes(actor, frame, lamps, px, py, colour, light, stage.scale)
    skin, arrives = colour.take(near, axis=1), light.take(near, axis=1)
    mouth.paint_opening(actor, frame, px.take(near), py.take(near), edges, skin, arrives, stage.scale)
    colour[:, near] = skin
    cover = unit(inside * stage.scale + 0.5)
    stage.paint(places, colour, cover, FACE)
    middle = smooth(1.15, 0.8, np.square(px * (1 / 0.37)) + np.square((py + 0.17) * (1 / 0.41)))
    stage.masks[INNER].reshape(-1)[places] = cover * middle * smooth(-0.05, 0.1, pz)
    return depth
