"""A text file of prompts, one a line, becomes a folder of MP3s. Stop it and start it at will.

    python examples/batch_for_a_channel.py prompts.txt --out channel/ --duration 180

Each line is a job of its own under an idempotency key that is made of the line, so a second run
finds the jobs of the first one instead of asking anew. Lines whose file is there are left alone.
The seed is made of the line too: should the server have forgotten the job meanwhile, the music is
the same.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx

from client import Client, Failed

MAX_NAME_CHARACTERS = 60


@dataclass(frozen=True, slots=True)
class Order:
    """One line of the file, and where its music goes."""

    prompt: str
    duration_seconds: float
    target: Path

    @property
    def key(self) -> str:
        """The same for the same line, whenever the program runs."""
        asked = f"{self.target.name}\n{self.prompt}\n{self.duration_seconds}"
        return f"channel-{hashlib.sha256(asked.encode()).hexdigest()[:32]}"

    @property
    def seed(self) -> int:
        """A number for the music, made of the key."""
        return int(self.key[-7:], 16)


def read_orders(prompts: Path, folder: Path, duration_seconds: float) -> Iterator[Order]:
    """What the file asks for; empty lines and those that begin with # are left out."""
    lines = [line.strip() for line in prompts.read_text("utf-8").splitlines()]
    wanted = [line for line in lines if line and not line.startswith("#")]
    for number, prompt in enumerate(wanted, start=1):
        words = re.sub(r"\W+", "-", prompt).strip("-")[:MAX_NAME_CHARACTERS]
        yield Order(prompt, duration_seconds, folder / f"{number:02d}-{words}.mp3")


def carry_out(client: Client, orders: list[Order]) -> int:
    """Queue all of them, then fetch each; how many could not be made."""
    asked = [
        client.generate(
            order.prompt,
            idempotency_key=order.key,
            duration_seconds=order.duration_seconds,
            seed=order.seed,
            formats=["mp3"],
            priority="low",  # whoever waits for a single track goes first
        )
        for order in orders
    ]
    failures = 0
    for order, job in zip(orders, asked, strict=True):
        try:
            again = job["status"] in ("failed", "canceled")  # in the run before
            done = client.wait(client.retry(job) if again else job)
            client.download(done["track_ids"][0], order.target)
        except Failed as error:
            failures += 1
            sys.stderr.write(f"{order.target.name}: {error}\n")
        else:
            sys.stdout.write(f"{order.target}\n")
    return failures


def main() -> int:
    """The command line; the exit code."""
    parser = argparse.ArgumentParser(description="Make an MP3 of each line of a text file.")
    parser.add_argument("prompts", type=Path, help="the text file, a prompt a line")
    parser.add_argument("--out", type=Path, default=Path("channel"), help="the folder")
    parser.add_argument("--duration", type=float, default=180.0, help="seconds of each track")
    given = parser.parse_args()
    try:
        given.out.mkdir(parents=True, exist_ok=True)
        orders = list(read_orders(given.prompts, given.out, given.duration))
        missing = [order for order in orders if not order.target.exists()]
        with Client() as client:
            failures = carry_out(client, missing)
    except (Failed, httpx.TransportError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
