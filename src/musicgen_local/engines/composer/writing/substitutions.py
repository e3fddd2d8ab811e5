"""Reharmonisation: small swaps that keep a progression's sense and change its colour.

Each rule looks at one chord between its neighbours and returns what to play instead, or nothing
when it has no business there. Rules and conditions follow jazz practice (Levine, *The Jazz Theory
Book*, ch. 12-16) and common-practice mixture (Aldwell & Schachter, *Harmony and Voice Leading*).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from musicgen_local.engines.composer.writing.theory import Chord, make_chord, scale_of


@dataclass(frozen=True, slots=True)
class Span:
    """A chord and its place in a section, in beats."""

    start: float
    duration: float
    chord: Chord

    @property
    def end(self) -> float:
        """Beat at which the next chord begins."""
        return self.start + self.duration


@dataclass(frozen=True, slots=True)
class Key:
    """A tonic and a mode; `rich` when the genre speaks in ninths."""

    tonic: int
    mode: str
    rich: bool


@dataclass(frozen=True, slots=True)
class Moment:
    """One chord, the chord after it, the key they are in, and the dice."""

    span: Span
    following: Chord
    key: Key
    rng: np.random.Generator


Rule = Callable[[Moment], list[Span] | None]

_EXTENDED = {"maj7": "maj9", "m7": "m9", "7": "9", "": "add9", "m": "madd9", "6": "69", "9": "13"}
_SUSPENDED = {"7": "7sus4", "9": "9sus4", "13": "13sus4", "": "sus4"}


def _halves(span: Span, second: Chord) -> list[Span]:
    # three beats part as two and one
    half = span.duration / 2 if span.duration % 2 == 0 else (span.duration + 1) // 2
    rest = span.duration - half
    return [Span(span.start, half, span.chord), Span(span.start + half, rest, second)]


def _dominant_of(target: Chord, key: Key, rng: np.random.Generator) -> Chord:
    root = target.root + 7
    if not key.rich:
        return make_chord(root, "7" if rng.random() < 0.6 else "")
    kinds = ("7b9", "7b13", "7alt") if target.minor_third else ("13", "9", "13b9")
    return make_chord(root, kinds[int(rng.random() * len(kinds))])


def secondary_dominant(at: Moment) -> list[Span] | None:
    """The dominant of the next chord takes the second half."""
    if (
        at.span.duration < 2
        or at.following.root == at.span.chord.root
        or "dim" in at.following.kind
    ):
        return None
    dominant = _dominant_of(at.following, at.key, at.rng)
    if dominant.root == at.span.chord.root:
        return None
    return _halves(at.span, dominant)


def two_five(at: Moment) -> list[Span] | None:
    """The next chord's ii and V take the second half, where there is room."""
    if at.span.duration < 4 or at.following.root in (
        at.span.chord.root,
        (at.span.chord.root + 5) % 12,
    ):
        return None
    first, second = _halves(at.span, _dominant_of(at.following, at.key, at.rng))
    two = make_chord(at.following.root + 2, "m7b5" if at.following.minor_third else "m9")
    quarter = second.duration / 2
    return [first, Span(second.start, quarter, two),
            Span(second.start + quarter, quarter, second.chord)]  # fmt: skip


def tritone(at: Moment) -> list[Span] | None:
    """A dominant that resolves gives way to the dominant a tritone away."""
    if not at.span.chord.dominant or at.following.root != (at.span.chord.root + 5) % 12:
        return None
    kind = "13#11" if at.rng.random() < 0.5 else "9"
    substitute = make_chord(at.span.chord.root + 6, kind)
    if at.span.duration >= 4:
        return _halves(at.span, substitute)
    return [replace(at.span, chord=substitute)]


def backdoor(at: Moment) -> list[Span] | None:
    """V7 to a major tonic becomes bVII9."""
    if not at.span.chord.dominant or at.span.chord.root != (at.key.tonic + 7) % 12:
        return None
    if at.following.root != at.key.tonic or at.following.minor_third:
        return None
    return [replace(at.span, chord=make_chord(at.key.tonic + 10, "9"))]


