"""Every knob changes the picture the way its name says, measured; landmarks and masks lie where the features are."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deepfake_lessons.studio import hair, mouth, palette, wardrobe
from deepfake_lessons.studio.actors import BEARDS, GLASSES, HAIR, Actor, cast
from deepfake_lessons.studio.camera import CINEMA, develop
from deepfake_lessons.studio.frames import BACKDROPS, Frame, draw_frames
from deepfake_lessons.studio.render import LANDMARKS, SIZES, Drawing, render

LEFT, RIGHT, NOSE, LEFT_CORNER, RIGHT_CORNER, CHIN = range(6)
ACTOR = Actor(hair="short", skin=0.35)
FRAME = Frame(backdrop="plain", light_x=0.0)


def grey(drawing: Drawing) -> np.ndarray:
    """Luminance (S, S), linear."""
    return drawing.linear @ np.array([0.2126, 0.7152, 0.0722], np.float32)


def box(picture: np.ndarray, middle: np.ndarray, half: tuple[float, float]) -> np.ndarray:
    """The pixels around a point (x, y), so many to each side across and down."""
    x, y = (round(float(v)) for v in middle)
    wide, tall = (round(v) for v in half)
    return picture[y - tall : y + tall + 1, x - wide : x + wide + 1]


def shot(actor: Actor = ACTOR, frame: Frame = FRAME, size: int = 64, **changes: object) -> Drawing:
    """A drawing with some of the frame's knobs turned."""
    return render(actor, frame.replace(**changes), size)


def middle_of_change(one: Drawing, other: Drawing, near: np.ndarray, reach: float) -> np.ndarray:
    """The centre (x, y) of what differs between two drawings within `reach` pixels of a point."""
    difference = np.abs(one.linear - other.linear).sum(axis=2)
    y, x = np.mgrid[: len(difference), : len(difference)] + 0.5
    difference *= np.hypot(x - near[0], y - near[1]) < reach
    return np.array([(difference * x).sum(), (difference * y).sum()]) / difference.sum()


# ---------------------------------------------------------------------- what comes out


@pytest.mark.parametrize("size", SIZES)
def test_what_comes_out(size: int) -> None:
    drawing = shot(size=size)
    assert drawing.linear.shape == (size, size, 3) and drawing.linear.dtype == np.float32
    assert np.isfinite(drawing.linear).all() and drawing.linear.min() >= 0
    assert set(drawing.masks) == {"face", "inner", "hair", "background"}
    for mask in drawing.masks.values():
        assert mask.shape == (size, size) and mask.dtype == np.float32 and mask.min() >= 0 and mask.max() <= 1
    assert drawing.landmarks.shape == (len(LANDMARKS), 2) and drawing.landmarks.dtype == np.float32
    assert ((drawing.landmarks > 0) & (drawing.landmarks < size)).all()


@pytest.mark.parametrize("size", [0, 65, -64, 256, 64.5, True, "64", None])
def test_other_sizes_are_refused(size: object) -> None:
    with pytest.raises(ValueError, match="32, 48, 64, 128"):
        render(ACTOR, FRAME, size)  # type: ignore[arg-type]


def test_strangers_are_refused() -> None:
    with pytest.raises(TypeError, match="was given Frame and Actor"):
        render(FRAME, ACTOR)  # type: ignore[arg-type]


def test_the_same_arguments_give_the_same_bytes() -> None:
    for actor, frame in zip(cast(4, 9), draw_frames(4, 9), strict=True):
        one, other = render(actor, frame), render(actor, frame)
        assert one.linear.tobytes() == other.linear.tobytes() and one.landmarks.tobytes() == other.landmarks.tobytes()
        photographs = [develop(one.linear, CINEMA, np.random.default_rng(1)) for _ in range(2)]
        assert photographs[0].tobytes() == photographs[1].tobytes()


