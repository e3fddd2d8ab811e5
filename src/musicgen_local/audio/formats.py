"""The file formats a track can be had in, and how much room each takes. Light to import."""

from __future__ import annotations

from enum import StrEnum

_PCM_BYTES = 3  # 24 bit
_FLAC_SHARE = 0.75  # of the PCM size; dense masters come near it, sparse ones stay far below
_CONTAINER_BYTES = 64 * 1024  # headers, tags, a little slack

MP3_BITS_PER_SECOND = 320_000
OPUS_BITS_PER_SECOND = 160_000
AAC_BITS_PER_SECOND = 256_000
VORBIS_BITS_PER_SECOND = 256_000  # upper bound of the variable rate at quality 0.6


class AudioFormat(StrEnum):
    """A format, by the word people use for it; the word is also the file extension."""

    WAV = "wav"
    FLAC = "flac"
    MP3 = "mp3"
    OPUS = "opus"
    M4A = "m4a"
    OGG = "ogg"

    @property
    def extension(self) -> str:
        """Without the dot."""
        return self.value

    @property
    def mime_type(self) -> str:
        """For HTTP `Content-Type`."""
        return _MIME_TYPES[self]

    @property
    def lossless(self) -> bool:
        """Whether decoding gives the frames back, to the bit depth."""
        return self in (AudioFormat.WAV, AudioFormat.FLAC)


_MIME_TYPES = {
    AudioFormat.WAV: "audio/wav",
    AudioFormat.FLAC: "audio/flac",
    AudioFormat.MP3: "audio/mpeg",
    AudioFormat.OPUS: "audio/ogg; codecs=opus",
    AudioFormat.M4A: "audio/mp4",
    AudioFormat.OGG: "audio/ogg; codecs=vorbis",
}

_LOSSY_BITS_PER_SECOND = {
    AudioFormat.MP3: MP3_BITS_PER_SECOND,
    AudioFormat.OPUS: OPUS_BITS_PER_SECOND * 1.2,  # variable rate
    AudioFormat.M4A: AAC_BITS_PER_SECOND * 1.1,
    AudioFormat.OGG: VORBIS_BITS_PER_SECOND,
}


def estimate_bytes(
    audio_format: AudioFormat, seconds: float, sample_rate: int, channels: int
) -> int:
    """Room to keep free for `seconds` of audio: rarely less than the file will take."""
    pcm = seconds * sample_rate * channels * _PCM_BYTES
    if audio_format is AudioFormat.WAV:
        body = pcm
    elif audio_format is AudioFormat.FLAC:
        body = pcm * _FLAC_SHARE
    else:
        body = seconds * _LOSSY_BITS_PER_SECOND[audio_format] / 8
    return round(body) + _CONTAINER_BYTES
