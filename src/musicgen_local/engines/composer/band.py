"""Finds the sounds of this machine and seats a voice for every layer of a plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from musicgen_local.assets import AssetManager
from musicgen_local.config import Settings
from musicgen_local.engines.base import Requirement
from musicgen_local.engines.composer.plan import Plan
from musicgen_local.errors import ErrorCode, MachineError

if TYPE_CHECKING:
    from musicgen_local.engines.composer.sound.ambience.bed import Ambience
    from musicgen_local.engines.composer.sound.band import Sounds
    from musicgen_local.engines.composer.sound.voice import Voice

# SoundFonts that will do, the best first: asset and file.
SOUNDFONTS = (
    ("musescore-general", "MuseScore_General_Lite.sf3"),
    ("fluidr3-mono", "FluidR3Mono_GM.sf3"),
    ("sonivox", "sonivox.sf2"),
)
DRUM_SAMPLES = "drum-samples"

SoundChoice = Literal["auto", "synth"]


@dataclass(frozen=True, slots=True)
class Band:
    """Who plays: a voice for every layer, a source for every bed of ambience."""

    voices: Mapping[str, Voice]
    ambience: Sequence[Ambience]

    @property
    def sources(self) -> dict[str, str]:
        """What really sounds, layer by layer: `soundfont`, `samples` or `synth`."""
        return {layer: voice.source for layer, voice in self.voices.items()}


def open_band(plan: Plan, sounds: Sounds, sample_rate: int) -> Band:
    """Voices for the plan's layers and ambience.

    Raises:
        MachineError: when a sound file can't be read.
        UserError: when the plan names an instrument that does not exist.
    """
    from musicgen_local.engines.composer.sound.band import open_ambience, open_voice

    return Band(
        {layer.name: open_voice(layer.instrument, sounds) for layer in plan.layers},
        [open_ambience(bed.kind, plan.seed, sample_rate) for bed in plan.ambience],
    )


def find_sounds(settings: Settings, choice: SoundChoice) -> tuple[Sounds, list[str]]:
    """The recorded sounds to play with, and a notice for what is not at hand.

    Raises:
        MachineError: `ASSET_CORRUPT` when an installed sound is damaged: playing on without it
            would change the music without a word.
    """
    from musicgen_local.engines.composer.sound.band import Sounds

    if choice == "synth":
        return Sounds(), []
    manager = AssetManager.from_settings(settings)
    notices = []
    soundfont = None
    for asset, file in SOUNDFONTS:
        _refuse_damage(manager, asset)
        soundfont = manager.path(asset, file)
        if soundfont is not None:
            break
    if soundfont is None:
        notices.append(
            "No sampled instruments are installed, so synthesizers play everything; "
            "get them with: mgl assets install --all"
        )
    _refuse_damage(manager, DRUM_SAMPLES)
    return Sounds(soundfont, manager.locate(DRUM_SAMPLES)), notices


def sound_requirements(settings: Settings) -> list[Requirement]:
    """The sounds that the composer likes to have, and can do without."""
    manager = AssetManager.from_settings(settings)
    soundfont = any(manager.status(asset).installed for asset, _ in SOUNDFONTS)
    drums = manager.status(DRUM_SAMPLES).installed
    return [
        Requirement(
            "sampled instruments",
            soundfont,
            required=False,
            explanation="A SoundFont plays piano, strings, winds, guitars and acoustic drums; "
            "without one, synthesizers do.",
            remedy=f"mgl assets install {SOUNDFONTS[0][0]}",
        ),
        Requirement(
            "drum samples",
            drums,
            required=False,
            explanation="Recorded one-shots add weight to the drum kits.",
            remedy=f"mgl assets install {DRUM_SAMPLES}",
        ),
    ]


def _refuse_damage(manager: AssetManager, asset: str) -> None:
    problems = manager.quick_check(asset)
    if problems:
        raise MachineError(
            ErrorCode.ASSET_CORRUPT,
            problems[0].message,
            recovery=f"Mend it with: mgl assets install {asset} --force   "
            "(or play without samples: --sounds synth)",
            details={"asset": asset},
        )
