"""Fills by style: what drummers of each genre play in the last beats before a new section.

A style has figures of one beat for the way (`body`) and for the last beat (`close`), soft and
loud. Sources: the rudiments of the Percussive Arts Society (drags, five-stroke rolls), Garibaldi,
*Future Sounds* (linear funk), Malabe & Weiner, *Afro-Cuban Rhythms for Drumset* (the abanico of
the timbales), and the manners of the genres' records.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

Stroke = tuple[float, float, str]  # beat from the figure's start, level, drum
Figure = tuple[Stroke, ...]


def steps(text: str, drums: str, grid: int = 4) -> Figure:
    """A figure of one beat from a row of levels and the drums of its strokes, in order.

    `X` is an accent, `x` a stroke, `o` soft, `g` a ghost, `.` nothing; `grid` is steps per beat.
    """
    levels = {"X": 0.95, "x": 0.75, "o": 0.55, "g": 0.32}
    places = [(index / grid, levels[mark]) for index, mark in enumerate(text) if mark != "."]
    return tuple((at, level, drum) for (at, level), drum in zip(places, drums.split(), strict=True))


@dataclass(frozen=True, slots=True)
class FillStyle:
    """A drummer's vocabulary: figures of one beat."""

    body: tuple[Figure, ...]
    close: tuple[Figure, ...]
    soft_body: tuple[Figure, ...] = ()  # below an energy of 0.5; empty: the loud ones
    soft_close: tuple[Figure, ...] = ()