def test_a_drawing_does_not_depend_on_what_was_drawn_before() -> None:
    """Tables of an actor are kept for his next picture; they must be the same as fresh ones."""
    pairs = [(actor, frame) for actor in cast(6, 9) for frame in draw_frames(2, 9)]
    fresh = []
    for actor, frame in pairs:
        hair._shell.cache_clear()
        wardrobe.bust.cache_clear()
        fresh.append(render(actor, frame, 32).linear.tobytes())
    assert [render(actor, frame, 32).linear.tobytes() for actor, frame in reversed(pairs)] == fresh[::-1]


def test_sizes_show_the_same_picture() -> None:
    large = render(ACTOR, FRAME, 128)
    halved = large.linear.reshape(64, 2, 64, 2, 3).mean(axis=(1, 3))
    assert np.abs(halved - shot().linear).mean() < 0.02
    assert np.allclose(large.landmarks / 2, shot().landmarks, atol=0.05)


def test_masks_share_the_picture_and_lie_where_they_should() -> None:
    for actor, frame in zip(cast(24, 12), draw_frames(24, 12), strict=True):
        drawing = render(actor, frame)
        masks = drawing.masks
        assert (masks["face"] + masks["hair"] + masks["background"] < 1.01).all()
        assert (masks["inner"] <= masks["face"] + 0.01).all()
        assert masks["inner"].sum() > 0.25 * masks["face"].sum() > 50
        for feature in (NOSE, LEFT_CORNER, RIGHT_CORNER):
            assert box(masks["face"], drawing.landmarks[feature], (1, 1)).max() > 0.9
        assert masks["background"][0].max() > 0.5 or masks["hair"][0].max() > 0.5


def test_hair_mask_is_empty_for_a_bald_head_and_wide_for_long_hair() -> None:
    bald, long = shot(ACTOR.replace(hair="bald")), shot(ACTOR.replace(hair="long"))
    assert bald.masks["hair"].max() < 0.01 < 300 < long.masks["hair"].sum()


# ---------------------------------------------------------------------- landmarks lie on their features


PEOPLE = [ACTOR, *(actor for seed in (3, 4, 5) for actor in cast(3, seed))]
NEAR = 1.5  # pixels of 64 that a landmark may lie beside its feature


@pytest.mark.parametrize(
    "turned",
    [
        {}, {"yaw": 0.35}, {"yaw": -0.35, "pitch": 0.15}, {"roll": 0.25, "shift_x": 0.1, "zoom": 0.85}, {"pitch": 0.3},
        {"pitch": -0.2}, {"smile": 1.0}, {"smile": 0.0, "jaw": 0.6},
    ],
)  # fmt: skip
def test_landmarks_lie_on_their_features(turned: dict[str, float]) -> None:
    """Features are found in the picture by turning the knobs that change them, and nothing else."""
    frame = FRAME.replace(**turned)
    level = frame.replace(light_y=0.0)  # light from above would draw the nose's change down to its shaded side
    for actor in PEOPLE:
        actor = actor.replace(hair="short", beard="none", glasses="none", lip_colour=0.1, iris="brown")
        plain = render(actor, frame)
        marks = plain.landmarks

        def away(place: tuple[float, float] | np.ndarray, mark: int, marks: np.ndarray = marks) -> float:
            return float(np.hypot(place[0] - marks[mark, 0], place[1] - marks[mark, 1]))

        for eye, knob in ((LEFT, "blink_left"), (RIGHT, "blink_right")):
            shut = render(actor, frame.replace(**{knob: 1.0}))
            assert away(middle_of_change(plain, shut, marks[eye], 8), eye) < NEAR
            iris = render(actor.replace(iris="blue"), frame)
            assert away(middle_of_change(plain, iris, marks[eye], 6), eye) < NEAR
        changed = np.abs(render(actor.replace(lip_colour=1.0), frame).linear - plain.linear).sum(axis=2)
        y, x = np.nonzero(changed > 0.04 * changed.max())  # lips taper to nothing: their last faint pixel is the corner
        along = x * np.cos(frame.roll) - y * np.sin(frame.roll)
        for corner, end in ((LEFT_CORNER, np.argmin(along)), (RIGHT_CORNER, np.argmax(along))):
            assert away((x[end] + 0.5, y[end] + 0.5), corner) < NEAR
        low, high = (float(np.clip(actor.nose_projection + step, 0, 1)) for step in (-0.2, 0.2))
        flat, long = (render(actor.replace(nose_projection=value), level) for value in (low, high))
        assert away(middle_of_change(flat, long, marks[NOSE], 5), NOSE) < NEAR
        column = plain.masks["face"][:, int(marks[CHIN, 0])]
        last = np.flatnonzero(column > 0.5)[-1]
        edge = last + 0.5 + (column[last] - 0.5) / (column[last] - column[last + 1])
        assert abs(edge - marks[CHIN, 1]) < NEAR


