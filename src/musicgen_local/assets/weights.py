"""The weights that engines with a trained model need.

Revisions are commits where one is known, so that what was listed here is what comes. Sizes and
hashes are the hub's to tell; the sizes here are what its pages show, rounded as they round them.
"""

from __future__ import annotations

from musicgen_local.assets.asset import Asset, AssetKind, Bundle, OpenFile
from musicgen_local.assets.providers.hub import Hub
from musicgen_local.assets.providers.hub_cache import HubCache, HubRepo
from musicgen_local.assets.providers.url import Url

_DIFFRHYTHM_CODE = "28ad63c0f096fe2ee258bcabbcf081d5d9366afd"  # ASLP-lab/DiffRhythm on GitHub


def _from_hub(*repos: HubRepo) -> tuple[Hub, HubCache]:
    """The hub, and what its own tools have of it for when it can't be asked."""
    return Hub(repos), HubCache(repos)


DIFFRHYTHM_BASE = Asset(
    id="diffrhythm-base",
    title="DiffRhythm 1.2, 95 s",
    summary="The diffusion transformer that writes songs of 1:35 from lyrics and a style.",
    kind=AssetKind.WEIGHTS,
    version="1.2-185bdeb8",
    licence="Apache-2.0",
    files=(OpenFile("cfm_model.pt", about_bytes=2_220_000_000),),
    providers=_from_hub(
        HubRepo("ASLP-lab/DiffRhythm-1_2", "185bdeb80541b9260d266c5f041859017441f307")
    ),
)

DIFFRHYTHM_FULL = Asset(
    id="diffrhythm-full",
    title="DiffRhythm 1.2, 285 s",
    summary="The same for whole songs, from 1:36 to 4:45.",
    kind=AssetKind.WEIGHTS,
    version="1.2",
    licence="Apache-2.0",
    files=(OpenFile("cfm_model.pt", about_bytes=2_220_000_000),),
    providers=_from_hub(HubRepo("ASLP-lab/DiffRhythm-1_2-full", "main")),
)

DIFFRHYTHM_VAE = Asset(
    id="diffrhythm-vae",
    title="DiffRhythm VAE",
    summary="Turns what the transformer writes into sound, and recordings into what it reads.",
    kind=AssetKind.WEIGHTS,
    version="74e2afac",
    licence="LicenseRef-Stability-AI-Community",
    files=(OpenFile("vae_model.pt", about_bytes=625_000_000),),
    providers=_from_hub(
        HubRepo("ASLP-lab/DiffRhythm-vae", "74e2afacfd91dd1b96662c96dcef763c1258768b")
    ),
    terms=(
        "Free for research, for private use, and for those who earn less than 1,000,000 US dollars "
        "a year; everybody else needs a licence from Stability AI."
    ),
)

DIFFRHYTHM_INVENTORY = Asset(
    id="diffrhythm-inventory",
    title="DiffRhythm inventory",
    summary="The sounds of speech that the model knows, and the style that it is led away from.",
    kind=AssetKind.WEIGHTS,
    version=_DIFFRHYTHM_CODE[:8],
    licence="Apache-2.0",
    files=(
        OpenFile(
            "vocab.json",
            sha256="0f5c44e05f79df8ae4fd77d7772950436a8bacc83d134fdf0ae3c72412b5676a",
        ),
        OpenFile(
            "vocal.npy",
            sha256="6cb7d74eb7a8eda12acb8247b21d373928301db8a8cb0db480d341799fed3ce5",
        ),
    ),
    providers=(
        Url(
            f"https://raw.githubusercontent.com/ASLP-lab/DiffRhythm/{_DIFFRHYTHM_CODE}/{{name}}",
            paths={"vocab.json": "g2p/g2p/vocab.json", "vocal.npy": "infer/example/vocal.npy"},
        ),
    ),
)

MUQ_MULAN_LARGE = Asset(
    id="muq-mulan-large",
    title="MuQ-MuLan large",
    summary="Hears the style of a recording, or reads it in a sentence.",
    kind=AssetKind.WEIGHTS,
    version="2e01c796",
    licence="CC-BY-NC-4.0 AND MIT",
    files=(
        OpenFile("config.json"),
        OpenFile("pytorch_model.bin", about_bytes=2_650_000_000),
        # Both towers' weights are in the file above; of what they were built on only the
        # settings, and the pieces of words that the text model reads, are needed.
        OpenFile("muq-large-msd-iter/config.json", about_bytes=3_100),
        OpenFile("xlm-roberta-base/config.json", about_bytes=600),
        OpenFile("xlm-roberta-base/sentencepiece.bpe.model", about_bytes=5_070_000),
    ),
    providers=_from_hub(
        HubRepo("OpenMuQ/MuQ-MuLan-large", "2e01c796b71dca71b45251384c04cd7b237c9020"),
        HubRepo(
            "OpenMuQ/MuQ-large-msd-iter",
            "0562a57814f6f8bbd9fdea0a25921a2fce1a841a",
            into="muq-large-msd-iter",
        ),
        HubRepo(
            "FacebookAI/xlm-roberta-base",
            "e73636d4f797dec63c3081bb6ed5c7b0bb3f2089",
            into="xlm-roberta-base",
        ),
    ),
    terms="Not for commercial purposes.",
)

WEIGHTS: tuple[Asset, ...] = (
    DIFFRHYTHM_BASE,
    DIFFRHYTHM_FULL,
    DIFFRHYTHM_VAE,
    DIFFRHYTHM_INVENTORY,
    MUQ_MULAN_LARGE,
)

DIFFRHYTHM = Bundle(
    id="diffrhythm",
    title="DiffRhythm",
    summary="All that the engine for songs with words needs, for both lengths.",
    # The small ones first: what can't be had is known before gigabytes have come.
    parts=(
        DIFFRHYTHM_INVENTORY.id,
        DIFFRHYTHM_VAE.id,
        MUQ_MULAN_LARGE.id,
        DIFFRHYTHM_BASE.id,
        DIFFRHYTHM_FULL.id,
    ),
)

BUNDLES: tuple[Bundle, ...] = (DIFFRHYTHM,)