FILL_STYLES = MappingProxyType(
    {
        "funk": FillStyle(
            body=(
                steps("Xgxo", "snare snare kick hat"), steps("xXog", "kick snare hat snare"),
                steps("Xo.x", "snare kick hat_open"), steps("gXgx", "snare snare snare kick"),
                steps("xoXo", "hat kick snare kick"),
            ),
            close=(
                steps("XxxX", "snare snare tom_high tom_low"),
                steps("XgXx", "snare snare snare hat_open"),
                steps("XxX.", "snare kick snare"), steps("xX.X", "tom_mid snare snare"),
            ),
            soft_body=(steps("xg.o", "rim snare kick"), steps("o.go", "hat snare snare")),
            soft_close=(steps("g.xo", "snare snare kick"), steps("..oX", "snare snare")),
        ),
        "metal": FillStyle(
            body=(
                steps("XxXx", "snare low_kick snare kick"),
                steps("XXXX", "tom_high tom_high tom_high tom_high"),
                steps("XxxXxx", "tom_mid kick low_kick tom_low kick low_kick", 6),
                steps("XXXX", "snare snare snare snare"),
                steps("XxxX", "snare kick low_kick snare"),
            ),
            close=(
                steps("XXXX", "tom_low tom_low tom_low tom_low"),
                steps("XXXXXXXX", "snare snare tom_high tom_high tom_mid tom_mid tom_low tom_low",
                      8),
                steps("XxxX", "tom_mid kick low_kick snare"),
                steps("XXX", "tom_high tom_mid tom_low", 3),
            ),
        ),
        "dnb": FillStyle(
            body=(
                steps("x.gX", "kick snare snare"), steps("gXg.", "snare snare snare"),
                steps("Xg.x", "snare snare kick"), steps("x.Xg", "kick snare snare"),
            ),
            close=(
                steps("XgXX", "snare snare snare snare"),
                steps("..XxXx", "snare snare snare snare", 6),
                steps("x.X.oxxX", "kick snare snare snare snare snare", 8),
                steps("X..X", "snare snare"),
            ),
            soft_body=(steps("o..g", "rim snare"), steps("..o.", "snare")),
            soft_close=(steps("..go", "snare snare"), steps("g.o.", "snare snare")),
        ),
        "trap": FillStyle(
            body=(
                steps("xoxoxoxo", "hat hat hat hat hat hat hat hat", 8),
                steps("xooxoo", "hat hat hat hat hat hat", 6),
                steps("x.xx", "hat hat hat"), steps("xoo", "hat hat hat", 3),
            ),
            close=(
                steps("goxoxxXX", "hat hat hat hat hat hat hat hat", 8),
                steps("oooxxxxxxXXX", "hat hat hat hat hat hat hat hat hat hat hat hat", 12),
                steps("oxxX", "snare snare snare snare"),
                steps("oxX", "snare snare snare", 3), steps("X...", "hat_open"),
            ),
        ),
        "reggae": FillStyle(
            body=(
                steps("x.oX", "timbale timbale timbale"), steps("X.x", "rim rim", 3),
                steps("xoX", "snare snare timbale", 3), steps("..X.", "timbale"),
            ),
            close=(
                steps("XxX", "timbale timbale timbale", 3),
                steps("ooxX", "snare snare snare snare"),
                steps("xxXoxX", "timbale timbale timbale tom_high tom_mid tom_low", 6),
                steps("X.X.", "timbale snare"),
            ),
            soft_body=(steps("o..x", "rim rim"), steps("..x.", "rim")),
            soft_close=(steps("x.x", "rim rim", 3), steps("o.xo", "rim rim rim")),
        ),
        "latin": FillStyle(
            body=(
                steps("x.xX", "conga_high conga_high conga_low"),
                steps("X.x.", "timbale conga_high"),
                steps("xoxo", "bongo_high bongo_high bongo_low bongo_high"),
                steps(".xXx", "conga_mute conga_high conga_low"),
            ),
            close=(
                steps("gogoxoX.", "timbale timbale timbale timbale timbale timbale timbale", 8),
                steps("ooxX", "conga_high conga_high conga_low conga_low"),
                steps("X.XX", "timbale conga_high conga_low"),
                steps("xX.X", "conga_high timbale timbale"),
            ),
            soft_body=(steps("o.o.", "conga_mute conga_high"), steps("..oo", "rim rim")),
            soft_close=(steps("ooxo", "conga_mute conga_high conga_low conga_low"),
                        steps("o.x.", "rim conga_low")),
        ),
        "country": FillStyle(
            body=(
                steps("xgXg", "snare snare snare snare"), steps("x.xX", "snare snare tom_high"),
                steps("X.x.", "snare tom_mid"), steps("ogXo", "snare snare snare kick"),
            ),
            close=(
                steps("XxX.", "snare snare tom_low"), steps("xxXX", "snare snare tom_mid tom_low"),
                steps("X.X.", "snare snare"), steps("xXx", "snare tom_high tom_low", 3),
            ),
            soft_body=(steps("ogog", "brush_tap brush_tap brush_tap brush_tap"),),
            soft_close=(steps("og.x", "brush_tap brush_tap brush_tap"), steps("o.x.", "rim snare")),
        ),
        "chip": FillStyle(
            body=(
                steps("X.x.", "snare snare"), steps("x.xx", "kick snare snare"),
                steps("XoXo", "snare hat snare hat"),
            ),
            close=(
                steps("XXXX", "snare snare snare snare"), steps("xXxX", "kick snare kick snare"),
                steps("oxxX", "hat hat snare snare"), steps("XxxXxx", "snare hat hat snare hat hat",
                                                            6),
            ),
            soft_body=(steps("o.o.", "hat hat"),),
            soft_close=(steps("o.xx", "hat snare snare"),),
        ),
        "disco": FillStyle(
            body=(
                steps("X.xX", "snare tom_high tom_mid"), steps("xxXx", "snare snare snare snare"),
                steps("Xx.X", "snare snare hat_open"),
            ),
            close=(
                steps("XxXx", "tom_high tom_high tom_mid tom_low"),
                steps("XXXX", "snare snare snare snare"), steps("x.XX", "clap snare snare"),
                steps("X.X.", "snare hat_open"),
            ),
            soft_body=(steps("o.go", "snare snare hat_open"),),
            soft_close=(steps("..xx", "snare snare"), steps("x.o.", "clap hat_open")),
        ),
        "boom_bap": FillStyle(
            body=(
                steps("x..x", "kick kick"), steps("X.g.", "snare snare"),
                steps("..xo", "kick kick"), steps("o.X.", "hat snare"),
            ),
            close=(
                steps("X.gX", "snare snare snare"), steps("x.XX", "kick snare snare"),
                steps("..X.", "hat_open"), steps("oxX", "snare snare snare", 3),
            ),
            soft_body=(steps("..o.", "kick"), steps("g...", "snare")),
            soft_close=(steps("..go", "snare snare"), steps("..x.", "hat_open")),
        ),
        "folk": FillStyle(
            body=(
                steps("X.x.", "kick clap"), steps("x.xx", "tambourine tambourine tambourine"),
                steps("X..x", "kick kick"),
            ),
            close=(
                steps("X.X.", "clap clap"), steps("xxX.", "kick kick clap"),
                steps("x.XX", "kick clap clap"),
            ),
            soft_body=(steps("o.g.", "tambourine tambourine"),),
            soft_close=(steps("o.x.", "kick clap"), steps("g.ox", "tambourine tambourine clap")),
        ),
    }
)  # fmt: skip
