"""Fills of the blues: triplets of a shuffle, drags into the turnaround, a press roll to the top.

Rows are of sixteenths that a 2:1 swing bends into triplets: `xxx.` is one beat of them. Sources:
the shuffles of Fred Below's and Chris Layton's records; the ruffs and drags of the Percussive
Arts Society's rudiments.
"""

from __future__ import annotations

from types import MappingProxyType

from musicgen_local.engines.composer.writing.fill_bank import FillStyle, steps

BAND_FILLS = MappingProxyType(
    {
        "blues": FillStyle(
            body=(
                steps("X.g.", "snare snare"), steps("xgx.", "snare snare kick"),
                steps("..x.", "snare"), steps("X.x.", "snare tom_high"),
                steps("ox..", "snare kick"),
            ),
            close=(
                steps("XxX.", "snare snare tom_low"), steps("xxX.", "tom_high tom_mid tom_low"),
                steps("X.X.", "snare snare"), steps("xXx.", "snare snare kick"),
                steps("oxX.", "snare snare snare"),
            ),
            soft_body=(steps("..g.", "snare"), steps("g.o.", "rim snare")),
            soft_close=(steps("gox.", "snare snare snare"), steps("..o.", "rim")),
        ),
    }
)  # fmt: skip
