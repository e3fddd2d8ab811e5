"""The kind `download`: installs sounds and weights, a step for each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, Field

from musicgen_local.jobs.kinds.base import DOWNLOADS_LANE, Task
from musicgen_local.jobs.kinds.fields import JobParams, about_field

if TYPE_CHECKING:
    from musicgen_local.studio import Studio

AssetId = Annotated[str, Field(min_length=1, max_length=100)]


def _once(ids: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))


class DownloadParams(JobParams):
    """What to install."""

    asset_ids: Annotated[tuple[AssetId, ...], AfterValidator(_once)] = Field(
        min_length=1,
        max_length=100,
        description="Ids of the assets to install; a bundle's id stands for its parts.",
    )
    force: bool = Field(False, description="Install anew what is installed already.")
    accept_licence: bool = Field(False, description="Agree to licences that ask for it.")
    megabytes: float | None = Field(
        None, ge=0, description="Size in megabytes (10**6 bytes); found when the job is queued."
    )


class DownloadKind:
    """Installs assets, one after the other; what is whole already is left alone."""

    name = "download"
    params = DownloadParams

    def check(self, studio: Studio, params: DownloadParams) -> DownloadParams:
        """The params with the parts of bundles, and the size; see `Kind.check`."""
        with about_field("asset_ids"):
            parts = [asset for name in params.asset_ids for asset in studio.assets.parts(name)]
        assets = {asset.id: asset for asset in parts}
        if not params.accept_licence:
            studio.assets.check_terms(list(assets))
        size = sum(asset.total_bytes for asset in assets.values()) / 1e6
        # Agreed to now or before; the machine that installs may be another one, and must know.
        accepted = any(asset.terms for asset in assets.values())
        return params.model_copy(
            update={
                "asset_ids": tuple(assets),
                "megabytes": round(size, 3),
                "accept_licence": accepted,
            }
        )

    def lane(self, params: DownloadParams) -> str:
        """The downloads'."""
        return DOWNLOADS_LANE

    def engine(self, params: DownloadParams) -> str:
        """None."""
        return ""

    def size(self, params: DownloadParams) -> float:
        """Megabytes."""
        return params.megabytes or 0.0

    def track_count(self, params: DownloadParams) -> int:
        """None."""
        return 0

    def steps(self, params: DownloadParams) -> int:
        """One for each asset."""
        return len(params.asset_ids)

    def perform(self, studio: Studio, task: Task) -> Mapping[str, Any]:
        """Install one asset; see `Kind.perform`."""
        params = task.params
        assert isinstance(params, DownloadParams)
        asset_id = params.asset_ids[task.step]
        states = studio.install_assets(
            [asset_id],
            force=params.force,
            accept_licence=params.accept_licence,
            progress=task.progress,
            cancel=task.cancel,
        )
        return {"asset_id": asset_id, "state": states[asset_id]}
