"""The use cases of the product, as plain functions that the CLI, jobs and the API all call."""

from __future__ import annotations

from musicgen_local.studio.studio import Studio

__all__ = ["Studio"]
