"""Lines to sing become the model's text: a token for each frame of the latents."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from musicgen_local.engines.diffrhythm.config import BASE_95, LATENT_RATE, frames_at
from musicgen_local.engines.diffrhythm.lyrics import LyricLine, listed
from musicgen_local.engines.diffrhythm.phonemes.reading import Reading, read_aloud
from musicgen_local.engines.diffrhythm.phonemes.runs import Script, runs_of
from musicgen_local.errors import ErrorCode, MachineError

FILLER = 0  # no word
COMMA = 1
LINE_END = 2  # the full stop; within a line it is a comma
VOCABULARY = BASE_95.text_num_embeds + 1  # the inventory's symbols and the filler

_LATE_SECONDS = 0.5  # a line that begins so much later than asked for is told
_MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class Inventory:
    """The symbols that the model knows, and their tokens."""

    tokens: Mapping[str, int]  # symbol -> 1..VOCABULARY - 1

    @classmethod
    def load(cls, path: Path) -> Inventory:
        """Reads the published `vocab.json`: `{"vocab": {symbol: id}}`, ids from 0.

        Raises
        ------
        MachineError
            `MODEL_NOT_INSTALLED` where there is no file, `ASSET_CORRUPT` where it is not one.
        """
        try:
            ids = json.loads(path.read_text("utf-8"))["vocab"]
            tokens = {str(symbol): int(number) + 1 for symbol, number in ids.items()}
        except FileNotFoundError as error:
            raise MachineError(
                ErrorCode.MODEL_NOT_INSTALLED,
                f"The list of the model's sounds is missing: {path.name}.",
                recovery="Download the model: mgl models download diffrhythm",
            ) from error
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise _corrupt(path, "it can't be read") from error
        if not all(0 < token < VOCABULARY for token in tokens.values()):
            raise _corrupt(path, f"it has ids beyond {VOCABULARY - 2}")
        if (tokens.get(","), tokens.get(".")) != (COMMA, LINE_END):
            raise _corrupt(path, "its first symbols are not the comma and the full stop")
        return cls(MappingProxyType(tokens))

    def of_line(self, symbols: Iterable[str]) -> tuple[list[int], list[str]]:
        """The tokens of a line with its end, and the symbols that the model doesn't know.

        A line of which nothing is known has no tokens.
        """
        tokens, unknown = [], []
        for symbol in symbols:
            token = self.tokens.get(symbol)
            if token is None:
                unknown.append(symbol)
            else:
                tokens.append(COMMA if token == LINE_END else token)
        return [*tokens, LINE_END] if tokens else [], unknown


@dataclass(frozen=True, slots=True)
class TokenTrack:
    """The text of a song, as the model reads it."""

    tokens: NDArray[np.int64]  # [frames], 0..VOCABULARY - 1
    notices: tuple[str, ...] = ()  # what is not sung as it is written


@dataclass(frozen=True, slots=True)
class _Placed:
    line: LyricLine
    late_seconds: float
    lost: int  # tokens beyond the end


def token_track(
    lines: Sequence[LyricLine],
    inventory: Inventory,
    frames: int,
    *,
    drop_last_line: bool = False,
) -> TokenTrack:
    """Writes lines into the frames of a song, each from the frame of its time on.

    A line never begins before the one before it has ended, and what would be beyond the last
    frame is cut. Whatever is sung otherwise than it is written stands in the notices.

    Parameters
    ----------
    lines : sequence of LyricLine
        In the order of time; those that begin after the last frame are passed over. None: an
        instrumental, filler in all frames.
    inventory : Inventory
    frames : int
        Length of the song in latent frames.
    drop_last_line : bool
        Leave out the last line, as the published code does for songs of 95 s.

    Raises
    ------
    MachineError
        `MODEL_NOT_INSTALLED`: what reads words aloud is not installed.
    """
    tokens = np.full(frames, FILLER, dtype=np.int64)
    sung = [line for line in lines if frames_at(line.seconds) < frames]
    dropped = sung[-1:] if drop_last_line else []
    sung = sung[: len(sung) - len(dropped)]
    fallback = _script_of_most(sung)
    readings: list[Reading] = []
    placed: list[_Placed] = []
    unknown: Counter[str] = Counter()
    free = 0
    for line in sung:
        readings.append(read_aloud(line.text, fallback))
        told, strange = inventory.of_line(readings[-1].symbols)
        unknown.update(strange)
        asked = frames_at(line.seconds)
        begin = max(asked, free)
        free = min(begin + len(told), frames)
        kept = max(free - begin, 0)
        tokens[begin:free] = told[:kept]
        late = (begin - asked) / LATENT_RATE
        placed.append(_Placed(line, late, len(told) - kept))
    return TokenTrack(tokens, tuple(_notices(readings, placed, unknown, dropped)))


def _script_of_most(lines: Iterable[LyricLine]) -> Script:
    """The script of most runs: a line of numbers alone is read in its language."""
    lettered = (line.text for line in lines if any(map(str.isalpha, line.text)))
    counted = Counter(run.script for text in lettered for run in runs_of(text))
    return counted.most_common(1)[0][0] if counted else Script.LATIN


def _notices(
    readings: Sequence[Reading],
    placed: Sequence[_Placed],
    unknown: Counter[str],
    dropped: Sequence[LyricLine],
) -> Iterable[str]:
    if any(reading.approximate for reading in readings):
        yield (
            "The model has not learnt Russian: its words are sung with the nearest English and "
            "Mandarin sounds, an approximation."
        )
    if letters := sum(reading.unread_letters for reading in readings):
        yield f"Left out {letters} letters of scripts other than Latin, Chinese and Cyrillic."
    if unknown:
        named = ", ".join(symbol for symbol, _ in unknown.most_common(_MOST_NAMED))
        yield f"Left out {unknown.total()} sounds that the model doesn't know: {named}."
    if late := [one for one in placed if one.late_seconds >= _LATE_SECONDS]:
        most = max(one.late_seconds for one in late)
        yield (
            f"Too many words before line {_numbers(late)}: begins up to {most:.1f} s later than "
            "asked for."
        )
    if cut := [one for one in placed if one.lost]:
        yield f"The song ends before the words of line {_numbers(cut)} do."
    for line in dropped:
        yield f"Line {line.number} is left out, as the published model leaves out the last one."


def _numbers(placed: Iterable[_Placed]) -> str:
    return listed([one.line.number for one in placed])


def _corrupt(path: Path, why: str) -> MachineError:
    return MachineError(
        ErrorCode.ASSET_CORRUPT,
        f"The list of the model's sounds ({path.name}) is damaged: {why}.",
        recovery="Remove the file and download the model again: mgl models download diffrhythm",
    )
