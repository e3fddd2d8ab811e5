"""Loops as the API shows them: the candidates of a recording."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from musicgen_local.loops.values import LoopKind

_EXAMPLE: JsonDict = {
    "kind": "exact",
    "start_seconds": 7.741383,
    "end_seconds": 53.455669,
    "start_frame": 341_395,
    "end_frame": 2_357_395,
    "length_seconds": 45.714286,
    "sample_rate": 44_100,
    "bars": 16,
    "beats": 64,
    "tempo_bpm": 84.0,
    "correlation": 0.9998,
    "score": 0.973,
}


class LoopCandidateOut(BaseModel):
    """A loop of a recording: what follows its end is what follows its start."""

    model_config = ConfigDict(frozen=True, json_schema_extra={"examples": [_EXAMPLE]})

    kind: LoopKind = Field(
        description="`exact`: the same samples; `near`: the same recording under something else; "
        "`alike`: the same music, played anew; `written`: the bars of a piece that was composed "
        "here; `whole`: a piece that was made to be repeated."
    )
    start_seconds: float
    end_seconds: float
    start_frame: int = Field(description="At the recording's own `sample_rate`.")
    end_frame: int
    length_seconds: float
    sample_rate: int
    bars: int = Field(description="0 where they could not be counted.")
    beats: int = Field(description="0 where no pulse is felt.")
    tempo_bpm: float = Field(description="0 where no pulse is felt.")
    correlation: float = Field(description="Of the waveforms at both ends, -1 to 1.")
    score: float = Field(description="0 to 1; the list is in its order.")


class LoopCandidatesOut(BaseModel):
    """The loops of a recording, the best first; none where nothing comes back."""

    model_config = ConfigDict(
        frozen=True,
        json_schema_extra={
            "examples": [{"source_seconds": 60.0, "written": False, "candidates": [_EXAMPLE]}]
        },
    )

    source_seconds: float
    written: bool = Field(description="Known from the piece's own plan: nothing was searched for.")
    candidates: list[LoopCandidateOut]
