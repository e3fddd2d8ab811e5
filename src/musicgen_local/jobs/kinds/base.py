"""What a kind of job is: its params, where it waits, and what it does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from pydantic import BaseModel

from musicgen_local.progress import CancelToken, ProgressCallback

if TYPE_CHECKING:
    from musicgen_local.studio import Studio

Params = TypeVar("Params", bound=BaseModel)

TOOLS_LANE = "tools"
DOWNLOADS_LANE = "downloads"
COMMON_LANES = frozenset((TOOLS_LANE, DOWNLOADS_LANE))  # of workers that aren't limited to engines


def engine_lane(engine: str) -> str:
    """The lane in which an engine's jobs wait."""
    return f"engine-{engine}"


@dataclass(frozen=True, slots=True)
class Task:
    """One step of one job, as a kind gets it in the engine host.

    `track_ids` were reserved when the job was queued: whatever the job makes bears them, so that a
    step that is carried out twice makes nothing twice.
    """

    job_id: str
    params: BaseModel  # an instance of the kind's own `params` model
    track_ids: tuple[str, ...]
    step: int  # 0 to `Kind.steps(params)` - 1
    progress: ProgressCallback  # its fraction is of this step
    cancel: CancelToken


class Kind(Protocol):
    """A kind of job: it calls one use case of `Studio`. The methods but `perform` are cheap."""

    @property
    def name(self) -> str:
        """What the kind is called: `generate`, `master`, ..."""

    @property
    def params(self) -> type[BaseModel]:
        """The model of its parameters; JSON-ready both ways, unknown names are refused."""

    def check(self, studio: Studio, params: Any) -> BaseModel:
        """The params with every choice fixed (a random seed is drawn here, once for all attempts).

        Raises:
            UserError: for what can't be carried out, before anything is queued.
        """

    def lane(self, params: Any) -> str:
        """The queue in which it waits; one long-lived host process carries out each lane."""

    def engine(self, params: Any) -> str:
        """The engine that it keeps busy; empty for none."""

    def size(self, params: Any) -> float:
        """How much there is to do: seconds of music, or megabytes of a download."""

    def track_count(self, params: Any) -> int:
        """How many tracks it makes."""

    def steps(self, params: Any) -> int:
        """In how many steps it works; a finished step is never carried out again."""

    def perform(self, studio: Studio, task: Task) -> Mapping[str, Any]:
        """Carry out one step, in the engine host, and return small JSON-ready facts.

        A step may be carried out again after a crash: what exists already under its track id is
        kept, what is half there is removed first.

        Raises:
            MusicGenError: for what can't be done.
            Canceled: soon after `task.cancel` was set.
        """
