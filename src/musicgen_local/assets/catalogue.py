"""Every asset this product knows: what it is, which bytes, which licence, from where."""

from __future__ import annotations

from importlib.resources import files as package_files
from pathlib import Path

from musicgen_local.assets.asset import Asset, AssetFile, AssetKind
from musicgen_local.assets.drum_files import DRUM_FILES
from musicgen_local.assets.providers.debian import DebianPackage
from musicgen_local.assets.providers.folder import LocalFolder
from musicgen_local.assets.providers.npm import NpmTarball
from musicgen_local.assets.weights import WEIGHTS

_SYSTEM_SOUNDFONTS = Path("/usr/share/sounds/sf3")  # where Debian packages install them

MUSESCORE_GENERAL = Asset(
    id="musescore-general",
    title="MuseScore General (Lite)",
    summary="The default SoundFont: all General MIDI instruments, sampled.",
    kind=AssetKind.SOUNDFONT,
    version="0.2.1",
    licence="MIT",
    files=(
        AssetFile(
            "MuseScore_General_Lite.sf3",
            39_978_561,
            "916aaca6b0eb9f9083eb42399614acb2ff4ec72ce28dffff1814592a9696b479",
        ),
    ),
    providers=(
        LocalFolder(_SYSTEM_SOUNDFONTS),
        DebianPackage(
            package="musescore-general-soundfont-small",
            version="0.2.1-1",
            pool_path=(
                "pool/main/m/musescore-general-soundfont-small/"
                "musescore-general-soundfont-small_0.2.1-1_all.deb"
            ),
            archive_bytes=34_150_714,
            archive_sha256="65f9c1cb658c49e8713d2c95238d5d26868f520341f74a4fe26248a8f763c739",
        ),
    ),
    recommended=True,
)

SONIVOX = Asset(
    id="sonivox",
    title="Sonivox GM",
    summary="A tiny General MIDI SoundFont, for when a megabyte is all there is room for.",
    kind=AssetKind.SOUNDFONT,
    version="1.8.4",
    licence="Apache-2.0",
    files=(
        AssetFile(
            "sonivox.sf2",
            1_351_896,
            "4978cf37e7164206f2d22dc4fdf4020ffe040787210bf781e31bdc79961f59ef",
        ),
    ),
    providers=(
        NpmTarball(
            package="@coderline/alphatab",
            version="1.8.4",
            archive_bytes=4_651_280,
            archive_sha256="70b2c77abc9698a055d90a11d77308b6b41247936476e969d85770e3d4db4602",
        ),
    ),
)

DRUM_SAMPLES = Asset(
    id="drum-samples",
    title="Drum samples",
    summary="Kicks, snares, hats, toms, cymbals, percussion and vinyl noise, recorded one by one.",
    kind=AssetKind.SAMPLES,
    version="3.2.2",
    licence="CC0-1.0",
    files=DRUM_FILES,
    providers=(
        LocalFolder(Path("/usr/share/sonic-pi/samples")),
        DebianPackage(
            package="sonic-pi-samples",
            version="3.2.2~repack-8",
            pool_path="pool/main/s/sonic-pi/sonic-pi-samples_3.2.2~repack-8_all.deb",
            archive_bytes=21_882_696,
            archive_sha256="25f2312d2fae005e6ad0f4726b8ed3084e776006a5a132083506e960224ac79d",
        ),
    ),
    recommended=True,
)

FLUIDR3_MONO = Asset(
    id="fluidr3-mono",
    title="FluidR3 Mono GM",
    summary="An older, lighter General MIDI SoundFont with another character.",
    kind=AssetKind.SOUNDFONT,
    version="2.315",
    licence="MIT",
    files=(
        AssetFile(
            "FluidR3Mono_GM.sf3",
            23_614_353,
            "cda013d8c370a48ae8dad271e761078d2e77455488dabdedbfbe5fc76a38c682",
        ),
    ),
    providers=(
        LocalFolder(_SYSTEM_SOUNDFONTS),
        DebianPackage(
            package="fluidr3mono-gm-soundfont",
            version="2.315-7",
            pool_path="pool/main/f/fluidr3mono-gm-soundfont/fluidr3mono-gm-soundfont_2.315-7_all.deb",
            archive_bytes=18_726_092,
            archive_sha256="4098301bf29f4253c2f5799a844f42dd4aa733d91a210071ad16d7757dea51d6",
        ),
    ),
)

CATALOGUE: tuple[Asset, ...] = (
    MUSESCORE_GENERAL,
    SONIVOX,
    DRUM_SAMPLES,
    FLUIDR3_MONO,
    *WEIGHTS,
)


def licence_text(asset: Asset) -> str:
    """The licence and the names of the makers, as installed beside the files.

    An asset from elsewhere than this catalogue has no text here; its SPDX expression stands in.
    """
    path = package_files("musicgen_local.assets") / "licences" / f"{asset.id}.txt"
    if not path.is_file():
        return f"{asset.title} {asset.version}\nLicence: {asset.licence}\n"
    return path.read_text(encoding="utf-8")
