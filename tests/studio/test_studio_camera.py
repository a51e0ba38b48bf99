"""Cameras: each setting does what it is named for, the same state of chance gives the same bytes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from test_studio_render import any_of

from deepfake_lessons.studio.actors import cast
from deepfake_lessons.studio.camera import CINEMA, SECOND_SHOT, Camera, develop
from deepfake_lessons.studio.frames import draw_frames
from deepfake_lessons.studio.render import render
from deepfake_lessons.studio.street import STREET, street_camera

PLAIN = Camera(shoulder=1.0, blur=0.0, noise=0.0, shot_noise=0.0, quality=0)  # gamma and nothing else
ACTORS, FRAMES = cast(6, 21), draw_frames(6, 21)
LINEAR = render(ACTORS[0], FRAMES[0]).linear


def shot(camera: Camera, linear: np.ndarray = LINEAR, seed: int = 0) -> np.ndarray:
    return develop(linear, camera, np.random.default_rng(seed))


def flat(value: float, size: int = 64) -> np.ndarray:
    return np.full((size, size, 3), value, np.float32)


def edges(picture: np.ndarray) -> float:
    return float(np.abs(np.diff(picture.astype(float), axis=1)).mean())


def test_gamma_is_that_of_srgb() -> None:
    for light, wanted in ((0.0, 0), (0.0031308, 10), (0.18, 118), (0.2140, 127), (0.5, 188), (1.0, 255), (7.0, 255)):
        assert abs(int(shot(PLAIN, flat(light))[5, 5, 0]) - wanted) <= 1


def test_a_second_shot_with_nothing_in_it_changes_nothing() -> None:
    first = shot(CINEMA)
    assert first.dtype == np.uint8 and first.shape == LINEAR.shape
    assert np.abs(shot(PLAIN, first).astype(int) - first).max() <= 1


def test_the_second_shot_keeps_the_picture_and_adds_its_own_noise() -> None:
    first = shot(CINEMA)
    again = shot(SECOND_SHOT, first)
    difference = again.astype(float) - first
    assert abs(difference.mean()) < 0.5 and 1 < difference.std() < 5


def test_the_same_state_gives_the_same_bytes_another_seed_other_noise() -> None:
    assert shot(CINEMA).tobytes() == shot(CINEMA).tobytes()
    assert (shot(CINEMA, seed=1) != shot(CINEMA, seed=2)).any()
    assert (shot(PLAIN, seed=1) == shot(PLAIN, seed=2)).all()


def test_exposure_warmth_and_shoulder() -> None:
    assert shot(PLAIN.replace(exposure=1.0), flat(0.2))[0, 0, 0] == shot(PLAIN, flat(0.4))[0, 0, 0]
    warm = shot(PLAIN.replace(warmth=1.0), flat(0.3))[0, 0].astype(int)
    assert warm[0] > warm[1] > warm[2]
    soft, hard = (shot(PLAIN.replace(shoulder=knee), flat(0.95))[0, 0, 0] for knee in (0.5, 1.0))
    assert soft < hard
    bright = [int(shot(PLAIN.replace(shoulder=0.6), flat(v))[0, 0, 0]) for v in (0.7, 1.0, 1.5, 3.0)]
    assert bright == sorted(bright) and bright[-1] > bright[-2] > bright[0]


def test_noise_grows_with_the_light_only_where_it_should() -> None:
    read, photon = PLAIN.replace(noise=6.0), PLAIN.replace(shot_noise=8.0)
    assert 3 < shot(read, flat(0.2)).std() < 9
    assert shot(photon, flat(0.6)).std() > 1.8 * shot(photon, flat(0.04)).std()


def test_blur_detail_motion_and_compression_lose_edges() -> None:
    sharp = edges(shot(PLAIN))
    for changes in ({"blur": 1.5}, {"detail": 0.35}, {"motion": 6.0}):
        assert edges(shot(PLAIN.replace(**changes))) < 0.85 * sharp, changes
    coarse, fine = (np.abs(shot(PLAIN.replace(quality=q)).astype(int) - shot(PLAIN)).mean() for q in (12, 92))
    assert coarse > 2 * fine > 0


def test_motion_blurs_along_its_direction() -> None:
    across, down = (shot(PLAIN.replace(motion=6.0, motion_angle=angle)).astype(float) for angle in (0.0, 1.57))
    assert edges(across) < edges(down)
    assert edges(across.transpose(1, 0, 2)) > edges(down.transpose(1, 0, 2))


def test_tilt_shrinks_heights_and_fields_shift_odd_lines() -> None:
    bar = flat(0.1)
    bar[16:48] = 0.8
    rows = (shot(PLAIN.replace(tilt=0.8), bar)[:, 32, 0] > 128).sum()
    assert abs(rows - 32 * np.cos(0.8)) <= 2
    post = flat(0.1)
    post[:, 30:34] = 0.8
    comb = shot(PLAIN.replace(fields=3.0), post)[..., 0].argmax(axis=1)
    assert len(set(comb[::2])) == 1 and len(set(comb[1::2])) == 1 and comb[1] == comb[0] + 3


def test_light_of_the_night() -> None:
    grey = shot(CINEMA.replace(light="grey", quality=0)).astype(int)
    assert np.abs(np.diff(grey, axis=2)).max() <= 1
    sodium = shot(CINEMA.replace(light="sodium")).reshape(-1, 3).mean(axis=0)
    assert sodium[0] > 1.15 * sodium[1] > 1.5 * sodium[2]


def test_street_cameras_are_drawn_from_the_list() -> None:
    cameras = [street_camera(seed) for seed in range(1, 200)]
    assert cameras[0] == street_camera(1) and len(set(cameras)) == len(cameras)
    spans = {effect: span for effect, span, _ in STREET}
    for name in ("detail", "tilt", "noise", "shot_noise", "quality", "exposure", "blur", "motion", "fields"):
        values = [getattr(camera, name) for camera in cameras]
        assert spans[name][0] - 0.5 <= min(values) or min(values) == 0
        assert max(values) <= spans[name][1] + 0.5 and np.std(values) > 0
    assert {camera.light for camera in cameras} == {"day", "sodium", "grey"}
    assert all(len(source) > 20 for _, _, source in STREET)


@pytest.mark.parametrize("seed", [-1, 1.5, True, "1"])
def test_bad_seeds_are_refused(seed: object) -> None:
    with pytest.raises(ValueError, match="a whole number, 0 or more, is wanted"):
        street_camera(seed)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "picture",
    [
        np.zeros((64, 64)),
        np.zeros((64, 32, 3)),
        np.zeros((64, 64, 3), int),
        np.full((64, 64, 3), np.nan),
        np.zeros((4, 4, 3)),
    ],
)
def test_bad_pictures_are_refused(picture: np.ndarray) -> None:
    with pytest.raises(ValueError, match="a camera takes"):
        develop(picture, CINEMA, np.random.default_rng(0))


def test_out_of_range_knobs_are_refused() -> None:
    with pytest.raises(ValueError, match=r"Camera\.quality=101: a whole number from 0 to 100"):
        CINEMA.replace(quality=101)


@settings(max_examples=30)
@given(any_of(Camera))
def test_no_camera_breaks(camera: Camera) -> None:
    for picture in (LINEAR, flat(0.0, 32), flat(9.0, 128)):
        photograph = shot(camera, picture)
        assert photograph.shape == picture.shape and photograph.dtype == np.uint8