def test_yaw_pitch_roll_shift_and_zoom_move_the_landmarks() -> None:
    still = shot().landmarks
    assert shot(yaw=0.4).landmarks[NOSE, 0] > still[NOSE, 0] + 4
    assert shot(yaw=-0.4).landmarks[NOSE, 0] < still[NOSE, 0] - 4
    assert shot(pitch=0.3).landmarks[NOSE, 1] < still[NOSE, 1] - 3
    rolled = shot(roll=0.3).landmarks
    assert rolled[RIGHT, 1] < rolled[LEFT, 1] - 2 and rolled[NOSE, 0] < rolled[CHIN, 0]
    assert np.allclose(shot(shift_x=0.1).landmarks - still, [0.1 * 64 / 1.74, 0], atol=0.05)
    assert np.allclose(shot(shift_y=0.1).landmarks - still, [0, -0.1 * 64 / 1.74], atol=0.05)
    near = shot(zoom=1.3).landmarks
    assert np.isclose(near[RIGHT, 0] - near[LEFT, 0], 1.3 * (still[RIGHT, 0] - still[LEFT, 0]), atol=0.1)


# ---------------------------------------------------------------------- the face moves


def eye_contrast(drawing: Drawing, eye: int) -> float:
    """Deviation of the light in the eye's box: large for an open eye, small for a lid."""
    return float(box(grey(drawing), drawing.landmarks[eye], (3, 1.4)).std())


@pytest.mark.parametrize("skin", [0.1, 0.5, 0.9])
def test_a_blink_closes_one_eye(skin: float) -> None:
    actor = ACTOR.replace(skin=skin, iris="dark")
    open_, shut = shot(actor), shot(actor, blink_left=1.0)
    assert eye_contrast(shut, LEFT) < 0.7 * eye_contrast(open_, LEFT)
    assert np.allclose(eye_contrast(shut, RIGHT), eye_contrast(open_, RIGHT), rtol=1e-4)
    half = shot(actor, blink_left=0.5)
    changes = [np.abs(box(d.linear - open_.linear, open_.landmarks[LEFT], (5, 4))).sum() for d in (half, shut)]
    assert 0.15 * changes[1] < changes[0]


def test_gaze_moves_the_iris() -> None:
    def dark_side(drawing: Drawing) -> float:
        eye = box(grey(drawing), drawing.landmarks[LEFT], (3, 1))
        weight = eye.max() - eye
        return float((weight * np.arange(-3, 4)).sum() / weight.sum())

    left, ahead, right = (dark_side(shot(gaze_x=gaze)) for gaze in (-1.0, 0.0, 1.0))
    assert left + 0.15 < ahead < right - 0.15


def test_a_smile_moves_the_corners_of_the_mouth() -> None:
    serious, merry = shot(smile=0.0).landmarks, shot(smile=1.0).landmarks
    for corner, out in ((LEFT_CORNER, -1), (RIGHT_CORNER, 1)):
        assert np.hypot(*(merry[corner] - serious[corner])) >= 2
        assert merry[corner, 1] < serious[corner, 1] - 1.5 and out * (merry[corner, 0] - serious[corner, 0]) > 0.5
    assert shot(smile=-0.5).landmarks[LEFT_CORNER, 1] > serious[LEFT_CORNER, 1] + 0.5


