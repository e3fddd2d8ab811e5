"""Bars, bells, tines and skins. Mode ratios: Fletcher & Rossing, chapters 18 to 21."""

from __future__ import annotations

from musicgen_local.engines.composer.sound.patches.kinds import (
    Envelope,
    FmPatch,
    Layers,
    ModalPatch,
    Operator,
    Partial,
)

CELESTA = ModalPatch(
    partials=(Partial(1.0, 0, 2.2), Partial(2.76, -15, 0.7), Partial(4.0, -13, 0.9), Partial(5.4,
    -24, 0.25),
              Partial(8.9, -30, 0.1)),
    hammer_hz=3_500.0, release_seconds=0.5, noise_db=-26.0, noise_hz=1_800.0, noise_seconds=0.02,
)  # fmt: skip
GLOCKENSPIEL = ModalPatch(
    partials=(Partial(1.0, 0, 3.8), Partial(2.756, -9, 1.9), Partial(5.404, -13, 0.9),
    Partial(8.933, -20, 0.4),
              Partial(3.98, -22, 1.2)),
    ring_tracking=-0.3, hammer_hz=9_000.0, hammer_velocity=1.8, damper=False, noise_db=-22.0,
    noise_hz=5_000.0,
    noise_seconds=0.012, onset_seconds=0.0008,
)  # fmt: skip
MUSIC_BOX = ModalPatch(
    partials=(Partial(1.0, 0, 2.4), Partial(2.0, -17, 0.9), Partial(3.02, -22, 0.6),
    Partial(6.27, -16, 0.45),
              Partial(9.4, -28, 0.2), Partial(17.5, -26, 0.08)),
    ring_tracking=-0.4, hammer_hz=6_000.0, damper=False, noise_db=-21.0, noise_hz=3_500.0,
    noise_seconds=0.015,
    onset_seconds=0.0008, velocity_db=18.0,
)  # fmt: skip
VIBRAPHONE = ModalPatch(
    partials=(Partial(1.0, 0, 5.5), Partial(3.98, -13, 1.6), Partial(9.9, -24, 0.4), Partial(2.0,
    -34, 2.0),
              Partial(16.7, -36, 0.1)),
    ring_tracking=-0.5, hammer_hz=1_400.0, hammer_velocity=3.0, release_seconds=0.45,
    noise_db=-26.0, noise_hz=900.0,
    tremolo=0.25, tremolo_hz=4.6, onset_seconds=0.002, spread=0.5,
)  # fmt: skip
MARIMBA = ModalPatch(
    partials=(Partial(1.0, 0, 1.1), Partial(3.93, -14, 0.28), Partial(9.25, -22, 0.09),
    Partial(15.5, -32, 0.04)),
    ring_tracking=-0.9, hammer_hz=1_300.0, hammer_velocity=3.0, damper=False, noise_db=-16.0,
    noise_hz=700.0,
    noise_seconds=0.022, onset_seconds=0.0015,
)  # fmt: skip
KALIMBA = ModalPatch(
    partials=(Partial(1.0, 0, 1.7), Partial(2.0, -22, 0.8), Partial(5.7, -15, 0.25),
    Partial(6.27, -19, 0.2),
              Partial(11.2, -30, 0.07)),
    ring_tracking=-0.7, hammer_hz=1_600.0, hammer_velocity=2.6, damper=False, noise_db=-13.0,
    noise_hz=600.0,
    noise_seconds=0.03, onset_seconds=0.0012,
)  # fmt: skip
BELLS = FmPatch(
    operators=(
        Operator(1.0, 0.6, Envelope(0.002, 5.0, 0.0, 2.2), velocity=0.0, pan=-0.3),
        Operator(
            2.0, 0.22, Envelope(0.002, 3.2, 0.0, 1.6), velocity=0.3, detune_cents=3.0, pan=0.5
        ),
        Operator(
            3.51, 0.28, Envelope(0.001, 2.6, 0.0, 1.2), velocity=0.8, tracking=-3.0, modulates=0
        ),
        Operator(
            7.03, 0.14, Envelope(0.001, 0.9, 0.0, 0.6), velocity=0.8, tracking=-4.0, modulates=1
        ),
    ),
)
# Preferred modes of a kettledrum, near 2:3:4:5:6 of a missing fundamental (Rossing 1982): the (1,1)
# mode is the note that is heard.
TIMPANI = ModalPatch(
    partials=(Partial(1.0, 0, 3.2), Partial(1.504, -4, 2.0), Partial(1.742, -16, 0.5),
    Partial(2.0, -8, 1.4),
              Partial(2.494, -14, 0.9), Partial(0.85, -10, 0.25), Partial(2.98, -20, 0.6),
              Partial(3.4, -24, 0.3)),
    ring_tracking=-0.3, hammer_hz=420.0, hammer_velocity=2.4, hammer_tracking=0.3, damper=False,
    noise_db=-10.0,
    noise_hz=260.0, noise_seconds=0.05, onset_seconds=0.004, spread=0.3, velocity_db=30.0,
)  # fmt: skip
TAIKO = ModalPatch(
    partials=(Partial(1.0, 0, 1.1), Partial(1.59, -5, 0.7), Partial(2.14, -9, 0.45), Partial(2.3,
    -11, 0.4),
              Partial(2.65, -14, 0.3), Partial(2.92, -16, 0.25), Partial(3.6, -19, 0.18),
              Partial(1.0, -6, 2.0)),
    ring_tracking=-0.4, hammer_hz=500.0, hammer_velocity=2.6, hammer_tracking=0.2, damper=False,
    noise_db=-4.0,
    noise_hz=520.0, noise_seconds=0.045, onset_seconds=0.0015, detune_cents=6.0, spread=0.5,
    velocity_db=30.0,
    octave=0,
)  # fmt: skip

PATCHES: dict[str, Layers] = {
    "celesta": ((CELESTA, 1.0),),
    "glockenspiel": ((GLOCKENSPIEL, 1.0),),
    "music_box": ((MUSIC_BOX, 1.0),),
    "vibraphone": ((VIBRAPHONE, 1.0),),
    "marimba": ((MARIMBA, 1.0),),
    "kalimba": ((KALIMBA, 1.0),),
    "bells": ((BELLS, 1.0),),
    "timpani": ((TIMPANI, 1.0),),
    "taiko": ((TAIKO, 1.0),),
}
