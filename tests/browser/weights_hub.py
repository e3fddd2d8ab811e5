"""A hub with small weights, for the studio in a browser: `python weights_hub.py MODELS_FOLDER`.

Prints its address, and serves until its input ends. The first download of the VAE halts on the way,
as on a bad line; what is left of it then comes slowly enough to be watched. The transformer for
whole songs is refused until a line comes in. What comes from elsewhere than the hub is in
MODELS_FOLDER already, at a glance: only a look at every byte tells that its contents are made up.
"""

from __future__ import annotations

import sys
from pathlib import Path

from hub_server import HubServer, a_hub, publish_weights
from musicgen_local.assets.receipt import take_receipt, write_receipt
from musicgen_local.assets.weights import DIFFRHYTHM_INVENTORY, DIFFRHYTHM_VAE
from web_server import Fault, Page

HALTS_AFTER_BYTES = 60_000
SECONDS_PER_BLOCK = 1.0  # of 16 kB: six of them are left


def main(models: Path) -> None:
    """Serve until the input ends."""
    install_inventory(models / DIFFRHYTHM_INVENTORY.id)
    with a_hub() as hub:
        refused = publish(hub)
        sys.stdout.write(f"{hub.url}\n")
        sys.stdout.flush()
        for _ in sys.stdin:
            refused.faults = []


def install_inventory(folder: Path) -> None:
    """Put files of these names in place, with a receipt that says that they are the right ones."""
    folder.mkdir(parents=True)
    for file in DIFFRHYTHM_INVENTORY.files:
        (folder / file.name).write_text("made up", "utf-8")
    hashes = {file.name: str(file.sha256) for file in DIFFRHYTHM_INVENTORY.files}
    write_receipt(folder, take_receipt(DIFFRHYTHM_INVENTORY, folder, "test", hashes))


def publish(hub: HubServer) -> Page:
    """Let the hub have everything, and its troubles; the page that is refused."""
    published = publish_weights(hub)
    [vae] = published[DIFFRHYTHM_VAE.id].values()
    page = hub.large(vae)
    page.faults = [Fault(halts_after=HALTS_AFTER_BYTES)]
    page.seconds_per_block = SECONDS_PER_BLOCK
    listing = hub.listing("ASLP-lab/DiffRhythm-1_2-full", "main")
    listing.faults, listing.forever = [Fault(401)], True
    return listing


if __name__ == "__main__":
    main(Path(sys.argv[1]))
