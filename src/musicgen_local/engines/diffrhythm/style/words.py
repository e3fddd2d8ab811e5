"""Words as the tokens that XLM-RoBERTa learned: pieces of words of a hundred languages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from musicgen_local.engines.diffrhythm.style.config import TextConfig
from musicgen_local.engines.diffrhythm.style.damage import corrupt, missing
from musicgen_local.errors import ErrorCode, MachineError, UserError

if TYPE_CHECKING:
    from sentencepiece import SentencePieceProcessor

FILE = "xlm-roberta-base/sentencepiece.bpe.model"

_INSTALL = "pip install 'musicgen-local[torch]'"

# The model's ids are not the file's: its own four come first, and a mask comes last.
_FIRST, _LAST, _UNKNOWN = 0, 2, 3
_SHIFT = 1
_ADDED = 2  # ids that the file doesn't have


class Tokenizer:
    """The pieces in the file, which must be those that the text model was trained with.

    Raises:
        MachineError: `MODEL_NOT_INSTALLED` when the file, or sentencepiece, isn't there;
            `ASSET_CORRUPT` when the file can't be read or has pieces for another model.
    """

    def __init__(self, path: Path, config: TextConfig) -> None:
        self._pieces = _read_pieces(path)
        self._max_tokens = config.max_tokens
        if len(self._pieces) + _ADDED != config.vocabulary:
            raise corrupt(
                path,
                f"it has {len(self._pieces)} pieces of words, and the text model knows "
                f"{config.vocabulary - _ADDED}",
            )

    def ids(self, words: str) -> list[int]:
        """The tokens of `words`, between the one that begins and the one that ends a text.

        Raises:
            UserError: `INVALID_PROMPT` when there are no words, or more than the model can read.
        """
        pieces = self._pieces.encode(words)
        if not pieces:
            raise UserError(
                ErrorCode.INVALID_PROMPT,
                "The style has no words.",
                recovery="Describe it in a few words: genre, mood, instruments.",
                details={"field": "style"},
            )
        room = self._max_tokens - 2
        if len(pieces) > room:
            raise UserError(
                ErrorCode.INVALID_PROMPT,
                f"The style is too long: {len(pieces)} pieces of words, where {room} can be read.",
                recovery="Describe it in a sentence or two.",
                details={"field": "style", "pieces": len(pieces), "at_most": room},
            )
        unknown = self._pieces.unk_id()
        inner = [_UNKNOWN if piece == unknown else piece + _SHIFT for piece in pieces]
        return [_FIRST, *inner, _LAST]


def _read_pieces(path: Path) -> SentencePieceProcessor:
    try:
        from sentencepiece import SentencePieceProcessor
    except ImportError as error:
        raise MachineError(
            ErrorCode.MODEL_NOT_INSTALLED,
            "Styles can't be read: sentencepiece is not installed.",
            recovery=f"Install it with the other parts of neural engines: {_INSTALL}.",
            details={"install": _INSTALL},
        ) from error
    try:
        return SentencePieceProcessor(model_proto=path.read_bytes())
    except FileNotFoundError as error:
        raise missing(path) from error
    except (RuntimeError, OSError) as error:
        raise corrupt(path, f"it can't be read ({str(error)[:200]})") from error
