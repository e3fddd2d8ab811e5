"""Reads SoundFont 2 files, plain (SF2) and Vorbis-packed (SF3).

Source: *SoundFont Technical Specification*, version 2.04 (E-mu 2006), chapters 4, 7, 8
and 9. In SF3 the sample type carries bit 4, sample addresses are byte offsets of an Ogg stream
inside the sample chunk, and loop points count from the recording's first frame.
"""

from __future__ import annotations

import io
import mmap
import struct
import threading
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from musicgen_local.engines.composer.sound.modulators import DEFAULT, Modulator, bend, override
from musicgen_local.errors import ErrorCode, MachineError

_LONGEST_SECONDS = 14.0
_PACKED = 0x10
_INSTRUMENT, _KEYS, _VELOCITIES, _SAMPLE = 41, 43, 44, 53
# Value generators that add up over instrument and preset levels (spec 8.1.2), with defaults.
_DEFAULTS = {
    5: 0, 6: 0, 7: 0, 8: 13_500, 9: 0, 10: 0, 11: 0, 13: 0, 17: 0, 21: -12_000, 22: 0,
    23: -12_000, 24: 0,
    25: -12_000, 26: -12_000, 27: -12_000, 28: -12_000, 29: 0, 30: -12_000, 33: -12_000,
    34: -12_000,
    35: -12_000, 36: -12_000, 37: 0, 38: -12_000, 39: 0, 40: 0, 48: 0, 51: 0, 52: 0, 54: 0,
    56: 100, 57: 0,
    58: -1,
}  # fmt: skip
_NEVER_ADDED = {54, 57, 58}  # belong to the instrument alone
_OFFSETS = {0: (0, 1), 1: (1, 1), 2: (2, 1), 3: (3, 1), 4: (0, 32_768), 12: (1, 32_768), 45: (2,
32_768),
            50: (3, 32_768)}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Recording:
    """One mono recording of the font."""

    data: NDArray[np.int16]  # [frames]
    loop_start: int
    loop_end: int
    sample_rate: int
    pitch: float  # MIDI, of the recording played at its own speed


@dataclass(frozen=True, slots=True)
class Zone:
    """A recording and how it is played for a range of keys and velocities."""

    keys: tuple[int, int]
    velocities: tuple[int, int]
    sample: int
    generators: dict[int, int]
    offsets: tuple[int, int, int, int]  # frames: start, end, loop start, loop end
    modulators: tuple[Modulator, ...] = ()

    def played(self, key: int, velocity: int) -> Zone:
        """The zone with its generators as this key and velocity bend them."""
        return replace(self, generators=bend(self.generators, self.modulators, key, velocity))

    def seconds(self, generator: int) -> float:
        """A generator in timecents as seconds; the least value means none."""
        timecents = self.generators[generator]
        return 0.0 if timecents <= -12_000 else float(2.0 ** (timecents / 1200.0))

    def holds(self, key: int, velocity: int) -> bool:
        """Whether the zone plays this key at this velocity (1-127)."""
        return (
            self.keys[0] <= key <= self.keys[1]
            and self.velocities[0] <= velocity <= self.velocities[1]
        )


