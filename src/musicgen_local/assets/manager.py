"""Installs assets into the user's folder, whole or not at all, and tells what is there."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from musicgen_local.assets import failures
from musicgen_local.assets.acceptance import is_accepted, note_accepted
from musicgen_local.assets.asset import Asset, Bundle, BytesReport
from musicgen_local.assets.catalogue import CATALOGUE
from musicgen_local.assets.health import Damage, full_look, glance
from musicgen_local.assets.installer import Installer, Reach, source_of
from musicgen_local.assets.layout import Layout, size_of
from musicgen_local.assets.lock import hold_lock
from musicgen_local.assets.meter import Meter
from musicgen_local.assets.providers.http import DOWNLOADING
from musicgen_local.assets.providers.offline import OfflineFolder
from musicgen_local.assets.receipt import read_receipt
from musicgen_local.assets.weights import BUNDLES
from musicgen_local.config import Settings
from musicgen_local.errors import Canceled, MachineError
from musicgen_local.progress import (
    CancelToken,
    Progress,
    ProgressCallback,
    Stage,
    ignore_progress,
)


@dataclass(frozen=True, slots=True)
class AssetStatus:
    """One asset on this machine.

    `installed` means that it can be used. `problem` says what is wrong with one that is there but
    not whole. `bytes` is what its files take on this disk, `partial_bytes` what a stopped download
    left for the next attempt, `provider` where it was installed from. `accepted`: its licence asks
    for nothing, or somebody agreed to it here.
    """

    asset: Asset
    installed: bool
    path: Path | None
    bytes: int
    problem: str | None = None
    partial_bytes: int = 0
    provider: str | None = None
    accepted: bool = True


class AssetManager:
    """The assets below one folder: `ROOT/ID/` holds the files, their licence and a receipt.

    Many threads and processes may use one root at the same time.
    """

    def __init__(
        self,
        root: Path,
        *,
        reach: Reach | None = None,
        catalogue: Sequence[Asset] = CATALOGUE,
        bundles: Sequence[Bundle] = BUNDLES,
    ) -> None:
        self.root = root
        self._layout = Layout(root)
        self._installer = Installer(self._layout, reach or Reach())
        self._catalogue = {asset.id: asset for asset in catalogue}
        whole = (bundle for bundle in bundles if set(bundle.parts) <= self._catalogue.keys())
        self._bundles = {bundle.id: bundle for bundle in whole}

    @classmethod
    def from_settings(cls, settings: Settings) -> Self:
        """The manager of the folder that `settings` name."""
        token = settings.hf_token
        root = settings.assets_dir
        return cls(
            root,
            reach=Reach(
                offline=settings.offline,
                hf_token=token.get_secret_value() if token else None,
                debian_mirror=settings.debian_mirror,
                hub_endpoint=settings.hf_endpoint.rstrip("/"),
                # The root too: earlier products kept a cache of the hub there.
                hub_caches=(settings.hub_cache_dir, root),
            ),
        )

    def asset(self, asset_id: str) -> Asset:
        """What the catalogue says about `asset_id`.

        Raises:
            UserError: `NOT_FOUND` when there is no such asset.
        """
        try:
            return self._catalogue[asset_id]
        except KeyError:
            known = [*self._bundles, *self._catalogue]
            raise failures.unknown_asset(asset_id, known) from None

    def bundles(self) -> Sequence[Bundle]:
        """Every bundle of the catalogue."""
        return tuple(self._bundles.values())

    def parts(self, name: str) -> Sequence[Asset]:
        """The assets of a bundle in their order; of an asset, itself.

        Raises:
            UserError: `NOT_FOUND` when there is neither a bundle nor an asset of this name.
        """
        bundle = self._bundles.get(name)
        return [self.asset(part) for part in (bundle.parts if bundle else (name,))]

    def list(self) -> list[AssetStatus]:
        """Every asset of the catalogue, with what is here of it."""
        return [self.status(asset_id) for asset_id in self._catalogue]

    def status(self, asset_id: str) -> AssetStatus:
        """What is here of one asset; as cheap as `quick_check`.

        Raises:
            UserError: `NOT_FOUND` when there is no such asset.
        """
        asset = self.asset(asset_id)
        partial = size_of(self._layout.parts(asset.id))
        accepted = is_accepted(self._layout, asset)
        folder = self._layout.folder(asset.id)
        if not folder.is_dir():
            return AssetStatus(asset, False, None, 0, partial_bytes=partial, accepted=accepted)
        damages = glance(asset, folder)
        receipt = read_receipt(folder)
        return AssetStatus(
            asset,
            installed=not damages,
            path=folder,
            bytes=size_of(folder),
            problem=damages[0].message if damages else None,
            partial_bytes=partial,
            provider=receipt.provider if receipt else None,
            accepted=accepted,
        )

    def locate(self, asset_id: str) -> Path | None:
        """The folder of an installed asset, else None; reads only the receipt."""
        folder = self._layout.folder(self.asset(asset_id).id)
        return folder if read_receipt(folder) is not None else None

    def path(self, asset_id: str, filename: str) -> Path | None:
        """The installed file, None when it is not here with the right size; reads only the receipt.

        Raises:
            UserError: `NOT_FOUND` when there is no such asset.
            KeyError: when the asset has no such file, which is the caller's mistake.
        """
        asset = self.asset(asset_id)
        file = asset.file(filename)
        if file is None:
            raise KeyError(f"{asset_id} has no file {filename}")
        folder = self._layout.folder(asset.id)
        receipt = read_receipt(folder)
        fixed = receipt.fixes(asset, file) if receipt else None
        if fixed is None:
            return None
        path = folder / filename
        try:
            return path if path.stat().st_size == fixed.size_bytes else None
        except OSError:
            return None

    def require(self, asset_id: str, filename: str) -> Path:
        """The installed file, after a quick check of the asset.

        Raises:
            MachineError: `MODEL_NOT_INSTALLED` when it is not here, `ASSET_CORRUPT` when it is
                damaged.
        """
        asset = self.asset(asset_id)
        if problems := self.quick_check(asset_id):
            raise problems[0]
        path = self.path(asset_id, filename)
        if path is None:
            raise failures.not_installed(asset)
        return path

    def quick_check(self, asset_id: str) -> Sequence[MachineError]:
        """What is wrong with an installed asset at a glance (sizes and times against the receipt).

        Nothing when it is whole, and nothing when it is not installed. A file whose time changed
        is hashed, once.
        """
        asset = self.asset(asset_id)
        folder = self._layout.folder(asset.id)
        return _as_errors(asset, glance(asset, folder)) if folder.is_dir() else []

    def verify(
        self,
        asset_id: str,
        *,
        progress: ProgressCallback = ignore_progress,
        cancel: CancelToken | None = None,
    ) -> Sequence[MachineError]:
        """What is wrong with an installed asset when every byte is read; nothing when it is whole.

        Raises:
            MachineError: `MODEL_NOT_INSTALLED` when it is not here.
            Canceled: when a stop was asked for.
        """
        asset = self.asset(asset_id)
        folder = self._layout.folder(asset.id)
        if not folder.is_dir():
            raise failures.not_installed(asset)
        receipt = read_receipt(folder)
        sizes = [entry.size_bytes for entry in receipt.entries.values()] if receipt else []
        total = max(sum(sizes) or asset.total_bytes, 1)
        read = 0

        def seen(size: int) -> None:
            nonlocal read
            read += size
            message = f"{asset.title}: {failures.megabytes(read)} checked"
            progress(Progress(Stage.ANALYZING, min(read / total, 1.0), message))

        return _as_errors(asset, full_look(asset, folder, cancel or CancelToken(), seen))

    def needs_acceptance(self, name: str) -> Sequence[Asset]:
        """Those assets of a bundle (or the asset) whose licence nobody has agreed to here yet.

        Raises:
            UserError: `NOT_FOUND` when there is neither a bundle nor an asset of this name.
        """
        return [asset for asset in self.parts(name) if not is_accepted(self._layout, asset)]

    def accept_licence(self, name: str) -> None:
        """Note that somebody agrees to the licence of an asset, or of each in a bundle.

        Raises:
            UserError: `NOT_FOUND` when there is neither a bundle nor an asset of this name.
            MachineError: `NOT_WRITABLE` or `DISK_FULL`.
        """
        for asset in self.needs_acceptance(name):
            with failures.told_plainly(asset, self.root):
                note_accepted(self._layout, asset)

    def check_terms(self, names: Sequence[str]) -> None:
        """Make sure that every licence that asks for it has been agreed to.

        Raises:
            UserError: `VALIDATION` with the terms, where one has not; `NOT_FOUND`.
        """
        asking = [asset for name in names for asset in self.needs_acceptance(name)]
        if asking:
            raise failures.terms_not_accepted(asking)

    def check_room(self, names: Sequence[str]) -> None:
        """Make sure that several assets fit onto the disk together, before the first is fetched.

        Raises:
            UserError: `NOT_FOUND`.
            MachineError: `DISK_FULL`.
        """
        assets = [self.asset(name) for name in names]
        if assets:
            with failures.told_plainly(assets[0], self.root):
                self._installer.check_room_for_all(assets)

    def lies_in(self, asset_id: str, folder: Path) -> bool:
        """Whether `folder` has all files of an asset, in a place that says whose they are.

        Raises:
            UserError: `NOT_FOUND` when there is no such asset.
        """
        asset = self.asset(asset_id)
        source = source_of(asset, folder, plain=False)
        return not isinstance(source, OfflineFolder) or source.holds(asset.files)

    def forget_part(self, asset_id: str) -> None:
        """Throw away what a stopped download has left, so that the next begins anew.

        Raises:
            UserError: `NOT_FOUND` when there is no such asset.
        """
        shutil.rmtree(self._layout.parts(self.asset(asset_id).id), ignore_errors=True)

    def install(
        self,
        asset_id: str,
        *,
        source: Path | None = None,
        force: bool = False,
        progress: ProgressCallback = ignore_progress,
        cancel: CancelToken | None = None,
    ) -> AssetStatus:
        """Make sure that an asset is here and whole.

        Providers are tried in order; with `source` only that folder, file or package is looked
        at. What is whole already stays, unless `force`. A stop leaves a half-done download for the
        next attempt, and an installed asset as it was.

        Raises:
            UserError: `NOT_FOUND` or `VALIDATION` for the id or the source, `VALIDATION` for a
                licence that has to be accepted first.
            MachineError: `DOWNLOAD_FAILED`, `DISK_FULL` or `NOT_WRITABLE`.
            Canceled: within a second of the request.
        """
        asset = self.asset(asset_id)
        self.check_terms([asset_id])
        cancel = cancel or CancelToken()
        cancel.raise_if_canceled()

        def waiting() -> None:
            message = f"{asset.title}: waiting for another process that installs it"
            progress(Progress(Stage.DOWNLOADING, 0.0, message))

        with (
            failures.told_plainly(asset, self.root),
            hold_lock(self._layout.lock(asset.id), cancel, waiting),
        ):
            self._installer.clear_leftovers(asset)
            if force or not self.status(asset_id).installed:
                with self._telling_what_is_kept(asset):
                    self._installer.install(asset, source, _reporter(asset, progress), cancel)
        progress(Progress(Stage.DOWNLOADING, 1.0, f"{asset.title} is installed"))
        return self.status(asset_id)

    @contextmanager
    def _telling_what_is_kept(self, asset: Asset) -> Iterator[None]:
        try:
            yield
        except Canceled as stopped:
            here = size_of(self._layout.parts(asset.id))
            if here:
                stopped.recovery = (
                    f"What has come of {asset.title} ({failures.megabytes(here)}) is kept: "
                    "ask for it again, and it goes on from there."
                )
            raise

    def remove(self, asset_id: str, *, cancel: CancelToken | None = None) -> int:
        """Delete an asset and what was downloaded of it; the bytes that were freed.

        Raises:
            Canceled: when a stop was asked for while another process installs the asset.
            UserError: `NOT_FOUND` when there is no such asset.
            MachineError: `NOT_WRITABLE` when it can't be deleted, for example while it is in use.
        """
        asset = self.asset(asset_id)
        if not self.root.is_dir():
            return 0
        with (
            failures.told_plainly(asset, self.root),
            hold_lock(self._layout.lock(asset.id), cancel or CancelToken(), lambda: None),
        ):
            self._installer.clear_leftovers(asset)
            return self._installer.remove(asset)


def _as_errors(asset: Asset, damages: Sequence[Damage]) -> Sequence[MachineError]:
    return [failures.corrupt(asset, damage) for damage in damages]


def _reporter(asset: Asset, progress: ProgressCallback) -> BytesReport:
    meter = Meter()

    def report(done: int, total: int, doing: str) -> None:
        fraction = min(done / total, 0.99) if total else 0.0
        amount = f"{failures.megabytes(done)} of {failures.megabytes(total)}, " if total else ""
        if doing == DOWNLOADING:
            doing = _pace(meter.rate(done), total - done) or doing
        else:
            meter.restart()
        progress(Progress(Stage.DOWNLOADING, fraction, f"{asset.title}: {amount}{doing}"))

    return report


def _pace(rate: float | None, left_bytes: int) -> str | None:
    """How fast it goes and how long it takes, for a person."""
    if rate is None:
        return None
    seconds = max(0, round(left_bytes / rate))
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    parts = ((hours, "h"), (minutes, "min"), (rest if not hours else 0, "s"))
    left = " ".join(f"{amount} {unit}" for amount, unit in parts if amount) or "0 s"
    speed = failures.megabytes(round(rate)) if rate >= 1e6 else f"{rate / 1e3:,.0f} kB"
    return f"{speed}/s, {left} left"
