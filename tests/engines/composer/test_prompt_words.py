"""How words of a prompt are read: denials, degrees, typing errors, tempo, keys, lengths, voices."""

from __future__ import annotations

import pytest

from musicgen_local.engines.composer.brief import PITCH_CLASSES, Brief
from musicgen_local.engines.composer.lexicon.keys import parse_key
from musicgen_local.engines.composer.lexicon.stem import stem
from musicgen_local.engines.composer.prompt import understand


def _meanings(brief: Brief) -> dict[str, str]:
    return {piece.text: piece.meaning for piece in brief.understood}


@pytest.mark.parametrize(
    "forms",
    [
        "спокойная спокойную спокойной спокойного спокойными спокойное спокойные спокойно",
        "барабан барабана барабанов барабанами барабаны барабаном барабанам",
        "скрипка скрипкой скрипки скрипку скрипками",
        "орган органа органом органе органы",
        "дождь дождя дождем дожди дождями",
        "медленный медленно медленная медленного медленными",
        "guitar guitars",
        "dreamy dreaming dreams dream",
        "relax relaxing relaxed",
        "happy happily happiness",
        "trap trapped",
        "bass basses",
    ],
)
def test_the_forms_of_a_word_share_a_stem(forms: str) -> None:
    assert len({stem(form) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("string", "strong"), ("brass", "bras"), ("хор", "хорда"), ("море", "марш"), ("bass", "base")],
)
def test_different_words_keep_different_stems(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@pytest.mark.parametrize(
    "prompt",
    [
        "lofi", "lo-fi", "lo fi", "low-fi", "LO-FI", "Lo\u2011Fi", "lofi hip-hop",
        "лоу-фай", "лофай", "ло-фи", "chill hop", "chillhop",
    ],
)  # fmt: skip
def test_spellings_of_a_genre(prompt: str) -> None:
    assert understand(prompt).genre == "lofi"


@pytest.mark.parametrize(
    "prompt", ["drum & bass", "drum'n'bass", "drum n bass", "DnB", "d&b", "днб"]
)
def test_spellings_of_drum_and_bass_are_no_drums_and_no_bass(prompt: str) -> None:
    brief = understand(prompt)
    assert brief.genre == "drum_and_bass"
    assert brief.instruments == ()


@pytest.mark.parametrize(
    ("prompt", "excluded"),
    [
        ("no drums", {"drums"}),
        ("without drums", {"drums"}),
        ("drumless", {"drums"}),
        ("without any loud drums", {"drums"}),
        ("no drums or bass", {"drums", "bass"}),
        ("no drums, bass, or guitar", {"drums", "bass", "guitar"}),
        ("no drums and no bass", {"drums", "bass"}),
        ("don't add drums", {"drums"}),
        ("без ударных", {"drums"}),
        ("без барабанов и баса", {"drums", "bass"}),
        ("без барабанов, баса, гитары", {"drums", "bass", "guitar"}),
        ("никаких барабанов", {"drums"}),
        ("ударные не нужны", {"drums"}),
        ("no strings", {"strings"}),
        ("no synths", {"synth_lead", "synth_pad"}),
        ("no wind sounds", {"wind"}),
        ("no vinyl crackle", {"vinyl"}),
    ],
)
def test_what_is_denied_is_excluded_and_not_asked_for(prompt: str, excluded: set[str]) -> None:
    brief = understand(prompt)
    assert set(brief.excluded) == excluded
    assert brief.instruments == ()
    assert brief.ambience == ()


@pytest.mark.parametrize(
    ("prompt", "instruments"),
    [
        ("no drums but piano", ("piano",)),
        ("no drums, just piano", ("piano",)),
        ("no drums, piano", ("piano",)),
        ("without drums and with piano", ("piano",)),
        ("без барабанов, пианино", ("piano",)),
        ("без барабанов, но с роялем", ("piano",)),
        ("без барабанов и с флейтой", ("flute",)),
        ("no problem, piano", ("piano",)),
    ],
)
def test_a_denial_ends_where_a_wish_begins(prompt: str, instruments: tuple[str, ...]) -> None:
    assert understand(prompt).instruments == instruments


def test_a_denied_ambience_bans_all_of_it() -> None:
    assert {"rain", "vinyl", "city"} <= set(understand("lofi, no background noise").excluded)


@pytest.mark.parametrize(
    "prompt", ["not sad", "isn't sad", "не грустная", "без грусти", "not too sad", "never sad"]
)
def test_a_denied_mood_pushes_the_other_way(prompt: str) -> None:
    brief = understand(prompt)
    assert "sad" not in brief.moods
    assert brief.valence is not None
    assert brief.valence > 0


def test_a_denied_genre_leaves_the_other() -> None:
    assert understand("not techno, house").genre == "house"
    assert understand("не рок, а джаз").genre == "jazz"


def test_moods_place_valence_and_energy() -> None:
    def valence(prompt: str) -> float:
        return understand(prompt).valence or 0.0

    def energy(prompt: str) -> float:
        return understand(prompt).energy or 0.0

    assert valence("sad") < valence("melancholic") < valence("calm") < valence("happy")
    assert energy("calm") < energy("happy") < energy("epic") < energy("aggressive")
    assert valence("very sad") < valence("sad") < valence("slightly sad") < 0
    assert valence("очень грустно") < valence("грустно") < valence("немного грустно") < 0
    assert energy("fast") > 0.5 > energy("slow")
    assert understand("piano in C").valence is None


@pytest.mark.parametrize(
    ("prompt", "bpm"),
    [
        ("82 bpm", 82), ("82bpm", 82), ("bpm 90", 90), ("BPM: 90", 90), ("tempo of about 100", 100),
        ("tempo=100", 100), ("house at 128", 128), ("90 уд/мин", 90), ("в темпе 120", 120),
        ("темп — 96", 96), ("120 beats per minute", 120), ("92.5 bpm", 92.5), ("92,5 bpm", 92.5),
        ("100-110 bpm", 105), ("from 100 to 110 bpm", 105), ("от 100 до 110 bpm", 105),
        ("techno 130", 130), ("lofi, 82, rain", 82), ("10 bpm", 40), ("400 bpm", 220),
        ("fast, 70 bpm", 70), ("slow techno at 140", 140),
        ("top 100 hits", None), ("at 3 am", None), ("432 hz", None), ("track 77 remix", None),
    ],
)  # fmt: skip
def test_tempo_in_numbers(prompt: str, bpm: float | None) -> None:
    assert understand(prompt).tempo_bpm == bpm


def test_a_tempo_out_of_range_is_moved_and_said() -> None:
    assert "range" in _meanings(understand("techno 400 bpm"))["400 bpm"]


def test_words_of_tempo_are_places_in_the_range_of_the_genre() -> None:
    def bpm(prompt: str) -> float:
        tempo = understand(prompt).tempo_bpm
        assert tempo is not None
        return tempo

    for genre in ("lofi", "techno", "jazz", "metal"):
        speeds = ("very slow", "slow", "mid-tempo", "fast", "very fast")
        tempi = [bpm(f"{speed} {genre}") for speed in speeds]
        assert tempi == sorted(tempi)
        assert len(set(tempi)) == 5
        assert bpm(f"slow {genre}") < bpm(f"{genre}, not too fast") < bpm(f"fast {genre}")
    assert bpm("slow techno") > bpm("fast lofi")
    assert bpm("adagio") < bpm("andante") < bpm("allegro") < bpm("presto")
    assert bpm("медленный джаз") == bpm("slow jazz")


@pytest.mark.parametrize(
    ("prompt", "key"),
    [
        ("in D minor", "D minor"), ("in F# minor", "F# minor"), ("F♯ minor", "F# minor"),
        ("Bb major", "Bb major"), ("B♭ major", "Bb major"), ("A-flat major", "Ab major"),
        ("a flat major", "Ab major"), ("C sharp minor", "Db minor"), ("key: Am", "A minor"),
        ("in Am", "A minor"), ("key of F#m", "F# minor"), ("D dorian", "D dorian"),
        ("G mixolydian", "G mixolydian"), ("E harmonic minor", "E minor"), ("a song in A", "A"),
        ("in a minor", "A minor"), ("in A minor key", "A minor"), ("ля минор", "A minor"),
        ("в ля миноре", "A minor"), ("до-диез минор", "Db minor"), ("си-бемоль мажор", "Bb major"),
        ("си минор", "B minor"), ("в соль мажоре", "G major"), ("ре дорийский", "D dorian"),
        ("h-moll", "B minor"), ("B-dur", "Bb major"), ("fis-moll", "F# minor"),
        ("тональность: D minor", "D minor"), ("в тональности Em", "E minor"),
        ("in a minor key", "minor"), ("minor", "minor"), ("минорный", "minor"),
        ("in a major key", "major"), ("мажор", "major"),
        ("in a major way", ""), ("with minor changes", ""), ("a minor lullaby", "minor"),
        ("I am in", ""), ("до 120 bpm", ""), ("морская соль", ""), ("in D&B style", ""),
        ("a b c", ""), ("plan b", ""),
    ],
)  # fmt: skip
def test_keys(prompt: str, key: str) -> None:
    brief = understand(prompt)
    tonic = "" if brief.tonic is None else PITCH_CLASSES[brief.tonic]
    assert f"{tonic} {brief.mode or ''}".strip() == key


@pytest.mark.parametrize(
    ("text", "key"),
    [("Am", (9, "minor")), ("F#", (6, None)), ("ми-бемоль минор", (3, "minor")), ("H minor", None)],
)
def test_a_key_on_its_own(text: str, key: tuple[int, str | None] | None) -> None:
    assert parse_key(text) == key


@pytest.mark.parametrize(
    ("prompt", "seconds"),
    [
        ("3 minute track", 180), ("3-minute track", 180), ("three minutes", 180),
        ("90 seconds", 90),
        ("one hour", 3600), ("an hour of rain", 3600), ("hour-long mix", 3600), ("1h 20min", 4800),
        ("1 min 30 sec", 90), ("2 minutes and 30 seconds", 150), ("half an hour", 1800),
        ("2:30", 150), ("1:00:00", 3600), ("45s", 45), ("30s loop", 30), ("for 60s", 60),
        ("60s loop", 60), ("a couple of minutes", 120),
        ("на 2 минуты", 120), ("на минуту", 60), ("на час", 3600), ("полчаса", 1800),
        ("полторы минуты", 90), ("двухминутный трек", 120), ("2,5 минуты", 150),
        ("3-х минутный трек", 180), ("минут на пять", 300), ("10 часов", 36000),
        ("80s", None), ("60s synth", None), ("90s boom bap", None), ("1980s pop", None),
        ("80-х", None), ("808s", None), ("drop after 30 seconds", None), ("10 second intro", None),
        ("3 часа ночи", None), ("0 minutes", None),
    ],
)  # fmt: skip
def test_lengths_and_decades(prompt: str, seconds: float | None) -> None:
    assert understand(prompt).duration_seconds == seconds


@pytest.mark.parametrize(
    ("prompt", "beats", "hint"),
    [("6/8", 3, "6/8 feel"), ("12/8 blues", 4, "12/8 feel"), ("7/8", 7, None), ("waltz", 3, None),
     ("марш", 2, None), ("4/4", 4, None), ("1/2", None, None), ("5/3", None, None)],
)  # fmt: skip
def test_meters(prompt: str, beats: int | None, hint: str | None) -> None:
    brief = understand(prompt)
    assert brief.beats_per_bar == beats
    assert [h for h in brief.hints if h.endswith("feel")] == ([hint] if hint else [])


@pytest.mark.parametrize(
    ("genre", "guitar"),
    [("rock", "distorted_guitar"), ("jazz", "jazz_guitar"), ("bossa nova", "nylon_guitar"),
     ("lofi", "clean_guitar"), ("folk", "acoustic_guitar")],
)  # fmt: skip
def test_a_genre_settles_which_guitar(genre: str, guitar: str) -> None:
    assert understand(f"{genre} with guitar").instruments == (guitar,)
    assert understand(f"guitar, {genre}").instruments == (guitar,)


@pytest.mark.parametrize(
    ("prompt", "solo", "section"),
    [
        ("solo piano", True, False), ("piano solo", True, False), ("jazz piano solo", True, False),
        ("only cello", True, False), ("cello only", True, False), ("соло на гитаре", True, False),
        ("violin and piano duet", True, False), ("metal guitar solo", False, True),
        ("jazz with a sax solo", False, True), ("just a nice lofi beat with guitar", False, False),
        ("only instrumental", False, False), ("piano and strings", False, False),
    ],
)  # fmt: skip
def test_who_plays_alone_and_who_takes_a_solo(prompt: str, solo: bool, section: bool) -> None:
    brief = understand(prompt)
    assert brief.solo is solo
    assert ("solo" in brief.hints) is section


def test_a_head_names_the_genre_and_the_rest_colours_it() -> None:
    assert understand("ambient techno").genre == "techno"
    assert understand("ambient techno").hints == ()  # one phrase: a kind of techno
    jazzy = understand("jazzy house")
    assert (jazzy.genre, jazzy.hints) == ("house", ("colour:jazz",))
    assert understand("folk trance").genre == "trance"
    assert understand("jazz, lofi").genre == "lofi"


@pytest.mark.parametrize(
    ("typo", "same_as"),
    [
        ("saxaphone", "saxophone"), ("ambeint", "ambient"), ("melancholc", "melancholic"),
        ("relaxng", "relaxing"), ("sythwave", "synthwave"), ("accordian", "accordion"),
        ("спакойная", "спокойная"), ("скрыпкой", "скрипкой"), ("саксафон", "саксофон"),
        ("мелонхоличная", "меланхоличная"), ("эмбеент", "эмбиент"),
    ],
)  # fmt: skip
def test_one_wrong_letter_in_a_long_word_is_forgiven(typo: str, same_as: str) -> None:
    meant, written = understand(same_as), understand(typo)
    assert written.ignored == ()
    for field in ("genre", "moods", "instruments"):
        assert getattr(written, field) == getattr(meant, field)
    assert written.understood[0].text == typo


@pytest.mark.parametrize(
    "word",
    ["strong", "winter", "message", "garden", "flower", "battle", "страна", "друзья", "дорога",
     "concert", "harmonic", "street", "morning", "sweet", "правда", "неделя"],
)  # fmt: skip
def test_everyday_words_are_not_taken_for_typing_errors(word: str) -> None:
    brief = understand(word)
    assert brief.instruments == ()
    assert not brief.genre or word in ("дорога",)


def test_voices_are_understood_and_said_to_be_missing() -> None:
    brief = understand("pop with female vocals")
    assert "has not" in _meanings(brief)["female vocals"]
    assert brief.excluded == ()
    assert "choir" in understand("pop without vocals").excluded
    assert understand("choir without vocals").instruments == ("choir",)


def test_the_nearest_instrument_is_named_as_such() -> None:
    brief = understand("xylophone")
    assert brief.instruments == ("marimba",)
    assert "nearest" in _meanings(brief)["xylophone"]


def test_scenes_sound_in_quiet_genres_only() -> None:
    assert understand("ambient, ocean").ambience == ("waves",)
    assert understand("techno, ocean").ambience == ()
    assert understand("techno, ocean waves").ambience == ("waves",)


def test_understood_quotes_the_prompt_and_ignored_keeps_the_rest() -> None:
    prompt = "Zorgian lo-fi, with RAIN and без Ударных"
    brief = understand(prompt)
    assert all(piece.text in prompt for piece in brief.understood)
    assert _meanings(brief) == {
        "lo-fi": "genre lofi",
        "RAIN": "ambience rain",
        "без Ударных": "no drums",
    }
    assert brief.ignored == ("zorgian",)


def test_words_of_both_languages_work_at_once() -> None:
    brief = understand("lo-fi с дождём and soft piano, без баса")
    assert brief.language == "ru"
    assert brief.genre == "lofi"
    assert brief.ambience == ("rain",)
    assert brief.instruments == ("felt_piano",)
    assert brief.excluded == ("bass",)


def test_decomposed_letters_are_read_like_composed_ones() -> None:
    assert understand("спокои\u0306ныи\u0306").moods == ("calm",)
