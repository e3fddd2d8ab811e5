"""A long WAV file: the samples of a loop are packed once, and its length is known before."""

from __future__ import annotations

from collections.abc import Callable

from musicgen_local.audio.blocks import BLOCK_FRAMES
from musicgen_local.audio.pcm import Quantiser
from musicgen_local.audio.riff import LARGEST_RIFF, wav_header
from musicgen_local.audio.value import FloatArray
from musicgen_local.loops.reel import Reel
from musicgen_local.loops.tile.tiling import Parts


def tile(
    reel: Reel,
    template: bytes,
    bits: int,
    watch: Callable[[float], None],
    largest_riff: int = LARGEST_RIFF,
) -> Parts:
    """`reel` with the chunks that stand behind the audio of `template`, a WAV file without any.

    16 bits are dithered once, so the body repeats bit for bit. Beyond `largest_riff` bytes the
    file is RF64.
    """
    settings = {"sample_rate": reel.sample_rate, "channels": reel.channels, "bits": bits}
    chunks = template[len(wav_header(0, **settings)) :]
    data_bytes = reel.frames * reel.channels * bits // 8
    header = wav_header(data_bytes, bytes_after=len(chunks), largest_riff=largest_riff, **settings)
    quantiser = Quantiser(bits)
    parts = (reel.head, reel.body, reel.tail)
    whole = sum(part.shape[1] for part in parts)
    packed: list[bytes] = []
    done = 0
    for part in parts:
        packed.append(_packed(part, quantiser))
        done += part.shape[1]
        watch(done / whole)
    head, body, tail = packed
    return Parts(header + head, body, reel.times, tail + b"\0" * (data_bytes % 2) + chunks)


def _packed(part: FloatArray, quantiser: Quantiser) -> bytes:
    return b"".join(
        quantiser.little_endian(part[:, at : at + BLOCK_FRAMES])
        for at in range(0, part.shape[1], BLOCK_FRAMES)
    )
