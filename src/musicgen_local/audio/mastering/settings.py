"""What a master can be asked to be: four presets, and a loudness and a ceiling of one's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from musicgen_local.errors import ErrorCode, UserError

_LUFS_RANGE = (-36.0, -6.0)
_DBTP_RANGE = (-12.0, 0.0)
_CREST_RANGE = (6.0, 30.0)


@dataclass(frozen=True, slots=True)
class EqBand:
    """A bell."""

    hz: float
    gain_db: float
    q: float


@dataclass(frozen=True, slots=True)
class CompressorBand:
    """A band of the multiband compressor, up to `high_hz`; the last one has no upper edge."""

    high_hz: float
    threshold_db: float
    ratio: float
    attack_ms: float
    release_ms: float


@dataclass(frozen=True, slots=True)
class MasterPreset:
    """A manner of mastering, by name."""

    name: str
    target_lufs: float
    ceiling_dbtp: float
    width: float  # side gain, above the mono bass
    equaliser: tuple[EqBand, ...] = ()
    multiband: tuple[CompressorBand, ...] = ()


EQUALISER = (
    EqBand(80, 1.5, 1.0),
    EqBand(250, -1.0, 1.5),
    EqBand(3_000, 1.0, 1.0),
    EqBand(10_000, 2.0, 0.7),
)
MULTIBAND = (
    CompressorBand(150, -18, 4.0, 10, 100),
    CompressorBand(500, -15, 3.0, 5, 80),
    CompressorBand(2_000, -12, 2.5, 3, 60),
    CompressorBand(6_000, -10, 2.0, 2, 50),
    CompressorBand(20_000, -8, 2.0, 1, 40),
)

# "loud" is for people who want it loud: -11 LUFS still leaves drums their shape.
MASTER_PRESETS: Mapping[str, MasterPreset] = MappingProxyType(
    {
        preset.name: preset
        for preset in (
            MasterPreset("subtle", -14.0, -1.0, 1.05),
            MasterPreset("balanced", -14.0, -0.5, 1.10, EQUALISER, MULTIBAND),
            MasterPreset("loud", -11.0, -0.1, 1.15, EQUALISER, MULTIBAND),
            MasterPreset("broadcast", -14.0, -1.0, 1.05, EQUALISER, MULTIBAND),
        )
    }
)


@dataclass(frozen=True, slots=True)
class MasterSettings:
    """A preset, and what of it is to be otherwise.

    `target_lufs` (-36 to -6) is integrated loudness, `ceiling_dbtp` (-12 to 0) true peak; `None`
    takes the preset's. `most_crest_db` (6 to 30) is how far peaks may stand above the RMS: records
    of loud genres keep them short, and the limiter takes up to 4 dB more off them for it.

    Raises:
        UserError: `VALIDATION`, naming the field.
    """

    preset: str = "balanced"
    target_lufs: float | None = None
    ceiling_dbtp: float | None = None
    most_crest_db: float | None = None

    def __post_init__(self) -> None:
        if self.preset not in MASTER_PRESETS:
            raise _invalid(
                "preset",
                f"'{self.preset}' is no mastering preset.",
                f"Use {', '.join(MASTER_PRESETS)}.",
            )
        _check_range("target_lufs", self.target_lufs, _LUFS_RANGE, "LUFS")
        _check_range("ceiling_dbtp", self.ceiling_dbtp, _DBTP_RANGE, "dBTP")
        _check_range("most_crest_db", self.most_crest_db, _CREST_RANGE, "dB")

    @property
    def chosen(self) -> MasterPreset:
        """The preset, its target and ceiling replaced where the settings say so."""
        preset = MASTER_PRESETS[self.preset]
        return MasterPreset(
            preset.name,
            preset.target_lufs if self.target_lufs is None else self.target_lufs,
            preset.ceiling_dbtp if self.ceiling_dbtp is None else self.ceiling_dbtp,
            preset.width,
            preset.equaliser,
            preset.multiband,
        )


def _check_range(field: str, value: float | None, bounds: tuple[float, float], unit: str) -> None:
    low, high = bounds
    if value is not None and not low <= value <= high:
        raise _invalid(
            field, f"{value} {unit} is out of range.", f"Use {low:g} to {high:g} {unit}."
        )


def _invalid(field: str, message: str, recovery: str) -> UserError:
    return UserError(ErrorCode.VALIDATION, message, recovery=recovery, details={"field": field})
