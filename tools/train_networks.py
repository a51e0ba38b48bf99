"""Train the networks whose weights lie in data/: what reads faces, and the generators of lesson 05.

    python tools/train_networks.py features         fifteen distortions of studio photographs told apart
    python tools/train_networks.py attributes       glasses, age, beard, hair, skin tone from the studio's truth
    python tools/train_networks.py generator 64     the GAN of lesson 05, trained longer; or 32
    python tools/train_networks.py expression       mouth, smile and blink of aligned faces, from the studio's truth
    python tools/train_networks.py identity         240 inner faces told apart, on any head
    python tools/train_networks.py crowd            any drawn actor's face onto any other's, from one photograph
    python tools/train_networks.py pictures         the first five faces of the generator of 64 pixels, for lesson 01

`make pretrained` calls these where a file is stale. Actors come from development seeds that no lesson uses.
"""

from __future__ import annotations

import io
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
from PIL import Image, PngImagePlugin
from scipy.ndimage import gaussian_filter, map_coordinates, zoom

from deepfake_lessons import studio
from deepfake_lessons.cache import write_whole
from deepfake_lessons.faces import (
    alignment,
    attributes,
    expression,
    features,
    gan,
    generators,
    identity,
    quality,
    readers,
)
from deepfake_lessons.people import first_minute
from deepfake_lessons.studio.ideal import with_face
from deepfake_lessons.swap import crowd, scores, studies
from deepfake_lessons.swap.networks import apart

DATA = Path(__file__).resolve().parents[1] / "data"
ACTORS = {"features": (3000, 501), "attributes": (6000, 502), "generator": (6000, 503)}  # how many, seed
STEPS = {64: 16_000, 32: 10_000}  # of the generators
BATCH = 64
CROWD_RATE = 1e-3  # learning rate of the swap of many


def faces(what: str, size: int) -> studio.Photographs:
    """The studio photographs that a network learns from, lined up as in lesson 05."""
    count, seed = ACTORS[what]
    frames = studio.portraits(count, seed=seed)
    return studio.photograph(studio.cast(count, seed=seed), frames=frames, size=size, seed=seed)


# ---------------------------------------------------------------------- distortions: one picture, float, 0 ... 255


