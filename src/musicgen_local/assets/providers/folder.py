"""Files that are on this machine already, openly in a folder or in a package put there by hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from musicgen_local.assets.asset import AssetFile, FetchContext, ProviderFailedError
from musicgen_local.assets.providers.archives import ARCHIVE_SUFFIXES, extract_files
from musicgen_local.assets.staging import Staging


@dataclass(frozen=True, slots=True)
class LocalFolder:
    """A folder with the files or with packages that hold them, or one such file or package."""

    path: Path
    network = False
    download_bytes = 0
    by_hand = None

    @property
    def name(self) -> str:
        """Where it is."""
        return str(self.path)

    def unavailable(self, _context: FetchContext, /) -> str | None:
        """It has to exist."""
        return None if self.path.exists() else "it does not exist"

    def fetch(self, files: Sequence[AssetFile], into: Staging, context: FetchContext) -> None:
        """Copy the files, looking into packages only for those that do not lie there openly."""
        reasons: list[str] = []
        total = sum(file.size_bytes for file in files)
        copied = 0
        for file in files:
            for path in self._places(file):
                context.report(copied, total, "copying")
                if _try(path, [file], into, context, reasons):
                    copied += file.size_bytes
                    break
        for archive in self._archives():
            missing = into.missing(files)
            if not missing:
                return
            context.report(copied, total, f"looking into {archive.name}")
            _try(archive, missing, into, context, reasons)
        missing = into.missing(files)
        if missing:
            names = ", ".join(file.name for file in missing[:3])
            more = f" and {len(missing) - 3} more" if len(missing) > 3 else ""
            reasons.append(f"{names}{more} not found in it")
            raise ProviderFailedError("; ".join(dict.fromkeys(reasons)))

    def _places(self, file: AssetFile) -> Iterator[Path]:
        if self.path.is_file():
            if self.path.name == file.base_name:
                yield self.path
            return
        for path in dict.fromkeys((self.path / file.name, self.path / file.base_name)):
            if path.is_file():
                yield path

    def _archives(self) -> Iterator[Path]:
        try:
            candidates = [self.path] if self.path.is_file() else sorted(self.path.iterdir())
        except PermissionError as error:
            raise ProviderFailedError("it can't be read") from error
        for path in candidates:
            if path.is_file() and path.name.lower().endswith(ARCHIVE_SUFFIXES):
                yield path


def _try(
    path: Path,
    files: Sequence[AssetFile],
    into: Staging,
    context: FetchContext,
    reasons: list[str],
) -> bool:
    """Take `files` from `path`; why it failed, if it did, goes to `reasons`."""
    try:
        with path.open("rb") as source:
            if path.name == files[0].base_name:
                into.write(files[0], source, context.cancel)
            else:
                extract_files(path, files, into, context.cancel)
    except PermissionError:
        reasons.append(f"{path.name} can't be read")
        return False
    except ProviderFailedError as error:
        reasons.append(str(error))
        return False
    return True
