"""Videos in and out, through PyAV, which the extra `video` installs. `clips.read` and `clips.save` are the way in.

Only what the first bytes of a file say that it is gets opened, from the file alone and by that one reader, so that
no play list can lead elsewhere. Limits hold while it is read: a file cannot promise little and give much.
"""

from __future__ import annotations

import io
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from .footage import MOST_BYTES, MOST_FRAMES, MOST_PIXELS, MOST_SECONDS, RATES, CannotRead, Footage, origin

EXTRA = 'pip install "deepfake-lessons[video]"'
_READERS = {"mp4": "mp4", "webm": "webm", "mpg": "mpeg"}
_CODECS = ("libx264", "mpeg4")  # of an .mp4: the first that there is
_SOUND_RATES = (8_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000)  # that AAC takes
_MOST_PACKETS = 200_000

Array = np.ndarray


def _av() -> Any:
    try:
        import av
    except ImportError:
        raise CannotRead(f"videos need the extra `video`: {EXTRA}; .gif needs nothing more") from None
    return av


def read_video(path: Path, kind: str, seconds: float | None = None) -> Footage:
    """Read a video whose first bytes say that it is of this kind; see `clips.read`.

    Pictures come at the video's own rate, evenly; a sound of several channels becomes one.
    """
    av = _av()
    try:
        options = {"max_pixels": str(MOST_PIXELS)}
        with path.open("rb") as file, av.open(file, format=_READERS[kind], options=options, timeout=20) as container:
            return _read(av, container, seconds)
    except CannotRead as error:
        raise CannotRead(f"{path.name!r} {error}") from None
    except (av.error.FFmpegError, ValueError, OSError, EOFError) as error:
        why = " ".join(str(error).split())[:120]
        raise CannotRead(f"{path.name!r} is damaged, or no {kind} that can be read ({why}): take another") from None


def _read(av: Any, container: Any, seconds: float | None) -> Footage:
    if not container.streams.video:
        raise CannotRead("holds no pictures: a clip has some")
    video = container.streams.video[0]
    heard = container.streams.audio[0] if container.streams.audio else None
    # A stream in a code that nobody knows (a spoilt file, as a rule) has no codec, and then not even a rate.
    if video.codec_context is None or (heard is not None and not getattr(heard, "rate", 0)):
        raise CannotRead("is in a code that cannot be read: it is damaged, or of a rare kind")
    fps = float(video.average_rate or video.guessed_rate or 0)
    wide, high = video.codec_context.width, video.codec_context.height
    if not RATES[0] <= fps <= RATES[1]:
        raise CannotRead(f"says that it has {fps:g} frames a second: {RATES[0]:g} to {RATES[1]:g} are read")
    if wide * high > MOST_PIXELS:
        raise CannotRead(f"has pictures of {wide:,} x {high:,} pixels: 1920 x 1080 at most are read; shrink it")
    if wide < 1 or high < 1:
        raise CannotRead("has pictures without a size: it is damaged")
    limit = min(MOST_SECONDS, MOST_FRAMES / fps, MOST_BYTES / (3 * wide * high * fps))
    end = limit if seconds is None else min(seconds, limit)
    rate = int(heard.rate) if heard is not None else 16_000
    mono = av.AudioResampler(format="flt", layout="mono", rate=rate) if heard is not None else None
    pictures: list[tuple[float, Array]] = []
    sounds: list[Array] = []
    heard_from: float | None = None
    first: float | None = None
    longer, done_heard = False, heard is None
    streams = [stream for stream in (video, heard) if stream is not None]
    for number, packet in enumerate(container.demux(*streams)):
        if number > _MOST_PACKETS:
            raise CannotRead("is cut into more pieces than a clip has: it is damaged, or far too long")
        if packet.is_corrupt:
            raise CannotRead("is damaged in the middle: fetch it again")
        for frame in packet.decode():
            time = float(frame.time or 0.0)
            if packet.stream is video:
                first = time if first is None else first
                if longer or time - first >= end - 0.25 / fps:
                    longer = True
                    continue
                if (frame.width, frame.height) != (wide, high):
                    raise CannotRead("changes the size of its pictures: it is damaged")
                if len(pictures) >= MOST_FRAMES:
                    raise CannotRead(f"has more than {MOST_FRAMES:,} frames in {end:.0f} s: it is damaged")
                pictures.append((time, frame.to_ndarray(format="rgb24")))
            elif mono is not None:
                heard_from = time if heard_from is None else heard_from
                if sum(map(len, sounds)) < (end + 2) * rate:
                    sounds += [part.to_ndarray().ravel() for part in mono.resample(frame)]
                else:
                    done_heard = True
        if longer and done_heard:
            break
    if not pictures:
        raise CannotRead("has no picture that can be read: it is damaged")
    if longer and seconds is None:
        raise CannotRead(f"is longer than {limit:.0f} s, which is all that is read: give read(…, seconds={limit:.0f})")
    frames = _even(pictures, fps)
    sound = np.concatenate(sounds) if sounds else np.zeros(0, np.float32)
    samples = round(len(frames) / fps * rate)
    if len(sound):
        late = round(((heard_from or 0.0) - pictures[0][0]) * rate)
        sound = np.pad(sound, (min(max(late, 0), samples), 0))[max(-late, 0) :][:samples]
        sound = np.pad(sound, (0, samples - len(sound)))
    marks = {name.lower(): str(words) for name, words in container.metadata.items()}
    about: dict[str, Any] = {"source": marks.get("comment", "")[:200]}
    if about["source"].startswith("synthetic"):
        about["synthetic"] = True
    return Footage(frames, fps, np.clip(np.nan_to_num(sound), -1, 1).astype(np.float32), rate, about=about)


