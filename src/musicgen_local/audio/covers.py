"""The picture that a file of music carries."""

from __future__ import annotations

from dataclasses import dataclass

# A FLAC block ends below 16 MiB, and Ogg spells a picture by four letters for three bytes.
LARGEST_COVER_BYTES = 10_000_000

_SIGNATURES = {"image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG\r\n\x1a\n"}


@dataclass(frozen=True, slots=True)
class Cover:
    """A JPEG or PNG file of at most `LARGEST_COVER_BYTES`; `mime_type` says which it is.

    Raises:
        ValueError: when `data` is not that, or larger.
    """

    data: bytes
    mime_type: str

    def __post_init__(self) -> None:
        if len(self.data) > LARGEST_COVER_BYTES:
            raise ValueError(f"a cover has at most {LARGEST_COVER_BYTES} bytes")
        signature = _SIGNATURES.get(self.mime_type)
        if signature is None or not self.data.startswith(signature):
            raise ValueError("a cover is a JPEG or PNG picture, and its type says which")

    @classmethod
    def found(cls, data: bytes) -> Cover | None:
        """The cover that somebody's bytes are, whatever they are called; None: they can't be."""
        for mime_type, signature in _SIGNATURES.items():
            if data.startswith(signature) and len(data) <= LARGEST_COVER_BYTES:
                return cls(data, mime_type)
        return None
