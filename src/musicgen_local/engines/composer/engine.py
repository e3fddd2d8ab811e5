"""The embedded composer as an engine: prompt, brief, plan, score, voices, desk."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any, cast

from pydantic import BaseModel

from musicgen_local.config import load_settings
from musicgen_local.engines.bars import WrittenForm, WrittenSection
from musicgen_local.engines.base import (
    Capabilities,
    Generation,
    GenerationRequest,
    GenerationResult,
    PlanPreview,
    Requirement,
)
from musicgen_local.engines.composer.describe import preview
from musicgen_local.engines.composer.parameters import ComposerParameters
from musicgen_local.engines.composer.plan import Plan
from musicgen_local.engines.conversing import Answer, Draft
from musicgen_local.engines.editing import Keep, PlanChanges
from musicgen_local.engines.offering import Language, Preset, Vocabulary
from musicgen_local.progress import CancelToken, Progress, ProgressCallback, Stage

SAMPLE_RATE = 44_100
_USUAL_SECONDS = 60.0  # of a draft that names no length
_SHOWN_SECONDS = 180.0  # a longer piece goes on in the same way
_OWN = 0.5  # where a slider stands that nobody moved


class ComposerEngine:
    """Composes by rules and plays by synthesis and samples; needs no model weights."""

    name = "composer"
    title = "Composer"
    description = "Composes a score from your words and plays it: instant, with stems and MIDI."
    licence = "Apache-2.0; the music is yours"
    capabilities = Capabilities(
        min_seconds=5,
        max_seconds=36_000,
        sample_rate=SAMPLE_RATE,
        stems=True,
        midi=True,
        plan=True,
        loop_ready=True,
    )
    parameters = ComposerParameters

    def requirements(self) -> Sequence[Requirement]:
        """The sampled instruments, which the composer can do without."""
        from musicgen_local.engines.composer.band import sound_requirements

        return sound_requirements(load_settings())

    def prepare(self, progress: ProgressCallback, cancel: CancelToken) -> bool:
        """Compile the kernels, on a machine where they never were; see `Engine.prepare`."""
        from musicgen_local.engines.composer import kernels

        if not kernels.never_compiled():
            return False
        message = "Preparing the instruments for the first time on this machine (up to 10 s)"
        progress(Progress(Stage.LOADING_MODEL, 0.0, message))
        settings = load_settings()
        kernels.compile_all(settings, cancel)
        return True

    def natural_duration_seconds(self, prompt: str, parameters: BaseModel) -> float | None:
        """The length of the plan that is given, else the one the prompt names, if it does."""
        from musicgen_local.engines.composer.prompt import understand

        plan = cast("ComposerParameters", parameters).plan
        return plan.duration_seconds if plan else understand(prompt).duration_seconds

    def plan(self, request: GenerationRequest) -> PlanPreview:
        """The plan for this request, as data and as a musician would tell it.

        Raises:
            UserError: see `make_plan`.
        """
        return preview(self.make_plan(request))

    def make_plan(self, request: GenerationRequest) -> Plan:
        """What the composer would play for this request.

        Raises:
            UserError: `INVALID_PROMPT` for a prompt that is empty or too long, `VALIDATION` for a
                key, genre or mood that does not exist, for chords and MIDI that can't be read.
        """
        from musicgen_local.engines.composer.around import plan_around
        from musicgen_local.engines.composer.planner import make_plan
        from musicgen_local.engines.composer.prompt import check_prompt, understand
        from musicgen_local.engines.composer.skeleton import read_skeleton

        parameters = _parameters(request)
        if isinstance(request.plan, Plan):
            return request.plan
        if parameters.plan is not None:
            return parameters.plan
        check_prompt(request.prompt)
        brief = understand(
            request.prompt,
            language=parameters.language,
            genre=parameters.genre,
            mood=parameters.mood,
            tempo_bpm=parameters.tempo_bpm,
            key=parameters.key,
        )
        wishes = {"energy": parameters.energy, "sections": parameters.sections}
        given = {name: value for name, value in wishes.items() if value is not None}
        brief = brief.model_copy(update=given)
        order: dict[str, Any] = {
            "duration_seconds": request.duration_seconds,
            "duration_asked": request.duration_asked,
            "seed": request.seed,
            "loop_ready": parameters.loop_ready,
            "density": _OWN if parameters.density is None else parameters.density,
            "brightness": _OWN if parameters.brightness is None else parameters.brightness,
        }
        skeleton = read_skeleton(parameters.chords, parameters.midi, brief)
        if skeleton is not None:
            return plan_around(skeleton, brief, **order)
        return make_plan(brief, **order)

    def revise(self, plan: Mapping[str, Any], changes: PlanChanges, seed: int) -> PlanPreview:
        """The plan with `changes`; see `PlanEditor.revise`."""
        from musicgen_local.engines.composer.revision import read_plan, revised

        return preview(revised(read_plan(plan), changes, seed))

    def show(self, plan: Mapping[str, Any]) -> PlanPreview:
        """A stored plan; see `PlanEditor.show`."""
        from musicgen_local.engines.composer.revision import read_plan

        return preview(read_plan(plan))

    def form(self, plan: Mapping[str, Any]) -> WrittenForm:
        """The bars of a stored plan; see `FormTeller.form`."""
        from musicgen_local.engines.composer.revision import read_plan

        return _form(read_plan(plan))

    def notes(self, plan: Mapping[str, Any]) -> bytes:
        """A stored plan's score as a MIDI file; see `NoteWriter.notes`."""
        from musicgen_local.engines.composer.revision import read_plan

        return _midi(read_plan(plan))

    def vary(self, plan: Mapping[str, Any], keep: Keep, seed: int) -> PlanPreview:
        """Another version of a piece; see `PlanEditor.vary`."""
        from musicgen_local.engines.composer.edits import vary
        from musicgen_local.engines.composer.revision import read_plan

        return preview(vary(read_plan(plan), keep, seed))

    def alike(
        self,
        plan: Mapping[str, Any],
        prompt: str,
        parameters: BaseModel,
        duration_seconds: float | None,
        seed: int,
    ) -> PlanPreview:
        """A new piece like this one; see `PlanEditor.alike`."""
        from musicgen_local.engines.composer.likeness import like_plan
        from musicgen_local.engines.composer.revision import read_plan

        wishes = cast("ComposerParameters", parameters)
        return preview(like_plan(read_plan(plan), prompt, wishes, duration_seconds, seed))

    def like_facts(
        self, facts: Mapping[str, Any], parameters: BaseModel, seed: int
    ) -> tuple[BaseModel, str]:
        """Parameters for a piece like a recording; see `PlanEditor.like_facts`."""
        from musicgen_local.engines.composer.likeness import like_facts

        return like_facts(facts, cast("ComposerParameters", parameters), seed)

    def vocabulary(self, language: Language) -> Vocabulary:
        """The words that prompts understand; see `VocabularyOwner.vocabulary`."""
        from musicgen_local.engines.composer.vocabulary import composer_vocabulary

        return composer_vocabulary(language)

    def presets(self) -> Sequence[Preset]:
        """Pieces to start from; see `PresetOwner.presets`."""
        from musicgen_local.engines.composer.presets import PRESETS

        return PRESETS

    def tell(self, draft: Draft, language: Language) -> str:
        """A draft in a line; see `Conversation.tell`."""
        from musicgen_local.engines.composer.conversation.follow import tell

        return tell(draft, language, self._plan_of)

    def follow(self, draft: Draft, said: str, language: Language) -> Answer:
        """A draft after something was said of it; see `Conversation.follow`."""
        from musicgen_local.engines.composer.conversation.follow import follow

        return follow(draft, said, language, self._plan_of)

    def _plan_of(self, draft: Draft) -> Plan:
        """What a draft would become; the first minutes of it, where it is longer."""
        parameters = ComposerParameters.model_validate(dict(draft.parameters))
        seconds = draft.duration_seconds or self.natural_duration_seconds(draft.prompt, parameters)
        known = _USUAL_SECONDS if seconds is None else min(seconds, _SHOWN_SECONDS)
        return self.make_plan(GenerationRequest(draft.prompt, known, draft.seed, parameters))

    def generate(
        self, request: GenerationRequest, progress: ProgressCallback, cancel: CancelToken
    ) -> Generation:
        """Yield the piece in chunks of a few bars, the mix with its stems when asked for.

        Raises:
            UserError: as `make_plan` does.
            MachineError: `ASSET_CORRUPT` when an installed SoundFont can't be read.
            Canceled: between two chunks after `cancel` was set.
        """
        progress(Progress(Stage.PREPARING_PROMPT, 0.0, "Reading the prompt"))
        plan = self.make_plan(request)
        cancel.raise_if_canceled()

        progress(Progress(Stage.LOADING_MODEL, 0.01, "Tuning the instruments"))
        from musicgen_local.engines.composer.band import find_sounds, open_band
        from musicgen_local.engines.composer.compose import compose_section
        from musicgen_local.engines.composer.mix.mixdown import Mixdown
        from musicgen_local.engines.composer.packs import load_pack

        settings = load_settings()
        sounds, notices = find_sounds(settings, _parameters(request).sounds)
        band = open_band(plan, sounds, SAMPLE_RATE)
        pack = load_pack(plan.genre)
        mixdown = Mixdown(
            plan,
            lambda index: compose_section(plan, index),
            band.voices,
            pack.mix,
            reference=pack.reference,
            ambience=band.ambience,
            sample_rate=SAMPLE_RATE,
            stems=request.stems,
            threads=settings.threads or min(8, os.cpu_count() or 1),
            cancel=cancel,
        )
        done = 0
        total = round(plan.duration_seconds * SAMPLE_RATE)
        for block in mixdown.blocks():
            done += block.mix.shape[1]
            yield block
            progress(Progress(Stage.GENERATING_AUDIO, min(1.0, done / total), "Playing"))
        return GenerationResult(
            title=plan.title,
            seed=plan.seed,
            facts=_facts(plan, band.sources),
            preview=preview(plan),
            midi=_midi(plan) if request.midi else None,
            notices=notices,
        )


def _parameters(request: GenerationRequest) -> ComposerParameters:
    return cast("ComposerParameters", request.parameters)


def _facts(plan: Plan, sources: dict[str, str]) -> dict[str, object]:
    return {
        "genre": plan.genre,
        "mood": ", ".join(plan.moods),
        "tempo_bpm": plan.tempo_bpm,
        "key": plan.key_name,
        "bars": plan.bars,
        "beats_per_bar": plan.beats_per_bar,
        "sources": sources,
    }


def _midi(plan: Plan) -> bytes:
    from musicgen_local.engines.composer.compose import compose_section
    from musicgen_local.engines.composer.midi import write_midi

    return write_midi(plan, (compose_section(plan, index) for index in range(len(plan.sections))))


def _form(plan: Plan) -> WrittenForm:
    bar_seconds = plan.beats_per_bar * plan.seconds_per_beat
    starts = accumulate((section.bars for section in plan.sections), initial=0)
    sections = tuple(
        WrittenSection(one.name, one.theme, bar * bar_seconds, one.bars, one.ending)
        for one, bar in zip(plan.sections, starts, strict=False)
    )
    return WrittenForm(plan.tempo_bpm, plan.beats_per_bar, sections, plan.loop_ready)