@pytest.mark.parametrize("skin", [0.1, 0.5, 0.95])
def test_the_jaw_opens_a_darker_mouth(skin: float) -> None:
    def mouth_light(jaw: float, teeth: float) -> float:
        drawing = shot(ACTOR.replace(skin=skin), jaw=jaw, teeth=teeth)
        corners = drawing.landmarks[[LEFT_CORNER, RIGHT_CORNER]].mean(axis=0)
        return float(box(grey(drawing), corners + np.array([0, 1.5]), (3, 2)).mean())

    for teeth in (0.0, 0.5):
        closed, half, open_ = (mouth_light(jaw, teeth) for jaw in (0.0, 0.5, 1.0))
        assert open_ < half < closed and open_ < (0.85 if teeth else 0.75) * closed
    assert shot(jaw=1.0).landmarks[CHIN, 1] > shot().landmarks[CHIN, 1] + 1


def test_teeth_are_bright_and_spread_lips_are_wide() -> None:
    grins = [shot(ACTOR.replace(skin=0.7), smile=0.9, teeth=teeth, jaw=0.2) for teeth in (0.0, 1.0)]
    middle = grins[0].landmarks[[LEFT_CORNER, RIGHT_CORNER]].mean(axis=0) + np.array([0, 3.7])
    hidden, shown = (box(grey(drawing), middle, (3, 1)).max() for drawing in grins)
    assert shown > 1.5 * hidden
    wide, narrow = (mouth.mouth_half(ACTOR, FRAME.replace(spread=v)) for v in (1.0, -1.0))
    assert wide > 1.2 * narrow
    assert shot(spread=1.0).landmarks[RIGHT_CORNER, 0] > shot(spread=-1.0).landmarks[RIGHT_CORNER, 0] + 1


def test_brows_go_up() -> None:
    def brow(raised: float) -> float:
        drawing = shot(ACTOR.replace(brow_thickness=1.0, hair_colour="black"), brow_raise=raised)
        x, y = drawing.landmarks[LEFT]
        column = grey(drawing)[round(y) - 11 : round(y) - 3, round(x) - 1 : round(x) + 2].mean(axis=1)
        weight = column.max() - column
        return float((weight * np.arange(len(weight))).sum() / weight.sum())

    assert brow(1.0) < brow(0.0) - 0.5 < brow(-0.7) - 0.6


# ---------------------------------------------------------------------- the light


def test_the_bright_side_and_the_shadow_follow_the_light() -> None:
    def balance(drawing: Drawing) -> tuple[float, float]:
        """(right minus left half of the face, right minus left of the wall), as shares."""
        light, face, wall = grey(drawing), drawing.masks["face"], drawing.masks["background"]
        middle = round(float(drawing.landmarks[NOSE, 0]))

        def share(mask: np.ndarray) -> float:
            left, right = (
                (light[:, part] * mask[:, part]).sum() / mask[:, part].sum()
                for part in (slice(middle), slice(middle, 64))
            )
            return float((right - left) / (right + left))

        return share(face), share(wall)

    bald = ACTOR.replace(hair="bald")
    from_left, from_right = (balance(shot(bald, light_x=side, ambient=0.3)) for side in (-0.9, 0.9))
    assert from_left[0] < -0.08 and from_right[0] > 0.08
    assert from_left[1] < -0.03 and from_right[1] > 0.03  # the wall is bright where the light comes from, shaded beyond


def test_the_nose_casts_its_shadow_away_from_the_light() -> None:
    frame = FRAME.replace(softness=0.0, ambient=0.2, light_y=0.5)
    actor = ACTOR.replace(nose_projection=1.0, hair="bald")
    one, other = render(actor, frame.replace(light_x=-0.8)), render(actor, frame.replace(light_x=0.8))
    beside = [one.landmarks[NOSE] + [dx, 1] for dx in (-5, 5)]
    left, right = (box(grey(one), point, (1, 1)).mean() for point in beside)
    assert right < 0.75 * left
    left, right = (box(grey(other), point, (1, 1)).mean() for point in beside)
    assert left < 0.75 * right


