"""What every writer of a section's parts is given: the plan, the chords, the groove, the dice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from musicgen_local.engines.composer.instruments import INSTRUMENTS, Instrument
from musicgen_local.engines.composer.packs.base import Pack
from musicgen_local.engines.composer.plan import Layer, Plan, Role, Section
from musicgen_local.engines.composer.writing.harmony import (
    following_index,
    opening_chord,
    section_harmony,
    section_tonic,
)
from musicgen_local.engines.composer.writing.rhythm import kick_beats
from musicgen_local.engines.composer.writing.seeds import stream
from musicgen_local.engines.composer.writing.substitutions import Span
from musicgen_local.engines.composer.writing.theory import Chord, fold

_BREATH_RISE = 0.1  # of energy, from one section to the next
_LOUD = 0.7
_SHARED = ("harmony", "next_chord", "kicks", "break_beat")  # what all players agree on
_FADE_SECONDS = 0.4  # for releases and the room after the last chord


@dataclass(frozen=True, slots=True)
class Dice:
    """Two seeds of a player: for what holds through the piece, and for what is of a section."""

    piece: int
    section: int


@dataclass(frozen=True)
class SectionContext:
    """One section on the writing desk."""

    plan: Plan
    pack: Pack
    index: int
    layer_seed: int | None = None  # of the layer at the desk, when it has dice of its own

    def dice_of(self, layer: Layer) -> Dice:
        """Whose dice a layer plays by in this section."""
        base = self.plan.seed if layer.seed is None else layer.seed
        own = self.section.layer_seeds.get(layer.name, layer.seed)
        if own is None:
            own = base if self.section.seed is None else self.section.seed
        return Dice(base, own)

    def heard_by(self, layer: Layer) -> Dice:
        """The dice of the lead that a layer listens to: its own unless the section says else."""
        told = self.section.hears.get(layer.name)
        return self.dice_of(layer) if told is None else Dice(told, told)

    def playing(self, layer: Layer, dice: Dice | None = None) -> SectionContext:
        """The desk with this layer's own dice, or any others; what all share stays as it is."""
        dice = dice or self.dice_of(layer)
        if dice == Dice(self.plan.seed, self.seed):
            return self
        plan = self.plan
        theirs = {
            "seed": dice.piece,
            "harmony_seed": plan.seed if plan.harmony_seed is None else plan.harmony_seed,
            "groove_seed": plan.seed if plan.groove_seed is None else plan.groove_seed,
        }
        own = replace(self, plan=plan.model_copy(update=theirs), layer_seed=dice.section)
        for name in _SHARED:
            own.__dict__[name] = getattr(self, name)
        return own

    @property
    def seed(self) -> int:
        """Whose dice fall: the layer's, the section's or the piece's."""
        if self.layer_seed is not None:
            return self.layer_seed
        return self.plan.seed if self.section.seed is None else self.section.seed

    @property
    def groove_seed(self) -> int:
        """Whose dice choose what drums and bass agree on."""
        return self.agreed_seed if self.section.seed is None else self.section.seed

    @property
    def agreed_seed(self) -> int:
        """Whose dice choose what the whole band does alike through the piece, as how it ends."""
        return self.plan.seed if self.plan.groove_seed is None else self.plan.groove_seed

    @cached_property
    def section(self) -> Section:
        return self.plan.sections[self.index]

    @cached_property
    def previous(self) -> Section | None:
        if self.index:
            return self.plan.sections[self.index - 1]
        return self.plan.sections[-1] if self.plan.loop_ready else None

    @cached_property
    def following(self) -> Section | None:
        index = following_index(self.plan, self.index)
        return None if index is None else self.plan.sections[index]

    @cached_property
    def harmony(self) -> tuple[Span, ...]:
        return section_harmony(self.plan, self.pack, self.index)

    @cached_property
    def next_chord(self) -> Chord:
        """The chord that the next section opens on; the last one again when nothing follows."""
        index = following_index(self.plan, self.index)
        if index is None:
            return self.harmony[-1].chord
        return opening_chord(self.plan, self.pack, index)

    @cached_property
    def kicks(self) -> list[tuple[float, ...]]:
        return kick_beats(reseeded(self.plan, self.groove_seed), self.pack, self.section)

    @property
    def bar(self) -> int:
        """Beats in a bar."""
        return self.plan.beats_per_bar

    @property
    def beats(self) -> float:
        """Beats in the section."""
        return float(self.section.bars * self.bar)

    @cached_property
    def tonic(self) -> int:
        return section_tonic(self.plan, self.index)

    @property
    def ring_beats(self) -> float:
        """How long the final chord may ring after its bar: until shortly before the audio ends."""
        played = self.plan.bars * self.plan.beats_per_bar * self.plan.seconds_per_beat
        left = self.plan.duration_seconds - played - _FADE_SECONDS
        return min(max(left, _FADE_SECONDS), self.pack.ring_seconds) / self.plan.seconds_per_beat

    @cached_property
    def playing_beats(self) -> float:
        """Beat from which only the final chord sounds: patterns stop here."""
        return self.harmony[-1].start if self.section.ending else self.beats

    @cached_property
    def break_beat(self) -> float | None:
        """Beat from which rhythm and harmony hold their breath before a louder section."""
        section, following = self.section, self.following
        if following is None or section.ending or section.bars < 4:
            return None
        if following.energy - section.energy < _BREATH_RISE or following.energy < _LOUD:
            return None
        agreed = replace(self, layer_seed=self.groove_seed)
        luck = float(agreed.section_dice("breath").random())
        if luck > self.pack.break_rate:
            return None
        return self.beats - (self.bar if luck < 0.3 * self.pack.break_rate else 1.0)

    def layers(self) -> Iterator[Layer]:
        """The players of this section, in the plan's order."""
        present = set(self.section.layers)
        return (layer for layer in self.plan.layers if layer.name in present)

    def has_role(self, *roles: Role) -> bool:
        """Whether somebody plays one of these roles here."""
        return any(layer.role in roles for layer in self.layers())

    def theme_dice(self, *path: str | int) -> np.random.Generator:
        """Dice that fall alike in all sections of this theme."""
        return stream(self.seed, self.section.theme, *path)

    def section_dice(self, *path: str | int) -> np.random.Generator:
        """Dice of this section alone."""
        return stream(
            self.seed, self.section.theme, self.section.name, self.section.variation, *path
        )


def reseeded(plan: Plan, seed: int) -> Plan:
    """The plan under another seed."""
    return plan if plan.seed == seed else plan.model_copy(update={"seed": seed})


def player(layer: Layer) -> Instrument:
    """The catalogue's entry of a layer's instrument."""
    return INSTRUMENTS[layer.instrument]


def into_range(pitch: int, layer: Layer) -> int:
    """`pitch` by octaves into what the layer's instrument plays, its octave shift applied."""
    instrument = player(layer)
    return fold(pitch + 12 * layer.octave_shift, instrument.low, instrument.high)
