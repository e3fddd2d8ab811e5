"""Where a piece's time goes: processor seconds of every step, on whichever thread it runs."""

from __future__ import annotations

import os
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final

from composer_cases import prompt_of
from musicgen_local.audio import encode, encode_mp3
from musicgen_local.audio.mastering import beside, run
from musicgen_local.config import Settings
from musicgen_local.engines.composer import band, compose, engine
from musicgen_local.engines.composer.mix import ambience, bus, mixdown, returns, soundcheck, strip
from musicgen_local.studio import Studio

_WARM_UP_SECONDS = 10.0
_PLAYERS: Final = "player: "
_SOUNDCHECK: Final = "soundcheck"
Label = str | Callable[..., str]  # one of the call's own arguments may name it


class Stopwatch:
    """Processor seconds by step; what a step makes within another counts for the inner one only.

    Threads are timed apart and waiting costs nothing, so the figures bear a busy machine.
    """

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self._lock = threading.Lock()
        self._own = threading.local()

    @contextmanager
    def timed(self, label: str) -> Iterator[None]:
        """Count what this thread does meanwhile; players who sound check belong to that."""
        stack: list[tuple[str, list[float]]] = self._own.__dict__.setdefault("stack", [])
        if stack and stack[-1][0] == _SOUNDCHECK:
            label = _SOUNDCHECK
        inner = [0.0]
        stack.append((label, inner))
        begun = time.thread_time()
        try:
            yield
        finally:
            took = time.thread_time() - begun
            stack.pop()
            if stack:
                stack[-1][1][0] += took
            with self._lock:
                self.seconds[label] += took - inner[0]

    def wrapped(self, function: Callable[..., Any], label: Label) -> Callable[..., Any]:
        """`function`, timed."""

        def call(*arguments: Any, **options: Any) -> Any:
            name = label if isinstance(label, str) else label(*arguments, **options)
            with self.timed(name):
                return function(*arguments, **options)

        return call

    def stepped(self, function: Callable[..., Any], label: str) -> Callable[..., Iterator[Any]]:
        """A function that gives an iterator: every step of that is timed."""

        def call(*arguments: Any, **options: Any) -> Iterator[Any]:
            items = function(*arguments, **options)
            while True:
                with self.timed(label):
                    try:
                        item = next(items)
                    except StopIteration:
                        return
                yield item

        return call


@contextmanager
def _watching(watch: Stopwatch) -> Iterator[None]:
    """The product's own steps, timed for as long as this lasts."""
    steps: list[tuple[Any, str, Label]] = [
        (engine.ComposerEngine, "make_plan", "understanding and planning"),
        (compose, "compose_section", "composing"),
        (band, "open_band", "opening the instruments"),
        (soundcheck.Soundcheck, "measure", _SOUNDCHECK),
        (strip.Strip, "sound", lambda its, *_: f"{_PLAYERS}{its.name}"),
        (strip.Strip, "render", "strips: inserts, faders, places"),
        (mixdown, "rehearse", "tonal balance"),
        (mixdown, "find_balance", "tonal balance"),
        (ambience.Beds, "render", "ambience"),
        (ambience.Beds, "listen", "ambience"),
        (returns.Returns, "process", "reverbs and delay"),
        (bus.StereoField, "process", "bus"),
        (bus.Colour, "process", "bus"),
        (encode.Encoder, "write", lambda its, *_: f"encoder: {its.audio_format}"),
        (encode.Encoder, "finish", lambda its: f"encoder: {its.audio_format}"),
        (encode_mp3, "_packets", "encoder: mp3"),
    ]
    with ExitStack() as stack:

        def swap(owner: Any, name: str, new: Any) -> None:
            stack.callback(setattr, owner, name, getattr(owner, name))
            setattr(owner, name, new)

        for owner, name, label in steps:
            swap(owner, name, watch.wrapped(getattr(owner, name), label))
        swap(run.MasteringRun, "__iter__", watch.stepped(run.MasteringRun.__iter__, "mastering"))
        do = beside.Beside.do
        swap(beside.Beside, "do", lambda its, work: do(its, watch.wrapped(work, "mastering")))
        yield


def profile(pack: str, seconds: float, folder: Path, assets: Path) -> None:
    """Make a piece to WAV and MP3 and print where the time went."""
    studio = Studio(Settings(data_dir=folder, model_cache_dir=assets))
    studio.generate(prompt_of(pack), duration=_WARM_UP_SECONDS, seed=1)
    watch = Stopwatch()
    started, worked = time.perf_counter(), time.process_time()
    with _watching(watch):
        studio.generate(prompt_of(pack), duration=seconds, seed=1)
    wall, busy = time.perf_counter() - started, time.process_time() - worked
    cores = os.cpu_count() or 1
    print(
        f"\nWhere the time goes: {seconds:g} s of {pack} to WAV and MP3 in {wall:.2f} s, "
        f"{busy:.2f} s of processor time, {busy / wall / cores:.0%} of {cores} cores"
    )
    watch.seconds["the rest: files, tags, library"] = busy - sum(watch.seconds.values())
    players = {k: v for k, v in watch.seconds.items() if k.startswith(_PLAYERS)}
    steps = {k: v for k, v in watch.seconds.items() if k not in players}
    steps["players, all together"] = sum(players.values())
    for name, took in sorted(steps.items(), key=lambda item: -item[1]):
        print(f"  {name:<36}{took:7.3f} s{took / busy:7.1%}")
    each = sorted(players.items(), key=lambda item: -item[1])
    told = ", ".join(f"{name.removeprefix(_PLAYERS)} {took:.3f}" for name, took in each)
    print(f"  players one by one: {told}")
