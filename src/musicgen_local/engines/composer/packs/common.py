"""Manners that any pack may name: what players of every genre know."""

from __future__ import annotations

from types import MappingProxyType

from musicgen_local.engines.composer.mix.preset import AmpSim, Channel, Compressor, HighPass, Peak
from musicgen_local.engines.composer.packs.base import Comp, Groove, LeadManner

# layers of these names bring their own strip into any pack's mix: they are nothing without it
GUEST_STRIPS = MappingProxyType(
    {
        "distorted guitar": Channel(
            -3.5, room_db=-18, double=True, inserts=(AmpSim(24.0, 0.4), HighPass(85))
        ),
        "lead guitar": Channel(
            -1.5, pan=0.06, room_db=-17, hall_db=-18, delay_db=-18,
            inserts=(AmpSim(18.0, 0.6), HighPass(140)),
        ),
        "palm muted guitar": Channel(
            -3.0, room_db=-22, double=True,
            inserts=(AmpSim(28.0, 0.45), HighPass(75), Peak(420, -2.5, 1.0)),
        ),
        "wah guitar": Channel(-5.0, pan=-0.3, room_db=-16, inserts=(AmpSim(6.0, 0.6),
                                                                    HighPass(180))),
        "steel guitar": Channel(
            -3.0, pan=0.25, hall_db=-13, delay_db=-20, inserts=(Compressor(-24, 3.0, 8, 180),
                                                                HighPass(140)),
        ),
    }
)  # fmt: skip

COMPS = MappingProxyType(
    {
        "held": Comp("sustain", "spread", strum_ms=14, velocity=0.55),
        "held_wide": Comp("sustain", "wide", strum_ms=4, velocity=0.52),
        "held_high": Comp("sustain", "high", strum_ms=4, velocity=0.45),
        "choir_pad": Comp("sustain", "choir", strum_ms=3, velocity=0.52),
        "block": Comp(
            "hits",
            "close",
            ("x-------x-------", "x-----x-x-------", "x-----------x---", "x---x---x---x---"),
        ),
        "arpeggio": Comp(
            "broken", "close",
            orders=("0 1 2 3 4 3 2 1", "0 2 1 3 2 4 3 2", "0 1 2 4 3 2 1 2", "0 2 3 4 2 3 4 3"),
            velocity=0.56,
        ),
        "fingerpicking": Comp(
            "broken", "strum",
            orders=("0 3 2 4 1 3 2 4", "0 2 1 3 4 2 3 2", "0 2 3 1 4 3 2 3"),
            velocity=0.58,
        ),
        "pulse": Comp("pulse", "close", step=0.5, length=0.7, strum_ms=4, velocity=0.5),
        "left_hand": Comp(
            "left_hand", "close",
            orders=("0 1 2 3 2 1 2 1", "0 1 2 3 4 3 2 1", "0 1 3 2 3 1 2 1", "0 1 2 1 3 1 2 1"),
            velocity=0.56,
        ),
        "left_hand_slow": Comp(
            "left_hand", "close", orders=("0 1 2 3", "0 2 1 3", "0 1 3 2"), step=1.0, velocity=0.54
        ),
        "stride": Comp("boom_chuck", "close", velocity=0.6, strum_ms=6),
        "power_chords": Comp(
            "power", "power",
            ("x-------x-------", "x-x-x-x-x-x-x-x-", "x---x-x-x---x-x-", "x-----x-x-x-----"),
            strum_ms=8, velocity=0.74,
        ),
        "strummed": Comp(
            "strum", "strum",
            ("x---x-x-..x-x-x-", "x---x-x-x---x-x-", "x-x-x-x-x-x-x-x-"), strum_ms=28, velocity=0.6,
        ),
        "string_line": Comp("sustain", "choir", strum_ms=0, velocity=0.55),
    }
)  # fmt: skip

