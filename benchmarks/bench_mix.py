"""The desk's figures: seconds per minute of music for each effect and for a whole 8-layer mix.

Voices hand out audio they made before, so that what is timed is the mix alone. `--cold` also
compiles every kernel anew and says how long that takes.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from musicgen_local.engines.composer.mix import curves, preset
from musicgen_local.engines.composer.mix.automation import Moves, SweepFilter
from musicgen_local.engines.composer.mix.curves import FloatArray
from musicgen_local.engines.composer.mix.echo import EchoReturn
from musicgen_local.engines.composer.mix.inserts import BLOCK_FRAMES, Chain
from musicgen_local.engines.composer.mix.mixdown import Mixdown
from musicgen_local.engines.composer.mix.reverb import ReverbReturn
from musicgen_local.engines.composer.mix.tape import TapeMachine
from musicgen_local.engines.composer.plan import Layer, Plan, Role, Section
from musicgen_local.engines.composer.score import Note, SectionScore
from musicgen_local.engines.composer.sound.voice import NoteBatch

RATE = 44_100
FRAMES = 64 * 6_890  # ten seconds
LAYERS = 8
EFFECTS: dict[str, preset.Effect] = {
    "one filter": preset.HighPass(100),
    "drive": preset.Drive(6.0),
    "amplifier": preset.AmpSim(20.0),
    "chorus": preset.Chorus(),
    "tremolo": preset.Tremolo(4.0, 0.5),
    "compressor": preset.Compressor(-20.0, 3.0),
    "bitcrush": preset.Bitcrush(),
}
PRESET = preset.MixPreset(
    channels={
        "drums": preset.Channel(0.0, room_db=-18.0, inserts=(preset.Compressor(-16.0, 3.0),)),
        "bass": preset.Channel(
            -2.0,
            inserts=(preset.HighPass(35.0), preset.Drive(4.0), preset.Compressor(-18.0, 3.0)),
            sidechain_db=5.0,
        ),
        "chords": preset.Channel(
            -4.0, room_db=-16.0, inserts=(preset.HighPass(150.0), preset.Chorus()), sidechain_db=4.0
        ),
        "pad": preset.Channel(
            -8.0, width=1.4, hall_db=-8.0, inserts=(preset.HighPass(200.0),), sidechain_db=8.0
        ),
        "lead": preset.Channel(
            -3.0, hall_db=-12.0, delay_db=-12.0, inserts=(preset.HighPass(200), preset.Peak(3e3, 2))
        ),
        "counter": preset.Channel(-6.0, pan=-0.4, hall_db=-12.0, inserts=(preset.HighPass(200),)),
        "arp": preset.Channel(-8.0, pan=0.5, delay_db=-10.0, inserts=(preset.HighPass(250),)),
        "transitions": preset.Channel(-10.0, hall_db=-10.0),
    },
    bus=(preset.HighShelf(8_000.0, 1.0), preset.Compressor(-18.0, 1.6, 30.0, 200.0)),
)


class Recorded:
    """A voice that hands out the same stretch of noise, as long as the notes ask for."""

    instrument = "warm_pad"
    source = "synth"

    def __init__(self, seed: int) -> None:
        rng = np.random.default_rng(seed)
        self._audio = np.float32(0.1) * rng.standard_normal((2, 12 * RATE), dtype=np.float32)

    def play(
        self,
        notes: NoteBatch,
        *,
        sample_rate: int,
        energy: float,  # noqa: ARG002
        seed: int,  # noqa: ARG002
    ) -> FloatArray:
        end = float(np.max(notes.start_seconds + notes.duration_seconds))
        return self._audio[:, : round(end * sample_rate)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cold", action="store_true", help="compile every kernel anew")
    parser.add_argument("--minutes", type=float, default=4.0, help="length of the whole mix")
    arguments = parser.parse_args()
    if arguments.cold:
        with tempfile.TemporaryDirectory() as cache:
            environment = {**os.environ, "NUMBA_CACHE_DIR": cache}
            command = [sys.executable, __file__, "--minutes", "0.5"]
            subprocess.run(command, env=environment, check=True)
        return
    _effects()
    for tape in (None, preset.Tape()):
        for threads in (1, 2):
            _mix(arguments.minutes, threads, tape)


def _effects() -> None:
    audio = np.float32(0.1) * np.random.default_rng(0).standard_normal((2, FRAMES), np.float32)
    points = FRAMES // 64 + 1
    compiled = 0.0
    cases: dict[str, Callable[[], object]] = {}
    for name, effect in EFFECTS.items():
        cases[name] = _chain(effect, audio)
    cases["hall"] = _blocks(ReverbReturn(preset.Reverb(2.2), RATE).process, audio)
    cases["ping-pong delay"] = _blocks(EchoReturn(preset.Delay(), 0.5, RATE).process, audio)
    cases["tape"] = _blocks(TapeMachine(preset.Tape(), RATE).process, audio)
    sweep, still = SweepFilter(RATE), np.ones(points)
    moves = Moves(lowpass_hz=900.0 * still, highpass_hz=40.0 * still, filtered=still)
    cases["sweep"] = lambda: sweep.process(audio.copy(), moves)
    both, one = np.ones((2, points), np.float32), np.ones(points, np.float32)
    matrix, bus = curves.placement(0.3, 1.2), np.zeros_like(audio)
    cases["place"] = lambda: curves.place(audio.copy(), matrix, both)
    cases["one send"] = lambda: curves.send(audio, bus, one)
    for name, case in cases.items():
        first = _seconds(case)
        again = min(_seconds(case) for _ in range(3))
        compiled += max(0.0, first - again)
        per_minute = again * 60 * RATE / FRAMES
        print(f"{name:16} {per_minute * 1e3:6.1f} ms per minute, first call {first - again:5.2f} s")
    print(f"first calls together {compiled:.2f} s\n")


def _chain(effect: preset.Effect, audio: FloatArray) -> Callable[[], object]:
    chain = Chain((effect,), RATE)
    return lambda: chain.process(audio.copy(), 0)


def _blocks(
    process: Callable[[FloatArray, int], FloatArray], audio: FloatArray
) -> Callable[[], object]:
    def run() -> None:
        for first in range(0, FRAMES, BLOCK_FRAMES):
            process(audio[:, first : first + BLOCK_FRAMES], first)

    return run


def _mix(minutes: float, threads: int, tape: preset.Tape | None) -> None:
    names = list(PRESET.channels)
    sections = max(1, round(minutes * 60 / 16))  # of eight bars at 120 bpm
    plan = Plan(
        title="Benchmark",
        genre="house",
        tempo_bpm=120,
        tonic=0,
        mode="minor",
        layers=tuple(Layer(name=n, role=Role(n), instrument="warm_pad") for n in names),
        sections=tuple(
            Section(name="A", theme="A", bars=8, energy=0.8, layers=tuple(names))
            for _ in range(sections)
        ),
        seed=1,
        duration_seconds=sections * 16 + 4,
    )
    bar = tuple(Note(4.0 * k, 4.0, 60, 0.8) for k in range(8))
    kicks = tuple(Note(float(k), 1.0, 36, 0.9) for k in range(32))

    def compose(index: int) -> SectionScore:
        parts = {name: kicks if name == "drums" else bar for name in names}
        return SectionScore(plan.sections[index], 32.0, (), parts)

    voices = {name: Recorded(k) for k, name in enumerate(names)}
    mixdown = Mixdown(plan, compose, voices, replace(PRESET, tape=tape), threads=threads)
    blocks = mixdown.blocks()
    started, processor = time.perf_counter(), time.process_time()
    first = next(blocks)
    waited = time.perf_counter() - started
    frames = first.mix.shape[1] + sum(block.mix.shape[1] for block in blocks)
    wall, used = time.perf_counter() - started, time.process_time() - processor
    seconds = frames / RATE
    print(
        f"{LAYERS} layers, {threads} thread(s), tape {'on ' if tape else 'off'}: "
        f"{seconds:.0f} s in {wall:.2f} s ({seconds / wall:.0f}x), "
        f"processor {used / seconds * 60:.2f} s per minute, first block after {waited:.2f} s"
    )


def _seconds(case: Callable[[], object]) -> float:
    started = time.perf_counter()
    case()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
