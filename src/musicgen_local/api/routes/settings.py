"""`GET, PATCH /api/v1/settings`: what may change while the server runs, and what is in force."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Body
from pydantic import BaseModel, ConfigDict, Field

from musicgen_local.api.problems import problems
from musicgen_local.api.services import JobsDep, ServicesDep
from musicgen_local.config import Settings
from musicgen_local.errors import ErrorCode
from musicgen_local.exposure import api_keys
from musicgen_local.jobs.preferences import Preferences

router = APIRouter(prefix="/api/v1", tags=["settings"])

_EXAMPLE = {"max_concurrent_jobs": 2, "default_formats": ["wav", "mp3"]}


class EnvironmentOut(BaseModel):
    """What was set before the start; it stays until the next one. No secret is among it."""

    model_config = ConfigDict(frozen=True)

    host: str
    port: int
    log_level: str
    log_format: str
    threads: int = Field(description="0: one for each core.")
    offline: bool
    cors_allow_origins: list[str]
    allowed_hosts: list[str]
    rate_limit_per_hour: int = Field(description="0: no limit.")
    max_upload_mb: float
    max_concurrent_jobs: int
    job_timeout_seconds: float
    job_timeouts: dict[str, float] = Field(description="Seconds by engine.")
    job_ttl_seconds: float
    file_retention_days: float
    api_key_set: bool
    hf_token_set: bool
    redis_set: bool
    allow_open_network: bool
    database: str = Field(description="`sqlite`, `postgresql`, ...: the kind, not the address.")


class SettingsOut(BaseModel):
    """The preferences in force, and the environment's settings."""

    model_config = ConfigDict(frozen=True)

    preferences: Preferences
    defaults: Preferences = Field(description="What null goes back to.")
    environment: EnvironmentOut


def _patch_schema() -> dict[str, Any]:
    """The preferences' schema with every field optional, nullable and without a default."""
    properties = {}
    for name, schema in Preferences.model_json_schema()["properties"].items():
        told = {key: value for key, value in schema.items() if key not in ("default", "title")}
        about = told.pop("description", "")
        properties[name] = {"anyOf": [told, {"type": "null"}], "description": about}
    return {
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        "examples": [_EXAMPLE],
    }


@router.get("/settings")
def read_settings(services: ServicesDep) -> SettingsOut:
    """The preferences in force, and the settings that came from the environment."""
    return _out(services.settings, services.jobs.preferences())


@router.patch("/settings", responses=problems(ErrorCode.VALIDATION))
def change_settings(
    services: ServicesDep,
    jobs: JobsDep,
    changes: Annotated[dict[str, Any], Body(json_schema_extra=_patch_schema())],
) -> SettingsOut:
    """Change preferences, all of them or none; every host follows at its next job.

    A preference that is null goes back to what the environment says.
    """
    return _out(services.settings, jobs.set_preferences(changes))


def _out(settings: Settings, preferences: Mapping[str, Any]) -> SettingsOut:
    return SettingsOut(
        preferences=Preferences.model_validate(dict(preferences)),
        defaults=Preferences.from_settings(settings),
        environment=EnvironmentOut(
            host=settings.host,
            port=settings.port,
            log_level=settings.log_level.upper(),
            log_format=settings.log_format,
            threads=settings.threads,
            offline=settings.offline,
            cors_allow_origins=_words(settings.cors_allow_origins),
            allowed_hosts=_words(settings.allowed_hosts),
            rate_limit_per_hour=settings.rate_limit_per_hour,
            max_upload_mb=settings.max_upload_mb,
            max_concurrent_jobs=settings.max_concurrent_jobs,
            job_timeout_seconds=settings.job_timeout_seconds,
            job_timeouts=settings.job_timeouts,
            job_ttl_seconds=settings.job_ttl_seconds,
            file_retention_days=settings.file_retention_days,
            api_key_set=bool(api_keys(settings)),
            hf_token_set=settings.hf_token is not None,
            redis_set=settings.redis_url is not None,
            allow_open_network=settings.allow_open_network,
            database=settings.library_url.partition(":")[0].partition("+")[0],
        ),
    )


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]