def test_power_warmth_ambient_and_softness() -> None:
    def face_colour(**changes: float) -> np.ndarray:
        drawing = shot(light_x=0.8, **changes)
        return (drawing.linear * drawing.masks["face"][..., None]).sum(axis=(0, 1)) / drawing.masks["face"].sum()

    assert face_colour(light_power=1.5).sum() > 1.2 * face_colour(light_power=0.7).sum()
    warm, cool = face_colour(light_warmth=1.0), face_colour(light_warmth=-1.0)
    assert warm[0] / warm[2] > 1.3 * cool[0] / cool[2]

    def contrast(**changes: float) -> float:
        drawing = shot(light_x=0.9, **changes)
        inner = grey(drawing)[drawing.masks["inner"] > 0.9]
        return float(np.subtract(*np.quantile(inner, [0.9, 0.1])) / inner.mean())

    assert contrast(ambient=0.12) > 1.2 * contrast(ambient=1.0)
    assert contrast(softness=0.0) > contrast(softness=1.0)


# ---------------------------------------------------------------------- the actor


def test_whites_of_the_eyes_never_glow() -> None:
    """Beside an iris that looks away: at most 3.2 times the light of the inner face, 1.7 times on a screen."""
    for skin in np.linspace(0, 1, 6):
        for light in (-0.9, 0.0, 0.9):
            actor = ACTOR.replace(skin=float(skin), eye_opening=1.0)
            drawing = render(actor, FRAME.replace(light_x=light, gaze_x=1.0))
            face = grey(drawing)[drawing.masks["inner"] > 0.9].mean()
            white = np.sort(box(grey(drawing), drawing.landmarks[LEFT] - [2, 0], (1, 1)).ravel())[-2]
            assert white < 3.2 * face, (skin, light)


def test_skin_runs_from_light_to_dark() -> None:
    tones = [palette.luminance(palette.skin(Actor(skin=v))) for v in np.linspace(0, 1, 9)]
    assert all(np.diff(tones) < 0) and tones[0] > 8 * tones[-1]
    light, dark = (shot(ACTOR.replace(skin=v)) for v in (0.0, 1.0))
    assert grey(light)[light.masks["inner"] > 0.9].mean() > 2.5 * grey(dark)[dark.masks["inner"] > 0.9].mean()


def test_age_writes_lines_into_the_face() -> None:
    def lines(age: float) -> float:
        drawing = render(ACTOR.replace(age=age), FRAME, 128)
        forehead = np.log(box(grey(drawing), drawing.landmarks[[LEFT, RIGHT]].mean(axis=0) - [0, 19], (9, 5)))
        return float(np.abs(np.diff(forehead, n=2, axis=0)).mean())

    assert lines(1.0) > 1.5 * lines(0.0)


CHANGES = {
    "grey": (1.0, "hair", "brighter"),
    "glasses": ("square", LEFT, "changed"),
    "lip_colour": (1.0, "mouth", "changed"),
    "freckles": (1.0, "cheek", "changed"),
    "iris": ("blue", LEFT, "changed"),
    "nose_width": (1.0, NOSE, "changed"),
    "cheekbones": (1.0, "cheek", "changed"),
    "clothes": ("turtleneck", "chest", "changed"),
    "pattern": ("stripes", "chest", "changed"),
    "cloth_value": (0.9, "chest", "brighter"),
}