def _even(pictures: list[tuple[float, Array]], fps: float) -> Array:
    """Pictures at even times: of each time the last one that was there."""
    times = np.array([time for time, _ in pictures])
    times = np.maximum.accumulate(times - times[0])
    count = min(round(float(times[-1]) * fps) + 1, MOST_FRAMES)
    if count < 0.5 * len(pictures):  # times that say nothing
        return np.stack([picture for _, picture in pictures])
    places = np.searchsorted(times, (np.arange(count) + 0.5) / fps, side="right") - 1
    if count * pictures[0][1].nbytes > MOST_BYTES:
        raise CannotRead("has long gaps between its pictures: it is damaged")
    return np.stack([pictures[place][1] for place in places])


def video(clip: Footage) -> bytes:
    """A clip as the bytes of an .mp4 (H.264, AAC), for people to look at: it loses detail.

    Raises:
        ValueError: pictures too small for a codec.
    """
    av = _av()
    codec = next((name for name in _CODECS if name in av.codecs_available), None)
    if codec is None:
        raise CannotRead(f"this PyAV can write no .mp4: install it anew, {EXTRA}; or save a .gif")
    high, wide = clip.frames.shape[1:3]
    if min(high, wide) < 16:
        raise ValueError(f"pictures of {wide} x {high} pixels are too small for a video: 16 x 16 at least")
    even = np.pad(clip.frames, ((0, 0), (0, high % 2), (0, wide % 2), (0, 0)), mode="edge")
    buffer = io.BytesIO()
    with av.open(buffer, "w", format="mp4") as container:
        container.metadata["comment"] = origin(clip.about).decode()
        shown = container.add_stream(codec, rate=Fraction(clip.fps).limit_denominator(1001))
        shown.width, shown.height, shown.pix_fmt = even.shape[2], even.shape[1], "yuv420p"
        shown.options = {"crf": "12"} if codec != "mpeg4" else {"qscale": "2"}
        heard = None
        if len(clip.sound):
            rate = min((one for one in _SOUND_RATES if one >= clip.rate), default=_SOUND_RATES[-1])
            heard = container.add_stream("aac", rate=rate, layout="mono")
        for picture in even:
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24")
            container.mux(shown.encode(frame))
        container.mux(shown.encode())
        if heard is not None:
            _add_sound(av, container, heard, clip)
    return buffer.getvalue()


def _add_sound(av: Any, container: Any, heard: Any, clip: Footage) -> None:
    heard.codec_context.open(strict=False)
    fifo = av.AudioFifo()
    change = av.AudioResampler(format=heard.codec_context.format, layout="mono", rate=heard.rate)
    whole = av.AudioFrame.from_ndarray(clip.sound[None].astype(np.float32), format="fltp", layout="mono")
    whole.sample_rate, whole.pts = clip.rate, 0
    for part in [*change.resample(whole), *change.resample(None)]:
        part.pts = None
        fifo.write(part)
    step, at = heard.codec_context.frame_size or 1024, 0
    while (part := fifo.read(step, partial=True)) is not None:
        part.pts, part.time_base = at, Fraction(1, heard.rate)
        at += part.samples
        container.mux(heard.encode(part))
    container.mux(heard.encode())