def modal_mixture(at: Moment) -> list[Span] | None:
    """IV darkens to iv before it moves on (major); iv lightens to IV (minor)."""
    if (
        at.span.chord.root != (at.key.tonic + 5) % 12
        or at.span.duration < 2
        or at.span.chord.dominant
    ):
        return None
    if at.span.chord.minor_third:
        kind = "9" if at.key.rich else ""
        return _halves(at.span, make_chord(at.span.chord.root, kind))
    return _halves(at.span, make_chord(at.span.chord.root, "m6" if at.key.rich else "m"))


def suspension(at: Moment) -> list[Span] | None:
    """A dominant, or a plain major chord, hangs on its fourth before it settles."""
    kind = _SUSPENDED.get(at.span.chord.kind)
    if kind is None or at.span.duration < 2 or at.span.chord.bass != at.span.chord.root:
        return None
    if (at.span.chord.root + 5) % 12 not in scale_of(at.key.tonic, at.key.mode):
        return None
    first, second = _halves(at.span, at.span.chord)
    return [replace(first, chord=make_chord(at.span.chord.root, kind)), second]


def passing_diminished(at: Moment) -> list[Span] | None:
    """Between chords a whole tone apart, the diminished seventh between them."""
    if at.span.duration < 2 or (at.following.root - at.span.chord.root) % 12 != 2:
        return None
    return _halves(at.span, make_chord(at.span.chord.root + 1, "dim7"))


def extension(at: Moment) -> list[Span] | None:
    """A third more on top, if the key has that note."""
    kind = _EXTENDED.get(at.span.chord.kind)
    if kind is None or at.span.chord.bass != at.span.chord.root:
        return None
    richer = make_chord(at.span.chord.root, kind)
    if richer.tones[-1] not in scale_of(at.key.tonic, at.key.mode):
        return None
    return [replace(at.span, chord=richer)]


def relative(at: Moment) -> list[Span] | None:
    """A major chord's second half turns to its relative minor."""
    if at.span.duration < 4 or at.span.chord.minor_third or at.span.chord.dominant:
        return None
    root = (at.span.chord.root + 9) % 12
    if root not in scale_of(at.key.tonic, at.key.mode) or root == at.following.root:
        return None
    return _halves(at.span, make_chord(root, "m7" if len(at.span.chord.tones) > 3 else "m"))


def inversion(at: Moment) -> list[Span] | None:
    """The bass takes a chord tone that steps into the next root."""
    chord = at.span.chord
    if chord.bass != chord.root or chord.dominant or len(chord.tones) < 3:
        return None
    for tone in chord.tones[1:3]:
        if (at.following.bass - tone) % 12 in (1, 2, 10, 11):
            return [replace(at.span, chord=make_chord(chord.root, chord.kind, tone))]
    return None


RULES: Mapping[str, Rule] = {
    "secondary_dominant": secondary_dominant,
    "two_five": two_five,
    "tritone": tritone,
    "backdoor": backdoor,
    "modal_mixture": modal_mixture,
    "suspension": suspension,
    "passing_diminished": passing_diminished,
    "extension": extension,
    "relative": relative,
    "inversion": inversion,
}


def reharmonise(
    spans: list[Span],
    after: Chord,
    key: Key,
    rates: Mapping[str, float],
    amount: float,
    rng: np.random.Generator,
) -> list[Span]:
    """`spans` with rules applied at their rates times `amount`; the first chord stays as it is.

    `after` is the chord that follows the last one.
    """
    result = spans[:1]
    for index in range(1, len(spans)):
        span = spans[index]
        following = spans[index + 1].chord if index + 1 < len(spans) else after
        for name, rate in rates.items():
            if rng.random() < rate * amount:
                changed = RULES[name](Moment(span, following, key, rng))
                if changed is not None:
                    result.extend(changed)
                    break
        else:
            result.append(span)
    return result