@pytest.mark.parametrize("knob", CHANGES)
def test_a_knob_changes_its_own_region_most(knob: str) -> None:
    value, where, how = CHANGES[knob]
    plain = ACTOR.replace(cloth_value=0.2, hair_colour="black")
    before, after = render(plain, FRAME, 128), render(plain.replace(**{knob: value}), FRAME, 128)
    marks = before.landmarks
    mouth_at = marks[[LEFT_CORNER, RIGHT_CORNER]].mean(axis=0)
    places = {
        "hair": np.array([64, marks[LEFT, 1] - 38]), "mouth": mouth_at, "cheek": marks[LEFT] + [-2, 14],
        "chest": np.array([64, 124]),
    }  # fmt: skip
    at = places[where] if isinstance(where, str) else marks[where]
    difference = np.abs(grey(after) - grey(before))
    assert box(difference, at, (10, 3)).mean() > 2 * difference.mean() + 1e-4
    if how == "brighter":
        assert box(grey(after), at, (10, 3)).mean() > 1.3 * box(grey(before), at, (10, 3)).mean()


@pytest.mark.parametrize("beard", BEARDS[1:])
def test_a_beard_darkens_its_part_of_the_face(beard: str) -> None:
    bare, bearded = (render(ACTOR.replace(beard=b, hair_colour="black"), FRAME, 128) for b in ("none", beard))
    lost = grey(bare) - grey(bearded)
    eyes = bare.landmarks[[LEFT, RIGHT]].mean(axis=0)
    lip = bare.landmarks[[LEFT_CORNER, RIGHT_CORNER]].mean(axis=0) + np.array([0, -4 if beard == "moustache" else 13])
    assert box(lost, lip, (5, 2)).mean() > 0.05 * grey(bare).mean() and abs(box(lost, eyes, (8, 3)).mean()) < 0.005


def test_every_style_and_backdrop_differs_from_every_other() -> None:
    for knob, options, base in (("hair", HAIR, ACTOR), ("glasses", GLASSES, ACTOR), ("backdrop", BACKDROPS, FRAME)):
        drawn = []
        for option in options:
            changed = base.replace(**{knob: option})
            pair = (changed, FRAME) if knob != "backdrop" else (ACTOR, changed)
            drawn.append(render(*pair, 32).linear)  # type: ignore[arg-type]
        for first in range(len(drawn)):
            for second in range(first):
                assert np.abs(drawn[first] - drawn[second]).mean() > 0.001, (options[first], options[second])


def test_long_hair_ends_where_it_ends() -> None:
    """Below a bob's ends, outside neck and shoulders, there is no hair, at whatever yaw."""
    actor = ACTOR.replace(hair="bob", hair_length=0.0, wave=0.0)
    for yaw in (-0.6, -0.3, 0.0, 0.3, 0.6):
        hair = shot(actor, yaw=yaw, zoom=0.8, shift_y=0.1).masks["hair"]
        rows = np.flatnonzero(hair.max(axis=1) > 0.1)
        assert 20 < rows[-1] < 46 and hair[rows[-1] + 1 :].max(initial=0) < 0.1


# ---------------------------------------------------------------------- nothing breaks


def any_of(kind: type) -> st.SearchStrategy:
    """Any dataclass of knobs with each knob anywhere in its range, ends preferred."""
    parts = {}
    for knob in fields(kind):
        about = knob.metadata
        if about["options"]:
            parts[knob.name] = st.sampled_from(about["options"])
        elif about.get("whole"):
            parts[knob.name] = st.integers(about["low"], about["high"])
        else:
            low, high = about["low"], about["high"]
            parts[knob.name] = st.one_of(st.sampled_from([low, high, knob.default]), st.floats(low, high))
    return st.builds(kind, **parts)


@settings(max_examples=30)
@given(any_of(Actor), any_of(Frame), st.sampled_from(SIZES))
def test_nothing_inside_the_ranges_breaks(actor: Actor, frame: Frame, size: int) -> None:
    drawing = render(actor, frame, size)
    assert np.isfinite(drawing.linear).all() and drawing.linear.min() >= 0 and drawing.linear.max() < 20
    assert np.isfinite(drawing.landmarks).all()
    assert drawing.masks["face"].max() > 0.9
    develop(drawing.linear, CINEMA, np.random.default_rng(0))
