"""What a person may change while the product runs; the environment gives the defaults."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from musicgen_local.config import Settings
from musicgen_local.engines.registry import engine_names
from musicgen_local.errors import ErrorCode, UserError
from musicgen_local.studio.orders import AUDIO_FORMATS, DEFAULT_FORMATS, MASTER_PRESETS

MAX_CONCURRENT_JOBS = 64
MAX_JOB_TIMEOUT_SECONDS = 7 * 86_400.0
MAX_JOB_TTL_SECONDS = 366 * 86_400.0


def _formats(names: tuple[str, ...]) -> tuple[str, ...]:
    for name in names:
        if name not in AUDIO_FORMATS:
            raise ValueError(f"must hold only {', '.join(AUDIO_FORMATS)}")
    return tuple(dict.fromkeys(names))


def _master(name: str) -> str:
    if name and name not in MASTER_PRESETS:
        raise ValueError(f"must be empty or one of {', '.join(MASTER_PRESETS)}")
    return name


def _one_line(text: str) -> str:
    if not text.isprintable():
        raise ValueError("must be one line of printable characters")
    return text.strip()


class Preferences(BaseModel):
    """The preferences in force: what was set, over what the environment says."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    max_concurrent_jobs: int = Field(
        3,
        ge=1,
        le=MAX_CONCURRENT_JOBS,
        description="Jobs that run at the same time, on all hosts together.",
    )
    job_timeout_seconds: float = Field(
        600.0,
        ge=1,
        le=MAX_JOB_TIMEOUT_SECONDS,
        description="Longest that one attempt may take, for each started hour of music.",
    )
    job_ttl_seconds: float = Field(
        3600.0,
        ge=1,
        le=MAX_JOB_TTL_SECONDS,
        description="How long the record of a finished job is kept; its tracks stay.",
    )
    default_engine: str = Field(
        "composer",
        pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$",
        description="Engine of generations that name none.",
    )
    default_formats: Annotated[tuple[str, ...], AfterValidator(_formats)] = Field(
        DEFAULT_FORMATS,
        min_length=1,
        max_length=len(AUDIO_FORMATS),
        description=f"Formats of generations that name none: {', '.join(AUDIO_FORMATS)}.",
        json_schema_extra={"items": {"type": "string", "enum": list(AUDIO_FORMATS)}},
    )
    default_master: Annotated[str, AfterValidator(_master)] = Field(
        "",
        description=f"Mastering of generations that name none: {', '.join(MASTER_PRESETS)}; "
        "empty leaves it to the engine.",
        json_schema_extra={"enum": ["", *MASTER_PRESETS]},
    )
    default_artist: Annotated[str, AfterValidator(_one_line)] = Field(
        "", max_length=200, description="Artist of generations that name none."
    )

    @classmethod
    def from_settings(cls, settings: Settings) -> Self:
        """The preferences of somebody who has set none.

        What the environment sets beyond a preference's range counts as the end of that range.
        """
        return cls(
            max_concurrent_jobs=min(settings.max_concurrent_jobs, MAX_CONCURRENT_JOBS),
            job_timeout_seconds=_within(settings.job_timeout_seconds, MAX_JOB_TIMEOUT_SECONDS),
            job_ttl_seconds=_within(settings.job_ttl_seconds, MAX_JOB_TTL_SECONDS),
        )

    def with_changes(self, changes: Mapping[str, Any]) -> Self:
        """These preferences with others put over them.

        Raises:
            UserError: `VALIDATION`, with `details.field`, for a name or a value that is none.
        """
        try:
            return type(self).model_validate({**self.model_dump(), **changes})
        except ValidationError as error:
            first = error.errors(include_input=False, include_url=False)[0]
            raise _invalid(str(first["loc"][0]), first["msg"]) from error


def change_stored(
    settings: Settings, stored: Mapping[str, Any], changes: Mapping[str, Any]
) -> dict[str, Any]:
    """What to keep once `changes` are made to `stored`; both hold only what a person has set.

    None forgets what was set, so that the environment's value is in force again.

    Raises:
        UserError: `VALIDATION`, with `details.field`; then nothing is to be kept.
    """
    for name in changes:
        if name not in Preferences.model_fields:
            raise _invalid(name, "there is no such preference")
    kept = {
        name: value for name, value in (dict(stored) | dict(changes)).items() if value is not None
    }
    checked = Preferences.from_settings(settings).with_changes(kept)
    engine = changes.get("default_engine")
    if engine is not None and engine not in engine_names():
        raise _invalid("default_engine", f"must be one of {', '.join(engine_names())}")
    return {name: value for name, value in checked.model_dump(mode="json").items() if name in kept}


def preferences_in_force(settings: Settings, stored: Mapping[str, Any]) -> Preferences:
    """The environment's defaults with what was set over them.

    A stored preference that this version no longer knows counts for nothing.
    """
    known = {name: value for name, value in stored.items() if name in Preferences.model_fields}
    return Preferences.from_settings(settings).with_changes(known)


def _within(seconds: float, most: float) -> float:
    return min(max(seconds, 1.0), most)


def _invalid(name: str, reason: str) -> UserError:
    shown = name[:100].encode(errors="replace").decode()
    return UserError(
        ErrorCode.VALIDATION,
        f"The preference {shown} can't be used: {reason}.",
        recovery="GET /api/v1/settings lists the preferences; docs/configuration.md tells more.",
        details={"field": shown},
    )
