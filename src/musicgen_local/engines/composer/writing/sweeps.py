"""Filter and level movements that belong to a section's place in the form."""

from __future__ import annotations

from musicgen_local.engines.composer.plan import Role
from musicgen_local.engines.composer.score import Sweep
from musicgen_local.engines.composer.writing.context import SectionContext

_OPEN_HZ = 18_000.0
_TONAL = (Role.CHORDS, Role.PAD, Role.ARP, Role.LEAD, Role.BASS)


def section_sweeps(context: SectionContext) -> tuple[Sweep, ...]:
    """Sweeps of a section, if its pack works with filters."""
    if not context.pack.sweeps:
        return ()
    section, following = context.section, context.following
    beats = context.beats
    sweeps: list[Sweep] = []
    tonal = [layer.name for layer in context.layers() if layer.role in _TONAL]
    if section.name == "intro" and following is not None and beats >= 16:
        start = 900.0 + 1_500.0 * section.energy
        for name in tonal:
            points = ((0.0, start), (beats * 0.75, 3_500.0), (beats, _OPEN_HZ))
            sweeps.append(Sweep(name, "lowpass_hz", points))
    elif section.name == "build":
        for name in tonal:
            sweeps.append(Sweep(name, "lowpass_hz", ((0.0, 1_800.0), (beats, _OPEN_HZ))))
        sweeps.append(Sweep("mix", "highpass_hz", ((0.0, 20.0), (beats - 1, 260.0), (beats, 20.0))))
    elif section.name == "break" and beats >= 16:
        for name in tonal:
            points = ((0.0, 6_000.0), (beats * 0.5, 1_800.0), (beats, 9_000.0))
            sweeps.append(Sweep(name, "lowpass_hz", points))
    elif section.ending and beats >= 16:
        for name in tonal:
            sweeps.append(Sweep(name, "lowpass_hz", ((0.0, _OPEN_HZ), (beats, 1_400.0))))
    return tuple(sweeps)
