"""Pictures of a track: piano roll, spectrogram, energy curve, waveform."""

from __future__ import annotations

from musicgen_local.studio.pictures.make import (
    PICTURES,
    Picture,
    draw_pictures,
    pictures_of,
    write_pictures,
)

__all__ = ["PICTURES", "Picture", "draw_pictures", "pictures_of", "write_pictures"]
