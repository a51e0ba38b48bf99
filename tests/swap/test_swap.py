"""Swaps: wiring, what is refused, marks that survive, scores against the ideal swap."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from deepfake_lessons import studio

pytestmark = pytest.mark.slow  # TensorFlow


@pytest.fixture(scope="module")
def pair() -> tuple[studio.Actor, studio.Actor]:
    first, second = studio.cast(2, seed=73)
    return first.replace(glasses="none"), second.replace(glasses="none")


@pytest.fixture(scope="module")
def albums(pair: tuple[studio.Actor, studio.Actor]) -> tuple[np.ndarray, np.ndarray]:
    from deepfake_lessons import swap
    from deepfake_lessons.swap import studies

    return tuple(swap.album(studies.study(one, 64, seed=place + 1)).faces for place, one in enumerate(pair))  # type: ignore[return-value]


@pytest.fixture(scope="module")
def trained(albums: tuple[np.ndarray, np.ndarray]) -> Any:
    from deepfake_lessons import swap

    model = swap.FaceSwap(seed=1)
    swap.train(model, *albums, steps=60)
    return model


def test_one_encoder_two_decoders(albums: tuple[np.ndarray, np.ndarray]) -> None:
    from deepfake_lessons import swap

    model = swap.FaceSwap(seed=1)
    faces = albums[0][:3]
    codes = model.encoder(faces / np.float32(255))
    assert codes.shape == (3, 64)
    assert model.decoders["a"](codes).shape == (3, 64, 64, 3)
    shared = {id(one) for one in model.encoder.trainable_variables}
    for who in ("a", "b"):
        assert not shared & {id(one) for one in model.decoders[who].trainable_variables}
    assert model.as_other(faces, "a").shape == faces.shape


def test_each_actor_teaches_the_encoder_and_the_own_decoder(albums: tuple[np.ndarray, np.ndarray]) -> None:
    import tensorflow as tf

    from deepfake_lessons import swap

    model = swap.FaceSwap(seed=1)
    faces = {key: tf.constant(albums[0][:16] / np.float32(255)) for key in ("a", "shown a")}
    blank = {key: model.decoders["b"](model.encoder(faces["a"])) for key in ("b",)} | {"shown b": faces["a"]}
    before = {who: [one.numpy() for one in model.decoders[who].trainable_variables] for who in ("a", "b")}
    model.train_step(faces | blank)  # b's faces are drawn perfectly already
    moved = {
        who: sum(
            np.abs(new.numpy() - old).sum()
            for new, old in zip(model.decoders[who].trainable_variables, before[who], strict=True)
        )
        for who in ("a", "b")
    }
    assert moved["a"] > 0


def test_training_brings_the_other_face(trained: Any, pair: tuple[studio.Actor, studio.Actor]) -> None:
    from deepfake_lessons import swap
    from deepfake_lessons.faces import alignment
    from deepfake_lessons.swap import scores, studies

    test = studies.study(pair[0], 24, seed=9)
    drawn, best = scores.drawn_and_ideal(trained, test, pair[1])
    untrained, _ = scores.drawn_and_ideal(swap.FaceSwap(seed=2), test, pair[1])
    learnt, nothing = swap.score(drawn, best), swap.score(untrained, best)
    assert learnt.psnr["face"] > nothing.psnr["face"] + 2
    assert swap.score(best, best).psnr["eyes"] > 80 and swap.score(best, best).ssim["mouth"] == pytest.approx(1)
    assert scores.error_map(drawn, best).shape == (alignment.SIZE, alignment.SIZE)


def test_only_the_studios_pictures_are_swapped(
    trained: Any, albums: tuple[np.ndarray, np.ndarray], tmp_path: Path
) -> None:
    from deepfake_lessons import photos, swap

    path = tmp_path / "somebody.png"
    Image.fromarray(albums[0][0]).save(path)
    for thing in (albums[0], albums[0][0], path, str(path), Image.open(path), photos.astronaut(64), None, [albums[0]]):
        for ask in (lambda one: swap.swap(trained, one), swap.album):
            with pytest.raises(TypeError, match="only drawn actors are swapped"):
                ask(thing)


def test_marks_survive_saving(trained: Any, pair: tuple[studio.Actor, studio.Actor]) -> None:
    from deepfake_lessons import swap
    from deepfake_lessons.swap import studies
    from deepfake_lessons.swap.pasting import is_marked

    taken = studies.study(pair[0], 6, seed=10)
    swapped = swap.swap(trained, taken)
    assert swapped.images.shape == taken.images.shape
    for before, image in zip(taken.images, swapped.images, strict=True):
        assert is_marked(image) and not is_marked(before)
        for kind, options in (("PNG", {}), ("JPEG", {"quality": 85})):
            stream = io.BytesIO()
            Image.fromarray(image).save(stream, kind, **options)
            assert is_marked(np.asarray(Image.open(stream)))
    assert (swap.swap(trained, taken, camera=None).images[:, 5, 5] == taken.images[:, 5, 5]).all()  # far from the face


def test_a_clip_stays_a_clip_and_says_synthetic(trained: Any, pair: tuple[studio.Actor, studio.Actor]) -> None:
    from deepfake_lessons import swap

    clip = studio.film(pair[0], seconds=0.5, seed=5)
    swapped = swap.swap(trained, clip)
    assert swapped.frames.shape == clip.frames.shape and (swapped.sound == clip.sound).all()
    assert swapped.about["synthetic"] is True and swapped.about["swapped"] == "b"
    assert (swapped.frames != clip.frames).any()


def test_what_is_refused(
    trained: Any, pair: tuple[studio.Actor, studio.Actor], albums: tuple[np.ndarray, np.ndarray]
) -> None:
    from deepfake_lessons import swap
    from deepfake_lessons.swap import studies

    with pytest.raises(ValueError, match="actor b: 10 usable photographs; at least 50"):
        swap.train(trained, albums[0], albums[1][:10], steps=1)
    with pytest.raises(ValueError, match="actor a: aligned crops"):
        swap.train(trained, albums[0][:, ::2], albums[1], steps=1)
    with pytest.raises(ValueError, match="this swap knows the actors a and b"):
        trained.as_other(albums[0], "c")
    with pytest.raises(ValueError, match="an album is of one actor"):
        swap.album(studio.photograph(list(pair), 2, seed=1))
    away = studio.photograph(pair[0], 3, frames=studio.Frame(zoom=1.3, shift_x=0.25), seed=1)
    landmarks = away.landmarks + 60
    gone = studio.Photographs(
        away.images, away.actor, away.actors, away.truth, away.masks, landmarks, away.seeds, away.camera
    )
    with pytest.raises(ValueError, match="none of 3 faces can be swapped"):
        swap.swap(trained, gone)
    with pytest.raises(ValueError, match="share from 0 to 1"):
        studies.study(pair[0], 5, closed=2)
    with pytest.raises(ValueError, match="share from 0 to 1"):
        studies.study(pair[0], 5, glasses=-1)
    with pytest.raises(ValueError, match="the same shape"):
        swap.score(albums[0][:2], albums[1][:3])


def test_clips_of_two_sizes_and_without_landmarks_are_refused(
    trained: Any, pair: tuple[studio.Actor, studio.Actor]
) -> None:
    from dataclasses import replace

    from deepfake_lessons import swap

    clip = studio.film(pair[0], seconds=0.25, seed=5)
    sizes = np.empty(len(clip.frames), dtype=object)
    for place, frame in enumerate(clip.frames):
        sizes[place] = frame if place else frame[::2, ::2]
    with pytest.raises(ValueError, match=r"type object: \(T, H, W, 3\) uint8 is wanted"):  # no such clip can be made
        replace(clip, frames=sizes)
    taken = studio.photograph(pair[0], len(sizes), seed=5)
    lost = np.where(np.arange(len(clip)) == 1, np.nan, 1)[:, None, None] * clip.landmarks
    for asked in (swap.album, lambda one: swap.swap(trained, one)):
        with pytest.raises(ValueError, match="needs pictures of one size with the landmarks of each"):
            asked(replace(taken, images=sizes))
        with pytest.raises(ValueError, match="the landmarks of each"):
            asked(replace(clip, landmarks=None))
        with pytest.raises(ValueError, match="landmarks are missing"):
            asked(replace(clip, landmarks=lost))


def test_a_saved_swap_carries_its_marks_and_a_stranger_is_not_swapped(
    trained: Any, pair: tuple[studio.Actor, studio.Actor], tmp_path: Path
) -> None:
    from deepfake_lessons import clips, swap
    from deepfake_lessons.swap.pasting import is_marked

    swapped = swap.swap(trained, studio.film(pair[0], seconds=0.25, seed=5))
    clips.save(swapped, tmp_path / "swapped.gif")
    with Image.open(tmp_path / "swapped.gif") as picture:
        assert b"synthetic" in picture.info["comment"] and is_marked(np.asarray(picture.convert("RGB")))
    stranger = clips.Footage(swapped.frames, swapped.fps, swapped.sound, swapped.rate, about=swapped.about)
    with pytest.raises(TypeError, match="only drawn actors are swapped"):
        swap.swap(trained, stranger)  # a file may hold anybody


def test_faces_that_look_away_are_told_or_left_as_they_are(
    trained: Any, pair: tuple[studio.Actor, studio.Actor]
) -> None:
    from dataclasses import replace

    from deepfake_lessons import swap
    from deepfake_lessons.swap import studies

    taken = studies.study(pair[0], 3, seed=12)
    aside = taken.landmarks.astype(float)
    aside[1:, 1] = aside[1:, 0] + (3, 0)  # the eyes nearly one behind the other, as in a profile
    swapped = swap.swap(trained, replace(taken, landmarks=aside), camera=None)
    changed = (swapped.images != taken.images).any(axis=(1, 2, 3))
    assert changed.tolist() == [True, False, False]
    assert swap.album(replace(taken, landmarks=aside)).left_out == 2
    aside[0, 1] = aside[0, 0] + (3, 0)
    with pytest.raises(ValueError, match="none of 3 faces can be swapped: they are turned too far"):
        swap.swap(trained, replace(taken, landmarks=aside))


def test_shares_of_a_study_are_exact(pair: tuple[studio.Actor, studio.Actor]) -> None:
    from deepfake_lessons.swap import studies

    taken = studies.study(pair[0], 40, closed=0.25, glasses=0.3, seed=3)
    assert len(taken) == 40
    assert (taken.truth["blink_left"] > 0.7).sum() == 10
    assert sum(taken.actors[place].glasses != "none" for place in taken.actor) == 12