class SoundFont:
    """A font opened for reading: presets are found at once, recordings unpacked when first needed.

    Safe to use from several threads.
    """

    def __init__(self, path: Path) -> None:
        """Map the file into memory.

        Raises:
            MachineError: when the file is missing or is no SoundFont.
        """
        self.path = path
        try:
            with path.open("rb") as file:
                self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            chunks = _chunks(self._bytes)
            self._samples_at, self._samples_size = chunks[b"smpl"]
            self._headers = self._records(chunks[b"shdr"], "20s5IBbHH")
            self._presets = self._records(chunks[b"phdr"], "20sHHHIII")
            self._preset_bags = self._records(chunks[b"pbag"], "HH")
            self._preset_generators = self._records(chunks[b"pgen"], "Hh")
            self._preset_modulators = self._records(chunks[b"pmod"], "HHhHH")
            self._instruments = self._records(chunks[b"inst"], "20sH")
            self._instrument_bags = self._records(chunks[b"ibag"], "HH")
            self._instrument_generators = self._records(chunks[b"igen"], "Hh")
            self._instrument_modulators = self._records(chunks[b"imod"], "HHhHH")
        except (OSError, KeyError, ValueError, struct.error) as error:
            raise MachineError(
                ErrorCode.ASSET_CORRUPT,
                f"{path.name} can't be read as a SoundFont.",
                recovery="Install the sounds again, or let the composer play its own synthesizers.",
            ) from error
        self._lock = threading.Lock()
        self._unpacked: dict[int, Recording] = {}

    def _records(self, chunk: tuple[int, int], layout: str) -> list[tuple[int, ...]]:
        begin, size = chunk
        record = struct.Struct("<" + layout)
        return list(record.iter_unpack(self._bytes[begin : begin + size - size % record.size]))

    @lru_cache(maxsize=64)  # noqa: B019 - fonts live as long as the process
    def preset(self, bank: int, program: int) -> tuple[Zone, ...]:
        """The zones of a preset; empty when the font has none such (bank 128: drum kits)."""
        for index, preset in enumerate(self._presets[:-1]):
            if preset[2] == bank and preset[1] == program:
                first, end = preset[3], self._presets[index + 1][3]
                return tuple(self._preset_zones(first, end))
        return ()

    def _preset_zones(self, first: int, end: int) -> list[Zone]:
        zones: list[Zone] = []
        common: dict[int, int] = {}
        common_modulators: list[Modulator] = []
        for bag in range(first, end):
            (begin, mod), (stop, mod_stop) = self._preset_bags[bag], self._preset_bags[bag + 1]
            own = {g[0]: g[1] for g in self._preset_generators[begin:stop]}
            modulators = [Modulator(*m[:4]) for m in self._preset_modulators[mod:mod_stop]]
            if _INSTRUMENT in own:
                merged = override(common_modulators, modulators)
                zones += self._instrument_zones(own[_INSTRUMENT], {**common, **own}, merged)
            elif bag == first:
                common, common_modulators = own, modulators
        return zones

    def _instrument_zones(
        self, instrument: int, preset: dict[int, int], added: tuple[Modulator, ...]
    ) -> list[Zone]:
        zones: list[Zone] = []
        common: dict[int, int] = {}
        common_modulators: list[Modulator] = []
        first = self._instruments[instrument][1]
        for bag in range(first, self._instruments[instrument + 1][1]):
            (begin, mod), (stop, mod_stop) = (
                self._instrument_bags[bag],
                self._instrument_bags[bag + 1],
            )
            own = {g[0]: g[1] for g in self._instrument_generators[begin:stop]}
            modulators = [Modulator(*m[:4]) for m in self._instrument_modulators[mod:mod_stop]]
            if _SAMPLE in own:
                merged = override([DEFAULT], common_modulators, modulators) + added
                zone = _zone({**common, **own}, preset, merged)
                zones += [zone] if zone is not None else []
            elif bag == first:
                common, common_modulators = own, modulators
        return zones

    def recording(self, sample: int) -> Recording:
        """The recording of a zone, unpacked once and kept."""
        with self._lock:
            found = self._unpacked.get(sample)
            if found is None:
                found = self._unpack(sample)
                self._unpacked[sample] = found
            return found

    def _unpack(self, sample: int) -> Recording:
        _, start, end, loop_start, loop_end, rate, key, correction, _, kind = self._headers[sample]
        if kind & _PACKED:
            import soundfile

            packed = self._bytes[self._samples_at + start : self._samples_at + end]
            with soundfile.SoundFile(io.BytesIO(packed)) as file:
                data = file.read(int(_LONGEST_SECONDS * rate), dtype="int16", always_2d=True)[:, 0]
            data = np.ascontiguousarray(data)
        else:
            count = min(end - start, int(_LONGEST_SECONDS * rate))
            at = self._samples_at + 2 * start
            data = np.frombuffer(self._bytes[at : at + 2 * count], "<i2").astype(np.int16)
            loop_start, loop_end = loop_start - start, loop_end - start
        pitch = (60 if key > 127 else key) - correction / 100.0
        return Recording(data, int(loop_start), int(loop_end), int(rate), float(pitch))


def _zone(
    own: dict[int, int], preset: dict[int, int], modulators: tuple[Modulator, ...]
) -> Zone | None:
    keys = _overlap(own.get(_KEYS), preset.get(_KEYS))
    velocities = _overlap(own.get(_VELOCITIES), preset.get(_VELOCITIES))
    if keys is None or velocities is None:
        return None
    generators = {}
    for number, default in _DEFAULTS.items():
        value = own.get(number, default)
        if number not in _NEVER_ADDED:
            value += preset.get(number, 0)
        generators[number] = value
    offsets = [0, 0, 0, 0]
    for number, (place, unit) in _OFFSETS.items():
        offsets[place] += unit * own.get(number, 0)
    start, end, loop_start, loop_end = offsets
    return Zone(
        keys,
        velocities,
        own[_SAMPLE] & 0xFFFF,
        generators,
        (start, end, loop_start, loop_end),
        modulators,
    )


def _overlap(a: int | None, b: int | None) -> tuple[int, int] | None:
    """Two ranges packed as low byte and high byte, cut to what they share."""
    low, high = 0, 127
    for packed in (a, b):
        if packed is not None:
            low, high = max(low, packed & 0xFF), min(high, (packed >> 8) & 0xFF)
    return (low, high) if low <= high else None


def _chunks(data: mmap.mmap) -> dict[bytes, tuple[int, int]]:
    """Where each inner chunk of the RIFF file lies: (offset, size)."""
    if data[:4] != b"RIFF" or data[8:12] != b"sfbk":
        raise ValueError("no RIFF sfbk header")
    found: dict[bytes, tuple[int, int]] = {}
    at = 12
    while at + 8 <= len(data):
        name, size = data[at : at + 4], struct.unpack("<I", data[at + 4 : at + 8])[0]
        if name == b"LIST":
            at += 12  # step inside: its chunks follow
            continue
        found[name] = (at + 8, size)
        at += 8 + size
        # RIFF pads odd chunks, but widespread SF3 writers don't.
        if size % 2 and data[at : at + 4] != b"LIST":
            at += 1
    return found


@lru_cache(maxsize=4)
def open_font(path: Path) -> SoundFont:
    """The font at `path`, opened once per process.

    Raises:
        MachineError: when the file is missing or is no SoundFont.
    """
    return SoundFont(path)
