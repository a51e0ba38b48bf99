"""Aligned crops: landmarks land on their places, the way back is exact, faces that look away are left out."""

from __future__ import annotations

import numpy as np
import pytest

from deepfake_lessons import studio
from deepfake_lessons.faces import alignment


@pytest.fixture(scope="module")
def shots() -> studio.Photographs:
    return studio.photograph(studio.cast(12, seed=71), size=64, seed=71)


def placed(matrix: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Places in the picture -> places in the crop."""
    back = alignment.inverse(matrix)
    return points @ back[:, :2].T + back[:, 2]


def test_landmarks_of_the_places_come_back_exactly() -> None:
    """A face that is the pattern itself, turned, scaled and shifted by hand."""
    pattern = np.zeros((6, 2))
    pattern[list(alignment.USED)] = alignment.PLACES * alignment.SIZE - 0.5
    for angle, scale, shift in ((0, 1, (0, 0)), (0.3, 0.6, (9, 5)), (-0.4, 1.4, (-3, 7))):
        turn = scale * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        matrix = alignment.matrices((pattern @ turn.T + shift)[None])[0]
        assert np.allclose(matrix[:, :2], turn) and np.allclose(matrix[:, 2], shift)


def test_eyes_and_mouth_lie_where_they_should(shots: studio.Photographs) -> None:
    for matrix, points in zip(alignment.matrices(shots.landmarks), shots.landmarks, strict=True):
        there = placed(matrix, points[list(alignment.USED)])
        assert np.abs(there - (alignment.PLACES * alignment.SIZE - 0.5)).max() < 8
        assert np.abs((there - (alignment.PLACES * alignment.SIZE - 0.5)).mean(axis=0)).max() < 0.01


def test_it_is_the_nearest_similarity(shots: studio.Photographs) -> None:
    """Any other turn, scale or shift is farther from the landmarks."""
    points = shots.landmarks[:1].astype(float)
    matrix, here = alignment.matrices(points)[0], alignment.PLACES * alignment.SIZE - 0.5
    rng = np.random.default_rng(1)

    def far(one: np.ndarray) -> float:
        return float((((here @ one[:, :2].T + one[:, 2]) - points[0, list(alignment.USED)]) ** 2).sum())

    best = far(matrix)
    for _ in range(50):
        a, b, x, y = rng.normal(0, [0.02, 0.02, 0.5, 0.5])
        other = matrix + np.array([[a, -b, x], [b, a, y]])
        assert far(other) > best


def test_put_back_undoes_the_crop(shots: studio.Photographs) -> None:
    faces = alignment.crops(shots.images, shots.landmarks)
    whole = np.ones(shots.images.shape[:3], np.float32)
    back = alignment.put_back(shots.images, faces, whole, shots.landmarks)
    inside = shots.masks["inner"] > 0.9
    assert np.abs(back.astype(int) - shots.images)[inside].mean() < 6  # a crop and back softens a little
    assert (alignment.put_back(shots.images, faces, 0 * whole, shots.landmarks) == shots.images).all()
    dark = alignment.put_back(shots.images, 0 * faces, whole, shots.landmarks)
    assert dark[inside].mean() < 3


def test_faces_that_look_away_or_leave_the_picture_are_not_usable() -> None:
    actor = studio.cast(1, seed=72)[0]
    frames = [studio.Frame(), studio.Frame(yaw=0.6, pitch=0.3), studio.Frame(zoom=1.3, shift_x=0.25, shift_y=-0.2)]
    shots = studio.photograph(actor, 3, frames=frames, seed=72)
    landmarks = shots.landmarks.copy()
    landmarks[2, 1, 0] = 70
    assert alignment.usable(landmarks, 64).tolist()[0] is True
    assert not alignment.usable(landmarks, 64)[2]
    profile = landmarks[:1].copy()
    profile[0, 1] = profile[0, 0] + 3  # the eyes nearly one behind the other
    assert not alignment.usable(profile, 64)[0]


def test_boxes_and_importance() -> None:
    weight = alignment.importance()
    assert weight.shape == (64, 64, 1) and weight.mean() == pytest.approx(1)
    rows, columns = alignment.box("eyes")
    assert weight[rows, columns].min() == weight.max() > 3 * weight.min()
    assert (alignment.importance(eyes_and_mouth=1) == 1).all()
    with pytest.raises(ValueError, match="there are eyes, mouth, face"):
        alignment.box("ear")


def test_jitter_moves_a_face_as_a_whole(shots: studio.Photographs) -> None:
    moved = alignment.jittered(shots.landmarks, np.random.default_rng(1), 0.02)
    assert 0.1 < np.abs(moved - shots.landmarks).mean() < 4

    def shape(points: np.ndarray) -> np.ndarray:
        centred = points - points.mean(axis=1, keepdims=True)
        lengths = np.linalg.norm(centred, axis=2)
        return lengths / lengths.sum(axis=1, keepdims=True)

    assert np.allclose(shape(moved), shape(shots.landmarks.astype(float)), atol=1e-6)


@pytest.mark.parametrize(
    ("landmarks", "words"),
    [
        (np.zeros((3, 5, 2)), r"\(N, 6, 2\)"),
        (np.full((1, 6, 2), np.nan), "not finite"),
        (np.zeros((6, 2)), r"\(N, 6, 2\)"),
    ],
)
def test_missing_landmarks_are_told(landmarks: np.ndarray, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        alignment.matrices(landmarks)


def test_pictures_without_landmarks_are_told(shots: studio.Photographs) -> None:
    with pytest.raises(ValueError, match="with landmarks for each"):
        alignment.crops(shots.images, shots.landmarks[:3])