LEADS = MappingProxyType(
    {
        "singing": LeadManner(
            cells=("x---x-x-x-------", "x-----x-x---x---", "..x-x-x-x---....", "x---x---x-x-x---",
                   "x-----x-x-------", "x-x-x-----x-x---"),
        ),
        "plain": LeadManner(
            cells=("x---x---x-------", "x-------x---x---", "x-------x-------", "x-----x-x-------"),
            space=0.3, tensions=0.3, ornament=0.0, shapes=("arch", "fall", "turn", "gap_fill"),
        ),
        "solo_line": LeadManner(
            cells=("x-x-x-x-x---x-x-", "x---x-x-x-x-x-x-", "x-x-x-x-x-x-x-x-", "x-----x-x-x-x---"),
            space=0.12, span=19, steps=2.4, register=0.45,
            shapes=("broken_chord", "arch", "gap_fill", "wave", "fall"),
            phrases=("period", "sentence", "song"),
        ),
        "soft_counter": LeadManner(
            cells=("x-------x-------", "x---x---x-------"), register=0.42, ornament=0.0,
            velocity=0.6, space=0.2,
        ),
    }
)  # fmt: skip

_ROLL_STEPS = 24  # of one beat: room for 32nds and for triplets of sixteenths


def _rolls(name: str, row: str) -> Groove:
    """Hats between the eighths of a kit's own; each word of the row is a beat on its own grid."""
    words = row.replace("|", " ").split()
    fine = (m + "." * (_ROLL_STEPS // len(word) - 1) for word in words for m in word)
    return Groove(name, {"hat": "".join(fine)}, steps_per_beat=_ROLL_STEPS)


PERCUSSION = MappingProxyType(
    {
        "shaker": Groove("shaker", {"shaker": "o.x.o.x.o.x.o.xo"}),
        "shaker_soft": Groove("shaker soft", {"shaker": "g.o.g.o.g.o.g.o?"}),
        "congas": Groove(
            "congas",
            {"conga_mute": "o.o...o.o.o...?.", "conga_high": "...x.......x....",
             "conga_low": "..............xx", "shaker": "o.x.o.x.o.x.o.x."},
        ),
        "tambourine": Groove("tambourine", {"tambourine": "g.g.X.g.g.g.X.g."}),
        "bongos": Groove(
            "bongos", {"bongo_high": "X.o.x.o.X.o.x.o.", "bongo_low": "......x.......x?"}
        ),
        "nyabinghi": Groove(  # the heartbeat of the drums of Rastafari: two low strokes, a rest
            "nyabinghi",
            {"conga_low": "X.o.....X.o.....", "bongo_high": "....x.x....xx.x?",
             "bongo_low": "...o.......o....", "cabasa": "g.o.g.o.g.o.g.o."},
        ),
        "cowbell": Groove("cowbell", {"cowbell": "X...x.o.X...x.oo", "shaker": "g.o.g.o.g.o.g.o."}),
        "funk_congas": Groove(
            "funk congas",
            {"conga_mute": "o..oo.o.o..oo.o.", "conga_high": "..x....x..x....x",
             "conga_low": ".....x.......x..", "tambourine": "....x.......x..."},
        ),
        "rolls_even": _rolls(
            "even rolls", ". . . .o.o | . .....oxX . . | . . . .o.o | . .o.o . .oox.oxX"
        ),
        "rolls_triplet": _rolls(
            "triplet rolls", ". . . ....ox | . .ox.ox . . | . . . . | . . .ox.ox .ox.xX"
        ),
        "rolls_busy": _rolls(
            "busy rolls",
            ".o.o .o.o .o.o .....oxX | .o.o ....ox .o.o .o.o"
            "| .o.o .o.o .oox.oxX .o.o | .o.o ....ox .o.o .ox.xX",
        ),
        "rolls_stutter": _rolls(
            "stutters", ". .....oxX . . | . . ....ox ....ox | . .....oxX . . | . . .ox.ox .oox.oxX"
        ),
        "rolls_sparse": _rolls(
            "sparse rolls", ". . . . | . . . ....ox | . . . . | . . . .....oxX"
        ),
        "triangle": Groove("triangle", {"triangle": "o.......g...o..."}),
        "brushed_shaker": Groove("brushed", {"shaker": "g...g.g.g...g.g?"}),
    }
)  # fmt: skip
