"""From words to a brief: what an English or Russian prompt asks for, and what it leaves open."""

from __future__ import annotations

from collections.abc import Sequence

from musicgen_local.engines.composer.brief import Brief, Language, Mode, Understood
from musicgen_local.engines.composer.lexicon.character import (
    Character,
    choose_genre,
    genre_of_players,
    read_character,
)
from musicgen_local.engines.composer.lexicon.denial import resolve_denials
from musicgen_local.engines.composer.lexicon.form_text import FormText, read_form
from musicgen_local.engines.composer.lexicon.installed import all_genres
from musicgen_local.engines.composer.lexicon.keys import parse_key
from musicgen_local.engines.composer.lexicon.measures import (
    clamped_bpm,
    read_beats,
    read_hints,
    read_key,
    read_length,
    read_tempo,
)
from musicgen_local.engines.composer.lexicon.moods import MOODS
from musicgen_local.engines.composer.lexicon.players import (
    read_alone,
    read_ambience,
    read_players,
    wanted_players,
)
from musicgen_local.engines.composer.lexicon.scan import Reading, Unit, scan
from musicgen_local.errors import ErrorCode, UserError

LONGEST_PROMPT = 2_000
_RUSSIAN_SHARE = 0.2  # of the letters: "lo-fi с дождём" is Russian, "like Кино, but faster" is not


def check_prompt(prompt: str) -> None:
    """Say no to a prompt that asks for nothing or for too much.

    Raises:
        UserError: `INVALID_PROMPT` when it is empty or longer than 2,000 characters.
    """
    if not any(letter.isalnum() for letter in prompt):
        raise UserError(
            ErrorCode.INVALID_PROMPT,
            "The prompt is empty.",
            recovery="Describe the music in a few words, for example 'calm lo-fi with rain'.",
            details={"field": "prompt"},
        )
    if len(prompt) > LONGEST_PROMPT:
        raise UserError(
            ErrorCode.INVALID_PROMPT,
            f"The prompt has {len(prompt):,} characters; {LONGEST_PROMPT:,} is the most.",
            recovery="Shorten it to the genre, the mood, the instruments and the tempo.",
            details={"field": "prompt", "length": len(prompt), "limit": LONGEST_PROMPT},
        )


def understand(
    prompt: str,
    *,
    language: Language | None = None,
    genre: str | None = None,
    mood: str | None = None,
    moods: Sequence[str] = (),
    tempo_bpm: float | None = None,
    key: str | None = None,
    beats_per_bar: int | None = None,
    duration_seconds: float | None = None,
) -> Brief:
    """What `prompt` asks for. Any string is read; arguments outweigh its words, numbers its hints.

    `genre` and `mood` may be names or any words of the lexicon; `mood` may be several, with commas
    between, and `moods` are added to it. Both lexicons are always at work: `language` only says
    what the brief is labelled. A tempo out of 40-220 bpm is moved into it.

    Raises:
        UserError: `VALIDATION` for a `genre`, mood or `key` argument that does not exist.
    """
    asked_genre = None if genre is None else _named_genre(genre)
    asked_moods = _named_moods(mood, moods)
    asked_key = None if key is None else _named_key(key)

    form = read_form(prompt)
    reading = scan(form.rest)
    units = reading.units
    resolve_denials(units)
    spoken_genre, others = choose_genre(units)
    chosen = asked_genre or spoken_genre
    chosen = chosen or genre_of_players(wanted_players(units, None))
    players = read_players(units, chosen)
    alone, solo_section = read_alone(units, chosen)
    sounds, denied_sounds = read_ambience(units, chosen)
    character = read_character(units)
    tempo = read_tempo(units, chosen)
    tonic, mode = read_key(units)
    beats, meter_hints = read_beats(units)
    length = read_length(units)
    colours = tuple(f"colour:{other}" for other in others if other != chosen)
    hints = (*read_hints(units), *(("solo",) if solo_section else ()), *meter_hints, *colours)
    _explain_character(units, chosen)
    _explain_voices(units)

    if asked_genre is not None:
        _overrule(units, "genre")
    if asked_moods is not None:
        character = asked_moods
        _overrule(units, "mood")
    if tempo_bpm is not None:
        tempo = clamped_bpm(tempo_bpm)
        _overrule(units, "tempo")
    if asked_key is not None:
        tonic, mode = asked_key[0], asked_key[1] or mode
        _overrule(units, "key")
    if duration_seconds is not None:
        length = duration_seconds
        _overrule(units, "length")
    return Brief(
        prompt=prompt,
        language=language or _language_of(reading.text),
        genre=chosen,
        moods=character.moods,
        valence=character.valence,
        energy=character.energy,
        tempo_bpm=tempo,
        tonic=tonic,
        mode=mode,
        beats_per_bar=beats_per_bar or beats,
        instruments=players.instruments,
        excluded=tuple(dict.fromkeys((*players.excluded, *denied_sounds))),
        solo=alone and bool(players.instruments),
        ambience=sounds,
        hints=tuple(dict.fromkeys(hints)),
        duration_seconds=length,
        sections=form.sections,
        understood=(*_understood(reading), *_understood_form(form)),
        ignored=_ignored(reading),
    )


