"""The jukebox: hours of a recording that jump from beat to beat and never go the same way."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from itertools import pairwise

from musicgen_local.audio.encode import encode_all
from musicgen_local.audio.loudness import LoudnessMeter
from musicgen_local.audio.true_peak import TruePeakMeter
from musicgen_local.audio.value import FloatArray
from musicgen_local.library import NewTrack, StagedTrack
from musicgen_local.loops.graph import JumpGraph
from musicgen_local.loops.jukebox import usual_window_seconds, walk
from musicgen_local.loops.plan import LoopPlan
from musicgen_local.loops.render import render
from musicgen_local.progress import CancelToken, Progress, ProgressCallback, Stage
from musicgen_local.studio.derive import Source, audio_paths, finite
from musicgen_local.studio.looping.choice import Choice
from musicgen_local.studio.looping.order import LoopOrder
from musicgen_local.studio.looping.recording import Recording
from musicgen_local.studio.looping.telling import SPARE_FADE_SECONDS, looped_title

_DEFAULT_SEED = 1
_LEARNED = 0.1  # of this part's progress, when the jumps are known


def play_jukebox(
    source: Source,
    recording: Recording,
    choice: Choice,
    order: LoopOrder,
    staged: StagedTrack,
    progress: ProgressCallback,
    cancel: CancelToken,
) -> tuple[NewTrack, Sequence[str]]:
    """The files of a walk over the recording; the row that tells of them, and what to say.

    Raises:
        UserError: `VALIDATION` when the recording has too few places to jump, or for that window.
    """
    assert order.duration_seconds is not None
    progress(Progress(Stage.ANALYZING, 0.0, "Learning where it may jump"))
    graph = JumpGraph.of(recording.samples, recording.sample_rate)
    cancel.raise_if_canceled()
    seed = _DEFAULT_SEED if order.seed is None else order.seed
    window = usual_window_seconds(graph) if order.window_seconds is None else order.window_seconds
    frames = round(order.duration_seconds * recording.sample_rate)
    plan = walk(graph, frames, window_seconds=window, seed=seed)
    ends_itself = plan.passages[-1].stop == recording.frames
    fade_out = order.fade_out_seconds
    if fade_out is None:
        fade_out = 0.0 if ends_itself else SPARE_FADE_SECONDS
    plan = dataclasses.replace(
        plan,
        fade_in_frames=round(order.fade_in_seconds * recording.sample_rate),
        fade_out_frames=round(fade_out * recording.sample_rate),
    )
    row = source.derived("", recording.samples.shape[0])
    row = dataclasses.replace(row, title=looped_title(row.title, order.duration_seconds))
    meters = _Meters(recording)
    encode_all(
        meters.heard(render(recording.samples, plan, ceiling=1.0), plan, progress),
        audio_paths(staged, order.formats),
        recording.sample_rate,
        recording.samples.shape[0],
        tags=source.tags_for(row),
        expected_seconds=order.duration_seconds,
        cancel=cancel,
    )
    facts = {
        "mode": choice.mode.value,
        "jumps": _jumps(plan),
        "window_seconds": window,
        "seed": seed,
        "source_seconds": round(recording.seconds, 3),
        "fade_in_seconds": order.fade_in_seconds,
        "fade_out_seconds": fade_out,
        "own_ending": ends_itself and not fade_out,
        "frames": frames,
    }
    row = dataclasses.replace(
        row,
        duration_seconds=frames / recording.sample_rate,
        loudness_lufs=finite(meters.loudness.integrated_lufs),
        true_peak_dbtp=finite(meters.peak.peak_dbtp),
        params={"loop": facts},
    )
    return row, ()


def _jumps(plan: LoopPlan) -> int:
    """How often it goes on elsewhere than where it was."""
    return sum(after.start != before.stop for before, after in pairwise(plan.passages))


class _Meters:
    """Loudness and peak of what passes, and how far it is."""

    def __init__(self, recording: Recording) -> None:
        channels = recording.samples.shape[0]
        self.loudness = LoudnessMeter(recording.sample_rate, channels)
        self.peak = TruePeakMeter(recording.sample_rate, channels)

    def heard(
        self, blocks: Iterator[FloatArray], plan: LoopPlan, progress: ProgressCallback
    ) -> Iterator[FloatArray]:
        done = 0
        for block in blocks:
            self.loudness.add(block)
            self.peak.add(block)
            yield block
            done += block.shape[1]
            share = _LEARNED + (1 - _LEARNED) * done / plan.total_frames
            progress(Progress(Stage.RENDERING, share, "Playing the jukebox"))
