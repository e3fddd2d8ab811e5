"""Music without an end: opened as blocks for programs, or sent to a target."""

from __future__ import annotations

import dataclasses
import os
import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Literal

from musicgen_local.audio.atomic import ensure_space
from musicgen_local.audio.encode import TagSource
from musicgen_local.audio.encode_live import LiveFormat
from musicgen_local.audio.formats import AudioFormat, estimate_bytes
from musicgen_local.audio.tags import AI_DISCLOSURE, Tags
from musicgen_local.audio.value import FloatArray
from musicgen_local.config import Settings
from musicgen_local.engines.composer.band import find_sounds
from musicgen_local.engines.composer.endless.change import Change, Scheduled, Wishes
from musicgen_local.engines.composer.endless.joining import Setup
from musicgen_local.engines.composer.endless.stream import EndlessStream, Now
from musicgen_local.engines.registry import open_engine
from musicgen_local.errors import ErrorCode, UserError
from musicgen_local.progress import CancelToken, ProgressCallback
from musicgen_local.studio.icecast import IcecastAddress
from musicgen_local.studio.memory import use_one_heap
from musicgen_local.studio.orders import (
    AUDIO_FORMATS,
    MAX_SEED,
    check_master_preset,
)
from musicgen_local.studio.places import prepare_folder
from musicgen_local.studio.sinks import (
    FileSink,
    IcecastSink,
    Pace,
    PipeSink,
    PlayerSink,
    Sink,
    Tell,
    find_player,
)
from musicgen_local.studio.tagging import NO_TAGS_NOTICE, can_tag

if TYPE_CHECKING:
    from musicgen_local.studio.studio import Studio

__all__ = ["Change", "EndlessStream", "Now", "Scheduled"]

SAMPLE_RATE = 44_100
LEAD_SECONDS = 4.0  # that live targets get ahead of real time
KILOBITS = {LiveFormat.MP3: 192, LiveFormat.OPUS: 128}
_KILOBITS_RANGE = (48, 320)
_SHORTEST_SECONDS = 5.0
_PIPE = "-"


@dataclass(frozen=True, slots=True)
class StreamOrder:
    """A stream, ordered. `None` leaves a choice to the prompt, then to the genre."""

    prompt: str
    seed: int | None = None
    duration_seconds: float | None = None  # at least 5; None: until it is stopped
    genre: str | None = None
    mood: str | None = None
    key: str | None = None
    tempo_bpm: float | None = None
    energy: float | None = None
    density: float | None = None
    brightness: float | None = None
    sounds: Literal["auto", "synth"] = "auto"
    master: str | None = None  # the preset whose tone it has; loudness stays at -14 LUFS
    changes: Sequence[str | Scheduled] = ()  # "10m: energy 0.2"

    def wishes(self) -> Wishes:
        """What the music is to be at first."""
        names = [each.name for each in dataclasses.fields(Wishes)]
        return Wishes(**{name: getattr(self, name) for name in names})


@dataclass(frozen=True, slots=True)
class Target:
    """Where a stream is sent, and how."""

    to: str | None = None  # a file, "-" for standard output, icecast://..., None: this machine
    format: str | None = None
    realtime: bool = False  # not faster than it sounds; icecast never is
    kilobits: int | None = None  # a second; of MP3 and Opus to "-" and Icecast
    name: str = "MusicGen Local"  # of the station

    @property
    def is_icecast(self) -> bool:
        """Whether it goes to a radio server."""
        return self.to is not None and self.to.split(":", 1)[0] in ("icecast", "icecasts")


@dataclass(frozen=True, slots=True)
class Streamed:
    """How a stream went."""

    seed: int
    seconds: float
    movements: int
    path: Path | None  # of the file, where it went into one
    notices: Sequence[str]


def open_stream(
    studio: Studio, order: StreamOrder, progress: ProgressCallback, cancel: CancelToken
) -> EndlessStream:
    """The stream as an iterator of blocks.

    Raises:
        UserError: `INVALID_PROMPT`, or `VALIDATION`, naming the field.
        MachineError: `ASSET_CORRUPT` when an installed sound is damaged.
        Canceled: while the kernels were compiled for the first time.
    """
    seconds = order.duration_seconds
    if seconds is not None and seconds < _SHORTEST_SECONDS:
        raise _invalid("duration", f"A stream of {seconds:g} s is too short.", "Use at least 5 s.")
    seed = secrets.randbelow(MAX_SEED) if order.seed is None else order.seed
    if not 0 <= seed <= MAX_SEED:
        raise _invalid("seed", f"The seed {seed} is out of range.", f"Use 0 to {MAX_SEED}.")
    if order.sounds not in ("auto", "synth"):
        raise _invalid("sounds", f"'{order.sounds}' are no sounds.", "Use auto or synth.")
    if order.master is not None:
        check_master_preset(order.master)
    changes = [Scheduled.parse(each) if isinstance(each, str) else each for each in order.changes]
    wishes = order.wishes()
    wishes.brief()  # what can't be played is refused before anything is prepared
    use_one_heap()
    open_engine("composer").prepare(progress, cancel)
    sounds, _ = find_sounds(studio.settings, order.sounds)
    threads = studio.settings.threads or min(8, os.cpu_count() or 1)
    setup = Setup(sounds, SAMPLE_RATE, threads, order.master)
    return EndlessStream(wishes, setup, seed=seed, duration_seconds=seconds, changes=changes)


