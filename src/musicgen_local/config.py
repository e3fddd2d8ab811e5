"""Every setting, in one typed class; the environment is its only source.

`MGL_PORT=9000` sets `port`; the unprefixed names of earlier products (`PORT`) are accepted too.
`docs/configuration.md` lists them all, and a test keeps it so.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any

import platformdirs
from pydantic import AliasChoices, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from musicgen_local.errors import ErrorCode, UserError

APP_NAME = "musicgen-local"


def _setting(default: Any, description: str, *names: str, **bounds: Any) -> Any:
    """A field read from `MGL_<NAME>` first and from its legacy names after."""
    aliases = [alias for name in names for alias in (f"MGL_{name}", name)]
    return Field(
        default, description=description, validation_alias=AliasChoices(*aliases), **bounds
    )


def _data_dir() -> Path:
    return Path(platformdirs.user_data_dir(APP_NAME, appauthor=False))


class Settings(BaseSettings):
    """What a person may set before starting; each field says what it is for."""

    model_config = SettingsConfigDict(
        frozen=True, extra="ignore", populate_by_name=True, validate_default=True
    )

    data_dir: Path = Field(
        default_factory=_data_dir,
        description="Where the library's database, tracks and sounds live.",
        validation_alias=AliasChoices("MGL_DATA_DIR"),
    )
    storage_dir: Path | None = _setting(
        None,
        "Where finished tracks are kept; `tracks/` in the data folder unless set.",
        "STORAGE_DIR",
        "OUTPUT_DIR",
    )
    model_cache_dir: Path | None = _setting(
        None,
        "Where sounds and model weights are installed; `assets/` in the data folder unless set.",
        "MODEL_CACHE_DIR",
    )
    database_url: str | None = _setting(
        None,
        "The library's database; a SQLite file in the data folder unless set.",
        "DATABASE_URL",
    )
    log_level: str = _setting(
        "WARNING",
        "Least severe log line that is written: DEBUG, INFO, WARNING or ERROR.",
        "LOG_LEVEL",
        pattern="(?i)^(debug|info|warning|error)$",
    )
    log_format: str = _setting(
        "text", "`text` for people, `json` for machines.", "LOG_FORMAT", pattern="^(text|json)$"
    )
    threads: int = _setting(
        0,
        "Threads that render music; 0 means one for each core, 8 at most.",
        "THREADS",
        ge=0,
        le=64,
    )
    device: str = _setting(
        "auto",
        "Where trained models are computed: `auto` (the fastest there is), `cuda`, `mps` or `cpu`.",
        "DEVICE",
        pattern="^(auto|cuda|mps|cpu)$",
    )
    hf_token: SecretStr | None = _setting(
        None, "Token for gated downloads from the Hugging Face hub.", "HF_TOKEN"
    )
    hf_endpoint: str = _setting(
        "https://huggingface.co",
        "Address of the Hugging Face hub, or of one that speaks its protocol.",
        "HF_ENDPOINT",
        pattern="^https?://",
    )
    hf_home: Path | None = _setting(
        None,
        "Folder of the hub's own tools, whose cache is looked into before a download; "
        "`huggingface/` in the user's cache unless set.",
        "HF_HOME",
    )
    hf_hub_cache: Path | None = _setting(
        None, "That cache itself; `hub/` in the folder of those tools unless set.", "HF_HUB_CACHE"
    )
    icecast_password: SecretStr | None = _setting(
        None,
        "Password of the Icecast server that `mgl stream` sends to, when its address has none.",
        "ICECAST_PASSWORD",
    )
    debian_mirror: str | None = _setting(
        None,
        "Address of a Debian mirror that sounds are fetched from where there is no apt-get.",
        "DEBIAN_MIRROR",
    )
    offline: bool = _setting(False, "Never reach for the network.", "OFFLINE")
    host: str = _setting("127.0.0.1", "Address that the HTTP API listens at.", "HOST")
    port: int = _setting(8000, "Port that the HTTP API listens at.", "PORT", ge=0, le=65_535)
    api_key: SecretStr | None = _setting(
        None,
        "Key that every request must carry in X-API-Key; several are separated by commas.",
        "API_KEY",
    )
    allow_open_network: bool = _setting(
        False, "Listen beyond this machine without an API key, knowingly.", "ALLOW_OPEN_NETWORK"
    )
    allowed_hosts: str = _setting(
        "",
        "Host names, beside the loopback ones and HOST, that requests may be addressed to, "
        "separated by commas; `*` allows all.",
        "ALLOWED_HOSTS",
    )
    cors_allow_origins: str = _setting(
        "http://localhost:3000,http://localhost:5173",
        "Origins of web pages that may call the API, separated by commas.",
        "CORS_ALLOW_ORIGINS",
    )
    rate_limit_per_hour: int = _setting(
        0,
        "Requests that one key, or one address without a key, may make in an hour; 0: no limit.",
        "RATE_LIMIT_PER_HOUR",
        ge=0,
    )
    max_upload_mb: float = _setting(
        100.0, "Largest upload in megabytes (10**6 bytes).", "MAX_UPLOAD_MB", gt=0
    )
    redis_url: SecretStr | None = _setting(
        None, "Redis that carries live progress and rate limits between hosts.", "REDIS_URL"
    )
    max_concurrent_jobs: int = _setting(
        3, "Jobs that run at the same time, on all hosts together.", "MAX_CONCURRENT_JOBS", ge=1
    )
    job_timeout_seconds: float = _setting(
        600.0,
        "Longest that one attempt of a job may take, for each started hour of music.",
        "JOB_TIMEOUT",
        gt=0,
    )
    job_timeouts: dict[str, float] = _setting(
        {},
        "The same for single engines, as JSON: seconds by engine name.",
        "JOB_TIMEOUTS",
    )
    job_ttl_seconds: float = _setting(
        3600.0, "How long the record of a finished job is kept; its tracks stay.", "JOB_TTL", gt=0
    )
    file_retention_days: float = _setting(
        7.0, "Days that uploads and finished exports are kept.", "FILE_RETENTION_DAYS", gt=0
    )

    @property
    def tracks_dir(self) -> Path:
        """Folder that holds the files of the library's tracks."""
        return self.storage_dir or self.data_dir / "tracks"

    @property
    def assets_dir(self) -> Path:
        """Folder that holds installed sounds and model weights."""
        return self.model_cache_dir or self.data_dir / "assets"

    @property
    def hub_cache_dir(self) -> Path:
        """Folder in which the hub's own tools keep what they fetched; where they look for it."""
        if self.hf_hub_cache is not None:
            return self.hf_hub_cache.expanduser()
        if self.hf_home is not None:
            return self.hf_home.expanduser() / "hub"
        caches = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
        return Path(caches) / "huggingface" / "hub"

    @property
    def library_url(self) -> str:
        """SQLAlchemy URL of the library's database."""
        return self.database_url or f"sqlite:///{self.data_dir / 'library.sqlite3'}"

    @property
    def jobs_url(self) -> str:
        """SQLAlchemy URL of the jobs' database: beside a library in SQLite, else the same one."""
        if self.database_url and not self.database_url.startswith("sqlite"):
            return self.database_url
        return f"sqlite:///{self.data_dir / 'jobs.sqlite3'}"

    @property
    def shared_dir(self) -> Path:
        """Folder for uploads and exports; it lies by the tracks, where every host sees it."""
        return self.tracks_dir / ".shared"


_given: list[Settings] = []  # by a parent process; at most one


def use_settings(settings: Settings) -> None:
    """Make `settings` those of this process: what a parent hands its child, whole, at the start."""
    _given[:] = [settings]
    load_settings.cache_clear()


@cache
def load_settings() -> Settings:
    """The settings of this process: those it was given, else read from the environment once.

    Raises:
        UserError: `VALIDATION`, naming the variable, when a value can't be used.
    """
    if _given:
        return _given[0]
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]).upper()
        raise UserError(
            ErrorCode.VALIDATION,
            f"The setting {name} can't be used: {first['msg']}.",
            recovery=f"Correct or unset {name}; docs/configuration.md lists every setting.",
            details={"field": name},
        ) from error
