"""Packets from several encoders at once are those of one that heard everything."""

from __future__ import annotations

import pytest

from musicgen_local.audio.encode_av import PacketEncoder
from musicgen_local.audio.formats import AudioFormat
from musicgen_local.errors import Canceled
from musicgen_local.loops.reel import Reel
from musicgen_local.loops.tile.chained import chained
from tiled import RATE, a_reel

OPUS_FRAMES, AAC_FRAMES, RUN = 960, 1_024, 50


def encoder(audio_format: AudioFormat = AudioFormat.OPUS) -> PacketEncoder:
    return PacketEncoder(audio_format, sample_rate=RATE, channels=2)


def long_reel(packet_frames: int) -> Reel:
    return a_reel(20 * RATE, 15 * RATE // packet_frames * packet_frames, 12 * RATE + 77, 9)


def test_one_encoder_would_have_made_nearly_the_same_packets() -> None:
    reel = long_reel(OPUS_FRAMES)
    stream = chained(encoder, reel, OPUS_FRAMES, RUN, lambda _: None)
    assert stream is not None
    alone = encoder()
    packets = [packet for block in reel.short(2).blocks() for packet in alone.encode(block)]
    packets += alone.finish()
    found = [*stream.before, *stream.body, *stream.after]
    assert len(found) == len(packets)
    # What an encoder remembers for long tips a scale here and there; most packets are the same.
    assert sum(a == b for a, b in zip(found, packets, strict=True)) > 0.9 * len(packets)
    assert stream.times == reel.times - 1
    assert len(stream.body) == reel.body.shape[1] // OPUS_FRAMES


def test_packets_that_do_not_join_are_not_put_together() -> None:
    """AAC's rate control goes its own way after every start."""
    reel = long_reel(AAC_FRAMES)
    made = chained(lambda: encoder(AudioFormat.M4A), reel, AAC_FRAMES, RUN, lambda _: None)
    assert made is None


def test_a_stop_ends_all_encoders() -> None:
    fed: list[float] = []

    def stop(done: float) -> None:
        fed.append(done)
        raise Canceled

    with pytest.raises(Canceled):
        chained(encoder, long_reel(OPUS_FRAMES), OPUS_FRAMES, RUN, stop)
    assert fed[0] < 1