def send_stream(
    studio: Studio,
    order: StreamOrder,
    target: Target,
    *,
    out: IO[bytes],
    on_movement: Callable[[Now], None],
    on_open: Callable[[EndlessStream], None],
    tell: Tell,
    progress: ProgressCallback,
    cancel: CancelToken,
) -> Streamed:
    """Play `order` to `target` until it ends or `cancel` is set, which closes it with a fade.

    `out` is standard output. `on_open` gets the stream, to change it; `on_movement` is called when
    a movement begins, `tell` with sentences for the person who watches.

    Raises:
        MusicGenError: for what can't be done, with the way out; a file is not left half-written.
        BrokenPipeError: when the reader of a pipe has gone.
    """
    route = _route(target, studio.settings, order.duration_seconds)
    heard: list[Now] = []
    frames = 0
    with open_stream(studio, order, progress, cancel) as stream:
        on_open(stream)

        def tags() -> Tags:
            first = heard[0] if heard else None
            return Tags(
                title=first.title if first else "",
                genre=first.genre.replace("_", " ") if first else "",
                engine="composer",
                prompt=order.prompt,
                seed=stream.seed,
                ai_disclosure=AI_DISCLOSURE,
            )

        with _open_sink(route, target, out, tags, tell, cancel) as sink:
            for block in _paced(stream, target, cancel):
                now = stream.now
                assert now is not None  # a block was handed out
                if not heard or now.movement != heard[-1].movement:
                    heard[1:] = [now]  # the first and the latest
                    on_movement(now)
                sink.write(block, now.title)
                frames += block.shape[1]
    no_tags = isinstance(route, _File) and not can_tag()
    return Streamed(
        seed=stream.seed,
        seconds=frames / SAMPLE_RATE,
        movements=heard[-1].movement,
        path=route.path if isinstance(route, _File) else None,
        notices=(NO_TAGS_NOTICE,) if no_tags else (),
    )


def _paced(stream: EndlessStream, target: Target, cancel: CancelToken) -> Iterator[FloatArray]:
    """The blocks, in real time where the target is live; faded out soon after `cancel` is set."""
    pace = Pace(LEAD_SECONDS, cancel) if target.realtime or target.is_icecast else None
    for block in stream:
        yield block
        if pace is not None:
            pace.sent(block.shape[1] / SAMPLE_RATE)
        if cancel.canceled:
            stream.finish()


@dataclass(frozen=True, slots=True)
class _File:
    path: Path
    format: AudioFormat


@dataclass(frozen=True, slots=True)
class _Live:
    format: LiveFormat
    kilobits: int
    address: IcecastAddress | None = None  # else standard output


@dataclass(frozen=True, slots=True)
class _Player:
    command: list[str]


_Route = _File | _Live | _Player


def _route(target: Target, settings: Settings, seconds: float | None) -> _Route:
    """Where exactly a target leads, with every check that sends nothing."""
    if target.to is None:
        return _Player(find_player())
    if target.to == _PIPE:
        return _live_route(target, tuple(LiveFormat), LiveFormat.WAV)
    if target.is_icecast:
        secret = settings.icecast_password
        address = IcecastAddress.parse(
            target.to, secret.get_secret_value() if secret is not None else None
        )
        guess = LiveFormat.OPUS if address.mount.endswith((".opus", ".ogg")) else LiveFormat.MP3
        route = _live_route(target, (LiveFormat.MP3, LiveFormat.OPUS), guess)
        return dataclasses.replace(route, address=address)
    if "://" in target.to:
        raise _invalid(
            "to", f"'{target.to.split('://')[0]}' is no kind of target here.",
            "Use a file, - for standard output, or icecast://user:password@host:port/mount.",
        )  # fmt: skip
    path = Path(target.to).expanduser()
    name = target.format or path.suffix.lower().removeprefix(".")
    if name not in AUDIO_FORMATS:
        raise _invalid(
            "to", f"'{path.name}' names no audio format.",
            f"End it in {', '.join('.' + each for each in AUDIO_FORMATS)}.",
        )  # fmt: skip
    prepare_folder(path.parent)
    audio_format = AudioFormat(name)
    if seconds is not None:
        ensure_space(path.parent, estimate_bytes(audio_format, seconds, SAMPLE_RATE, 2))
    return _File(path, audio_format)


def _live_route(target: Target, offered: Sequence[LiveFormat], usual: LiveFormat) -> _Live:
    names = [each.value for each in offered]
    if target.format is not None and target.format not in names:
        raise _invalid(
            "format", f"'{target.format}' can't be sent there.", f"Use {', '.join(names)}."
        )
    live_format = LiveFormat(target.format) if target.format else usual
    kilobits = target.kilobits or KILOBITS.get(live_format, 0)
    low, high = _KILOBITS_RANGE
    if target.kilobits is not None and not low <= kilobits <= high:
        raise _invalid(
            "bitrate", f"A bit rate of {kilobits} kbit/s is out of range.", f"Use {low} to {high}."
        )
    return _Live(live_format, kilobits)


def _open_sink(
    route: _Route, target: Target, out: IO[bytes], tags: TagSource, tell: Tell, cancel: CancelToken
) -> Sink:
    if isinstance(route, _File):
        return FileSink(route.path, route.format, SAMPLE_RATE, tags if can_tag() else None)
    if isinstance(route, _Player):
        return PlayerSink(route.command, SAMPLE_RATE)
    if route.address is None:
        return PipeSink(out, route.format, SAMPLE_RATE, route.kilobits)
    return IcecastSink(
        route.address, route.format, SAMPLE_RATE, kilobits=route.kilobits, name=target.name,
        tell=tell, cancel=cancel,
    )  # fmt: skip


def _invalid(name: str, message: str, recovery: str) -> UserError:
    return UserError(ErrorCode.VALIDATION, message, recovery=recovery, details={"field": name})
