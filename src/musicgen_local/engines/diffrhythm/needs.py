"""What DiffRhythm needs on this machine: which weights, how large, under which licence, from where.

Nothing here needs torch, so that a machine without it can be told what it lacks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from musicgen_local.assets import AssetManager, AssetStatus
from musicgen_local.assets.failures import install_command, megabytes, size_told
from musicgen_local.assets.weights import (
    DIFFRHYTHM,
    DIFFRHYTHM_BASE,
    DIFFRHYTHM_FULL,
    DIFFRHYTHM_INVENTORY,
    DIFFRHYTHM_VAE,
    MUQ_MULAN_LARGE,
)
from musicgen_local.config import load_settings
from musicgen_local.engines.base import Requirement
from musicgen_local.errors import ErrorCode, MachineError

COMMAND = f"mgl models download {DIFFRHYTHM.id}"

_ALWAYS = (DIFFRHYTHM_INVENTORY, DIFFRHYTHM_VAE, MUQ_MULAN_LARGE)


@dataclass(frozen=True, slots=True)
class WeightFiles:
    """Where the files of one model lie; each was whole at a glance."""

    transformer: Path  # `cfm_model.pt`: a torch archive with the key `model_state_dict`
    vae: Path  # `vae_model.pt`: TorchScript
    phonemes: Path  # `vocab.json`: the inventory
    negative_style: Path  # `vocal.npy`: float [1, 512], of length 1
    style: Path  # the folder of MuQ-MuLan: `config.json`, `pytorch_model.bin`, two subfolders


def requirements(assets: AssetManager | None = None) -> Sequence[Requirement]:
    """Each part of the weights, here or not: its size, its licence, and the command that gets it.

    The model for whole songs is no must: songs of 95 s do without it.
    """
    return [
        _requirement(status, required=status.asset.id != DIFFRHYTHM_FULL.id)
        for status in _statuses(assets or _manager())
    ]


def find_weights(*, full: bool, assets: AssetManager | None = None) -> WeightFiles:
    """The files for songs of 95 s, or with `full` for those of 96 to 285 s.

    Raises:
        MachineError: `MODEL_NOT_INSTALLED` when some are not here: which, how large, under which
            licence, and the command; `ASSET_CORRUPT` when one is damaged.
    """
    assets = assets or _manager()
    transformer = DIFFRHYTHM_FULL if full else DIFFRHYTHM_BASE
    missing = [
        status
        for status in (assets.status(asset.id) for asset in (*_ALWAYS, transformer))
        if not status.installed and status.problem is None
    ]
    if missing:
        raise _not_installed(missing)
    return WeightFiles(
        transformer=assets.require(transformer.id, "cfm_model.pt"),
        vae=assets.require(DIFFRHYTHM_VAE.id, "vae_model.pt"),
        phonemes=assets.require(DIFFRHYTHM_INVENTORY.id, "vocab.json"),
        negative_style=assets.require(DIFFRHYTHM_INVENTORY.id, "vocal.npy"),
        style=assets.require(MUQ_MULAN_LARGE.id, "config.json").parent,
    )


def _manager() -> AssetManager:
    return AssetManager.from_settings(load_settings())


def _statuses(assets: AssetManager) -> Sequence[AssetStatus]:
    return [assets.status(part) for part in DIFFRHYTHM.parts]


def _requirement(status: AssetStatus, *, required: bool) -> Requirement:
    asset = status.asset
    remedy = "" if status.installed else COMMAND
    if status.problem:
        remedy = f"{install_command(asset)} --force"
    state = f" It is damaged: {status.problem}." if status.problem else ""
    return Requirement(
        name=asset.title,
        satisfied=status.installed,
        required=required,
        explanation=f"{asset.summary} {_told(status)}.{state}",
        remedy=remedy,
    )


def _told(status: AssetStatus) -> str:
    """Size and licence, and what that asks for."""
    asset = status.asset
    size = megabytes(status.bytes) if status.installed else size_told(asset)
    terms = f" ({asset.terms.rstrip('.')})" if asset.terms else ""
    return f"{size[:1].upper()}{size[1:]}, {asset.licence}{terms}"


def _not_installed(missing: Sequence[AssetStatus]) -> MachineError:
    parts = "; ".join(f"{status.asset.title}: {_told(status)}" for status in missing)
    total = sum(status.asset.total_bytes - status.partial_bytes for status in missing)
    return MachineError(
        ErrorCode.MODEL_NOT_INSTALLED,
        f"DiffRhythm lacks weights, about {megabytes(max(total, 0))} in all. {parts}.",
        recovery=f"Run `{COMMAND}`, or install them on the models page of the studio.",
        details={
            "assets": [status.asset.id for status in missing],
            "licences": [status.asset.licence for status in missing],
            "bytes": total,
        },
    )