def _named_genre(text: str) -> str:
    if text in all_genres():
        return text
    units = scan(text).units
    resolve_denials(units)
    genre, _ = choose_genre(units)
    if genre is None:
        raise _no_such("genre", text, tuple(all_genres()))
    return genre


def _named_moods(mood: str | None, moods: Sequence[str]) -> Character | None:
    named = [part for part in (*(mood or "").split(","), *moods) if part.strip()]
    if not named:
        return None
    units: list[Unit] = []
    for part in named:
        read = scan(part).units
        resolve_denials(read)
        if not any(unit.has("mood", "feel") for unit in read):
            raise _no_such("mood", part.strip(), tuple(MOODS))
        units += read
    return read_character(units)


def _named_key(text: str) -> tuple[int, Mode | None]:
    key = parse_key(text)
    if key is None:
        raise UserError(
            ErrorCode.VALIDATION,
            f"'{text}' is not a key.",
            recovery="Write a note and a mode, for example 'F# minor', 'Bb major' or 'D dorian'.",
            details={"field": "key"},
        )
    return key


def _no_such(field: str, text: str, choices: Sequence[str]) -> UserError:
    return UserError(
        ErrorCode.VALIDATION,
        f"'{text}' is not a {field} that the composer knows.",
        recovery=f"Choose one of: {', '.join(choices)}.",
        details={"field": field, "choices": list(choices)},
    )


def _explain_character(units: Sequence[Unit], genre: str | None) -> None:
    for unit in units:
        meanings = []
        for name in dict.fromkeys(sense.value for sense in unit.of("genre")):
            spoken = name.replace("_", " ")
            if all(sense.nearest for sense in unit.of("genre") if sense.value == name):
                spoken += " (the nearest here)"
            if unit.denied:
                meanings.append(f"not {spoken}")
            else:
                meanings.append(f"genre {spoken}" if name == genre else f"a colour of {spoken}")
        for name in dict.fromkeys(sense.value for sense in unit.of("mood")):
            meanings.append(f"not {name}" if unit.denied else f"mood {name}")
        for sense in unit.of("feel"):
            meanings.append(f"not {sense.value}" if unit.denied else f"a {sense.value} character")
        unit.meanings[:0] = meanings


def _explain_voices(units: Sequence[Unit]) -> None:
    for unit in units:
        if unit.has("instrumental") or (unit.has("vocals") and unit.denied):
            unit.meanings.append("instrumental")
        elif unit.has("vocals"):
            unit.meanings.append("voices with words, which this engine has not: instrumental")


def _overrule(units: Sequence[Unit], subject: str) -> None:
    for unit in units:
        unit.meanings[:] = [
            f"{meaning} (overruled by the {subject} that was set)"
            if meaning.startswith(subject)
            else meaning
            for meaning in unit.meanings
        ]


def _understood(reading: Reading) -> tuple[Understood, ...]:
    return tuple(
        Understood(text=reading.words_of(unit), meaning="; ".join(meanings))
        for unit in reading.units
        if (meanings := [meaning for meaning in unit.meanings if meaning])
    )


def _understood_form(form: FormText) -> tuple[Understood, ...]:
    if not form.sections:
        return ()
    bars = ", ".join(f"{section.name} {section.bars}" for section in form.sections)
    return (Understood(text=form.words, meaning=f"the form: {bars}"),)


def _ignored(reading: Reading) -> tuple[str, ...]:
    words = (reading.words_of(unit).lower() for unit in reading.units if not unit.known)
    return tuple(dict.fromkeys(words))


def _language_of(text: str) -> Language:
    letters = [letter for letter in text.lower() if letter.isalpha()]
    cyrillic = sum("а" <= letter <= "я" or letter == "ё" for letter in letters)
    return "ru" if letters and cyrillic >= _RUSSIAN_SHARE * len(letters) else "en"