def blurred(image: np.ndarray, other: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    return gaussian_filter(image, ((spread := rng.uniform(0.02, 0.04) * len(image)), spread, 0))


def coarse(image: np.ndarray, other: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    small = image[:: (step := int(rng.integers(2, 4))), ::step]
    return zoom(small, (len(image) / len(small), len(image) / len(small), 1), order=0)


def flat(image: np.ndarray, other: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    return image.mean() + rng.uniform(0.3, 0.65) * (image - image.mean())


def garish(image: np.ndarray, other: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    grey = image.mean(axis=2, keepdims=True)
    return grey + rng.uniform(1.6, 2.6) * (image - grey)


def tinted(image: np.ndarray, other: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    return image * rng.uniform(0.7, 1.3, 3)


def mixed(image: np.ndarray, other: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    return image + rng.uniform(0.3, 0.5) * (other - image)


def halved(image: np.ndarray, other: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    across = rng.uniform() < 0.5
    joined, middle = image.copy(), len(image) // 2
    if across:
        joined[:, middle:] = other[:, middle:]
    else:
        joined[middle:] = other[middle:]
    return joined


def exchanged(image: np.ndarray, other: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Tiles of the inner face change places."""
    out, side = image.copy(), len(image) // 8
    places = [(r, c) for r in range(2, 6) for c in range(2, 6)]
    for _ in range(int(rng.integers(1, 4))):
        a, b = (places[k] for k in rng.choice(len(places), 2, replace=False))
        first = (slice(a[0] * side, (a[0] + 1) * side), slice(a[1] * side, (a[1] + 1) * side))
        second = (slice(b[0] * side, (b[0] + 1) * side), slice(b[1] * side, (b[1] + 1) * side))
        out[first], out[second] = out[second].copy(), out[first].copy()
    return out


def warped(image: np.ndarray, other: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    size = len(image)
    rows, columns = np.indices((size, size), float)
    shift = [gaussian_filter(rng.normal(0, 1, (size, size)), size / 14) for _ in range(2)]
    reach = rng.uniform(0.025, 0.06) * size
    at = [rows + reach * shift[0] / shift[0].std(), columns + reach * shift[1] / shift[1].std()]
    return np.stack([map_coordinates(image[:, :, k], at, order=1, mode="nearest") for k in range(3)], axis=2)


def wiped(image: np.ndarray, other: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A blurred patch on the inner face: an eye, the nose or the mouth is gone."""
    size = len(image)
    middle = rng.uniform(0.35, 0.65, 2) * size
    rows, columns = np.indices((size, size))
    inside = np.exp(
        -(((rows - middle[0]) ** 2 + (columns - middle[1]) ** 2) / (2 * (rng.uniform(0.06, 0.12) * size) ** 2))
    )
    soft = gaussian_filter(image, (size / 12, size / 12, 0))
    return image + np.clip(1.5 * inside, 0, 1)[:, :, None] * (soft - image)


def mirrored(image: np.ndarray, other: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Both halves are the same half."""
    out, middle = image.copy(), image.shape[1] // 2
    out[:, middle:] = out[:, :middle][:, ::-1]
    return out


def doubled(image: np.ndarray, other: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Seen twice, a little shifted, as by a camera that moved."""
    far = len(image) * rng.uniform(0.05, 0.1)
    angle = rng.uniform(0, 2 * np.pi)
    return (image + np.roll(image, (round(far * np.sin(angle)), round(far * np.cos(angle))), (0, 1))) / 2


def moved(image: np.ndarray, other: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The inner face sits in the wrong place."""
    inside, far = _oval(len(image)), len(image) * rng.uniform(0.06, 0.12)
    angle = rng.uniform(0, 2 * np.pi)
    gone = np.roll(image, (round(far * np.sin(angle)), round(far * np.cos(angle))), (0, 1))
    return image + inside * (gone - image)


def overturned(image: np.ndarray, other: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The inner face stands on its head."""
    return image + _oval(len(image)) * (image[::-1] - image)


def _oval(size: int) -> np.ndarray:
    """A soft oval in the middle of the picture, (size, size, 1), 0 ... 1."""
    rows, columns = (np.indices((size, size)) + 0.5) / size - 0.5
    return np.clip(3 - 3 * np.hypot(rows / 0.24, columns / 0.17), 0, 1)[:, :, None]


def as_it_is(image: np.ndarray, other: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    return image


Distortion = Callable[[np.ndarray, np.ndarray, np.random.Generator], np.ndarray]
DISTORTIONS: tuple[Distortion, ...] = (
    as_it_is, blurred, coarse, flat, garish, tinted, mixed, halved, exchanged, warped, wiped, mirrored, doubled,
    moved, overturned,
)  # fmt: skip


def distorted(images: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Each picture distorted in one way by lot: (pictures uint8, which way (N,)).

    A camera by lot comes last: how soft and how noisy a picture is must not decide, or the features would be about
    noise, and a network that draws faces without any would be far from photographs for this alone.
    """
    which = rng.integers(0, len(DISTORTIONS), len(images))
    others = rng.permutation(len(images))
    out = np.empty(images.shape, np.float32)
    for k, way in enumerate(which):
        one = DISTORTIONS[way](images[k].astype(float), images[others[k]].astype(float), rng)
        out[k] = gaussian_filter(one, ((soft := rng.uniform(0, 0.7)), soft, 0))
    out += rng.normal(0, 1, out.shape) * rng.uniform(0, 8, (len(out), 1, 1, 1))
    return np.clip(np.rint(out), 0, 255).astype(np.uint8), which


# ---------------------------------------------------------------------- the readers


def train_features() -> keras.Model:
    """At 32 and 64 pixels in turn; the last tenth of the actors is the mock exam."""
    network = readers.build_reader(features.DISTORTIONS)
    answers = keras.Model(network.input, network.output[1])
    answers.compile(
        keras.optimizers.Adam(2e-3), keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"]
    )
    rng = np.random.default_rng(1)
    shots = {size: faces("features", size).images for size in (32, 64)}
    rounds = 12
    for number in range(rounds):
        answers.optimizer.learning_rate.assign(2e-3 * (1 - number / rounds) + 1e-4)
        for size in (32, 64):
            study = len(shots[size]) * 9 // 10
            images, ways = distorted(shots[size][:study], rng)
            answers.fit(images, ways, batch_size=BATCH, verbose=0)
            said = answers.evaluate(*distorted(shots[size][study:], np.random.default_rng(2)), verbose=0)
            print(f"round {number + 1} of {rounds}, {size} px, mock exam: right {said[1]:.2f}", flush=True)
    return network


def train_attributes() -> keras.Model:
    """At 64 pixels; pictures are mirrored, blurred and made noisy by lot, since generated faces are soft."""
    import tensorflow as tf

    network = readers.build_reader(len(attributes.ATTRIBUTES) + 1, attributes.SIZE)
    answers = keras.Model(network.input, network.output[1])

    def loss(truth: object, said: object) -> object:
        yes = tf.nn.sigmoid_cross_entropy_with_logits(truth[:, :-1], said[:, :-1])
        return tf.reduce_mean(yes) + 10 * tf.reduce_mean((truth[:, -1] - said[:, -1]) ** 2)

    answers.compile(keras.optimizers.Adam(1e-3), loss)
    shots = faces("attributes", attributes.SIZE)
    truth, images, rng = attributes.truth(shots).astype(np.float32), shots.images, np.random.default_rng(1)
    study, rounds = len(images) * 9 // 10, 20
    for number in range(rounds):
        answers.optimizer.learning_rate.assign(1e-3 * (1 - number / rounds) + 2e-5)
        answers.fit(_softened(images[:study], rng), truth[:study], batch_size=BATCH, verbose=0)
        said = answers.predict(images[study:], verbose=0)
        right = ((said[:, :-1] > 0) == (truth[study:, :-1] > 0.5)).mean(axis=0)
        apart = np.abs(said[:, -1] - truth[study:, -1]).mean()
        words = ", ".join(f"{name} {share:.2f}" for name, share in zip(attributes.ATTRIBUTES, right, strict=True))
        print(f"round {number + 1} of {rounds}, mock exam: {words}; skin off by {apart:.3f}", flush=True)
    return network


def _softened(images: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    out = images.astype(np.float32)
    mirrored = rng.uniform(size=len(out)) < 0.5
    out[mirrored] = out[mirrored][:, :, ::-1]
    soft = rng.uniform(size=len(out)) < 0.5
    out[soft] = gaussian_filter(out[soft], (0, (soft_by := rng.uniform(0.4, 1.0)), soft_by, 0))
    out += rng.normal(0, 1, out.shape).astype(np.float32) * rng.uniform(0, 4, (len(out), 1, 1, 1)).astype(np.float32)
    return np.clip(out, 0, 255).astype(np.uint8)


# ---------------------------------------------------------------------- the referees of swaps


def faces_on_any_head(faces: int, each: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """(aligned pictures, whose inner face): each inner face on `each` heads, with other hair and outline every time.

    Whoever told actors apart by their hair would take every swap for the one in front of the camera.
    """
    heads = studio.cast(faces * each, seed=seed + 50)
    mixed = [
        with_face(head, face) for face, head in zip(np.repeat(studio.cast(faces, seed=seed), each), heads, strict=True)
    ]
    frames = studio.draw_frames(len(mixed), seed=seed)
    shots = studio.photograph(mixed, frames=frames, size=64, seed=seed)
    fits = np.flatnonzero(alignment.usable(shots.landmarks, 64))
    marks = alignment.jittered(shots.landmarks[fits], np.random.default_rng(seed), 0.01)
    return alignment.crops(shots.images[fits], marks), shots.actor[fits] // each


def train_expression() -> keras.Model:
    """Blinks are rare in portrait moments, so a part of the photographs has eyes closed by lot."""
    network = readers.build_reader(len(expression.READ), alignment.SIZE)
    answers = keras.Model(network.input, network.output[1])
    answers.compile(keras.optimizers.Adam(1e-3), keras.losses.Huber(0.3))
    frames = studio.draw_frames(5000, seed=511)
    rng = np.random.default_rng(511)
    lively = []
    for frame in frames:
        shut, smile = float(rng.uniform(0, 1)) ** 2, float(rng.uniform(-0.3, 1))
        jaw = float(rng.uniform(0, 0.9)) if rng.uniform() < 0.5 else 0.0
        teeth = float(rng.uniform(0, 1)) * max(0.0, smile)
        lively.append(frame.replace(blink_left=shut, blink_right=shut, smile=smile, jaw=jaw, teeth=teeth))
    shots = studio.photograph(studio.cast(5000, seed=511), frames=lively, size=64, seed=511)
    shots = shots[alignment.usable(shots.landmarks, 64)]
    faces = alignment.crops(shots.images, alignment.jittered(shots.landmarks, rng, 0.01))
    wanted, study, rounds = expression.truth(shots).astype(np.float32), len(shots) * 9 // 10, 20
    for number in range(rounds):
        answers.optimizer.learning_rate.assign(1e-3 * (1 - number / rounds) + 2e-5)
        answers.fit(_softened(faces[:study], rng), wanted[:study], batch_size=BATCH, verbose=0)
        said = answers.predict(faces[study:], verbose=0)
        alike = [np.corrcoef(said[:, k], wanted[study:, k])[0, 1] for k in range(len(expression.READ))]
        words = ", ".join(f"{name} {one:.2f}" for name, one in zip(expression.READ, alike, strict=True))
        print(f"round {number + 1} of {rounds}, mock exam, correlation: {words}", flush=True)
    return network


def train_identity() -> keras.Model:
    """Trained to name 240 inner faces on any head; judged by pairs of actors it never saw."""
    network = readers.build_reader(identity.ACTORS, alignment.SIZE)
    answers = keras.Model(network.input, network.output[1])
    answers.compile(keras.optimizers.Adam(1e-3), keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    faces, who = faces_on_any_head(identity.ACTORS, 48, 512)
    strangers, names = faces_on_any_head(40, 20, 513)
    rng, rounds = np.random.default_rng(512), 16
    for number in range(rounds):
        answers.optimizer.learning_rate.assign(1e-3 * (1 - number / rounds) + 2e-5)
        order = rng.permutation(len(faces))
        answers.fit(_softened(faces[order], rng), who[order], batch_size=BATCH, verbose=0)
        seen = readers.read(network, strangers, 0)
        seen /= np.linalg.norm(seen, axis=1, keepdims=True)
        right = []
        for a, b in rng.integers(0, 40, (200, 2)):
            if a != b:
                here, there = (seen[names == one] for one in (a, b))
                middles = here[:10].mean(axis=0), there[:10].mean(axis=0)
                right.append((there[10:] @ middles[1] > there[10:] @ middles[0]).mean())
        print(f"round {number + 1} of {rounds}, strangers: right {np.mean(right):.3f}", flush=True)
    return network


def train_crowd() -> keras.Model:
    """Against ideal swaps, which a studio can draw: 6,000 actors, each with the face of another one."""
    import tensorflow as tf

    count, batch = 6000, 16
    heads, faces_ = studio.cast(count, seed=514), studio.cast(count, seed=515)
    moments = [
        one.replace(blink_left=shut, blink_right=shut)
        for one, shut in zip(
            studio.portraits(count, seed=514), np.random.default_rng(514).uniform(0, 1, count) ** 3, strict=True
        )
    ]
    plain = [one.replace(glasses="none") for one in faces_]
    mixed = [with_face(head, face) for head, face in zip(heads, faces_, strict=True)]
    shots, ideal, known = (
        studio.photograph(who, frames=frames, size=64, seed=514)
        for who, frames in ((heads, moments), (mixed, moments), (plain, [studies.STAGE] * count))
    )
    fits = np.flatnonzero(alignment.usable(shots.landmarks, 64) & alignment.usable(ideal.landmarks, 64))
    seen = alignment.crops(shots.images[fits], shots.landmarks[fits])
    wanted = alignment.crops(ideal.images[fits], shots.landmarks[fits])
    by = alignment.crops(known.images[fits], known.landmarks[fits])
    network, weight = crowd.build_crowd_swap(), tf.constant(alignment.importance())
    # Slower than the swap of two actors, and with short steps: at 2e-3 and without a limit it went black after 1,500.
    optimizer = keras.optimizers.Adam(CROWD_RATE, beta_1=0.5, global_clipnorm=1.0)
    rng, study = np.random.default_rng(514), len(seen) * 19 // 20
    optimizer.build(network.trainable_variables)

    @tf.function
    def learn(face: object, who: object, truth: object) -> object:
        face, who, truth = (tf.cast(one, tf.float32) / 255 for one in (face, who, truth))
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(weight * apart(network([face, who]), truth))
        optimizer.apply(tape.gradient(loss, network.trainable_variables), network.trainable_variables)
        return loss

    steps = 8000
    for step in range(steps):
        optimizer.learning_rate.assign(CROWD_RATE * min(1.0, 2 * (1 - step / steps)))
        some = rng.integers(0, study, batch)
        learn(seen[some], by[some], wanted[some])
        if (step + 1) % 500 == 0:
            drawn = np.concatenate(
                [network([seen[k : k + 64] / 255, by[k : k + 64] / 255]) for k in range(study, len(seen), 64)]
            )
            said = scores.score(np.rint(255 * np.clip(drawn, 0, 1)).astype(np.uint8), wanted[study:])
            print(f"step {step + 1} of {steps}, actors held out: {said}", flush=True)
            if not said.psnr["face"] > 15:  # black faces have 6 dB
                raise RuntimeError(f"the crowd's swap came apart before step {step + 1}: nothing is written")
    return network


# ---------------------------------------------------------------------- the generators


def train_generator(size: int, steps: int) -> gan.GAN:
    """The GAN of lesson 05, for longer, with its distance printed now and then."""
    shots = faces("generator", size).images
    made = gan.GAN(size, seed=1)
    aside = features.features(
        studio.photograph(
            studio.cast(1000, seed=504), frames=studio.portraits(1000, seed=504), size=size, seed=504
        ).images
    )
    begun = time.monotonic()

    class Says(keras.callbacks.Callback):
        def on_train_batch_end(self, batch: int, logs: object = None) -> None:
            if (batch + 1) % 1000 == 0:
                apart = quality.quality_distance(aside, features.features(made.draw(made.latent(1000, 1))))
                left = (time.monotonic() - begun) / (batch + 1) * (steps - batch - 1) / 60
                print(f"step {batch + 1} of {steps}: distance {apart}, {left:.0f} minutes left", flush=True)
                write_whole(DATA.parent / "build" / f"generator_{size}.npz", readers.pack(made.averaged.get_weights()))

    gan.train(made, shots, steps, seed=1, callbacks=[Says()])
    return made


def pictures() -> bytes:
    """The first five faces of seed 1, side by side, marked as what they are."""
    generator = generators.shipped(64)
    marks, stream = PngImagePlugin.PngInfo(), io.BytesIO()
    marks.add_text("Description", "synthetic: five faces of nobody, dreamt by the generator of lesson 05")
    strip = np.concatenate(list(generator.draw(generator.latent(5, seed=1))), axis=1)
    Image.fromarray(strip).save(stream, "PNG", pnginfo=marks, optimize=True)
    return stream.getvalue()


def main(arguments: list[str]) -> int:
    """Train what is asked for and write its file."""
    what, *rest = arguments or [""]
    if what == "pictures":
        write_whole(DATA / first_minute.NOBODY, pictures())
        return 0
    (DATA.parent / "build").mkdir(exist_ok=True)
    keras.utils.set_random_seed(1)
    if what == "features":
        name, weights = features.NAME, train_features().get_weights()
    elif what == "attributes":
        name, weights = attributes.NAME, train_attributes().get_weights()
    elif what == "expression":
        name, weights = expression.NAME, train_expression().get_weights()
    elif what == "identity":
        name, weights = identity.NAME, train_identity().get_weights()
    elif what == "crowd":
        name, weights = crowd.NAME, train_crowd().get_weights()
    elif what == "generator" and rest and rest[0] in ("32", "64"):
        size = int(rest[0])
        steps = int(rest[1]) if len(rest) > 1 else STEPS[size]
        name, weights = f"generator_{size}.npz", train_generator(size, steps).averaged.get_weights()
    else:
        print(__doc__, file=sys.stderr)
        return 2
    write_whole(DATA / name, readers.pack(weights))
    print(f"wrote data/{name}, {(DATA / name).stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
