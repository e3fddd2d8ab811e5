"""Writes a small, valid SoundFont: two recordings, presets of two velocity layers, a drum kit."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np

RECORDED_RATE = 22_050
ROOT_KEY = 60


def _chunk(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def _list(name: bytes, body: bytes) -> bytes:
    return _chunk(b"LIST", name + body)


def _looped_tone(harmonics: int) -> np.ndarray:
    """A tone of middle C whose loop is a whole number of periods."""
    periods, length = 200, round(200 * RECORDED_RATE / 261.6256)
    x = 2 * np.pi * periods * np.arange(2 * length) / length
    tone = sum(np.sin(h * x) / h for h in range(1, harmonics + 1))
    return np.round(9_000 * np.asarray(tone)).astype("<i2")


def _burst() -> np.ndarray:
    rng = np.random.default_rng(4)
    n = RECORDED_RATE // 2
    return np.round(
        15_000 * rng.standard_normal(n).clip(-2, 2) * np.exp(-np.arange(n) / 900)
    ).astype("<i2")


def write_soundfont(path: Path) -> Path:
    """A font with preset 0 (soft and loud layers), 65 (looped, slow release) and a drum kit 16."""
    recordings = (_looped_tone(2), _looped_tone(20), _burst())
    samples = b""
    headers = b""
    for name, data in zip((b"soft", b"loud", b"burst"), recordings, strict=True):
        start = len(samples) // 2
        end = start + len(data)
        loop = (start + len(data) // 2, end) if name != b"burst" else (start, start)
        headers += struct.pack(
            "<20s5IBbHH", name, start, end, *loop, RECORDED_RATE, ROOT_KEY, 0, 0, 1
        )
        samples += data.tobytes() + b"\0" * 92
    headers += struct.pack("<20s5IBbHH", b"EOS", 0, 0, 0, 0, 0, 0, 0, 0, 0)

    velocities, mode, sample, release, exclusive, instrument, keys = 44, 54, 53, 38, 57, 41, 43
    looped = [(mode, 1), (release, 0)]  # one second to -100 dB
    zones = [
        [
            [(velocities, 0 | 63 << 8), *looped, (sample, 0)],
            [(velocities, 64 | 127 << 8), *looped, (sample, 1)],
        ],
        [[(mode, 1), (release, 1200), (sample, 1)]],
        [
            [(keys, 36 | 38 << 8), (sample, 2)],
            [(keys, 42 | 46 << 8), (exclusive, 1), (sample, 2)],
        ],
    ]  # fmt: skip
    instruments = bags = generators = b""
    bag = generator = 0
    for number, its_zones in enumerate(zones):
        instruments += struct.pack("<20sH", b"inst%d" % number, bag)
        for zone in its_zones:
            bags += struct.pack("<HH", generator, 0)
            bag += 1
            for kind, amount in zone:
                generators += struct.pack("<HH", kind, amount & 0xFFFF)
                generator += 1
    instruments += struct.pack("<20sH", b"EOI", bag)
    bags += struct.pack("<HH", generator, 0)
    generators += struct.pack("<HH", 0, 0)

    presets = ((0, 0, 0), (65, 0, 1), (16, 128, 2))  # program, bank, instrument
    headers_of_presets = preset_bags = preset_generators = b""
    for number, (program, bank, which) in enumerate(presets):
        headers_of_presets += struct.pack(
            "<20sHHHIII", b"preset%d" % number, program, bank, number, 0, 0, 0
        )
        preset_bags += struct.pack("<HH", number, 0)
        preset_generators += struct.pack("<HH", instrument, which)
    headers_of_presets += struct.pack("<20sHHHIII", b"EOP", 0, 0, len(presets), 0, 0, 0)
    preset_bags += struct.pack("<HH", len(presets), 0)
    preset_generators += struct.pack("<HH", 0, 0)

    no_modulators = struct.pack("<HHhHH", 0, 0, 0, 0, 0)
    body = _list(b"INFO", _chunk(b"ifil", struct.pack("<HH", 2, 4)) + _chunk(b"INAM", b"tiny\0\0"))
    body += _list(b"sdta", _chunk(b"smpl", samples))
    body += _list(
        b"pdta",
        _chunk(b"phdr", headers_of_presets)
        + _chunk(b"pbag", preset_bags)
        + _chunk(b"pmod", no_modulators)
        + _chunk(b"pgen", preset_generators)
        + _chunk(b"inst", instruments)
        + _chunk(b"ibag", bags)
        + _chunk(b"imod", no_modulators)
        + _chunk(b"igen", generators)
        + _chunk(b"shdr", headers),
    )
    path.write_bytes(_chunk(b"RIFF", b"sfbk" + body))
    return path
