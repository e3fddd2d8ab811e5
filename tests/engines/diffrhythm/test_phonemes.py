"""Words become the sounds that the model has learnt, whatever language they are in."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from phoneme_inventory import symbols

from musicgen_local.engines.diffrhythm.phonemes import (
    english,
    english_numbers,
    extra,
    mandarin,
    mandarin_numbers,
    russian,
)
from musicgen_local.engines.diffrhythm.phonemes.espeak import spoken
from musicgen_local.engines.diffrhythm.phonemes.reading import read_aloud
from musicgen_local.engines.diffrhythm.phonemes.runs import Run, Script, plain, runs_of
from musicgen_local.errors import ErrorCode, MachineError
from servers import PATIENCE_SECONDS

WORKED = json.loads(
    (Path(__file__).parents[2] / "data" / "diffrhythm" / "tokens_en.json").read_text("utf-8")
)
KNOWN = frozenset(symbols())


@pytest.mark.parametrize("line", WORKED)
def test_english_is_read_as_the_published_code_reads_it(line: str) -> None:
    assert "|".join(read_aloud(line).symbols) + "|" == WORKED[line]["phonemes"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("In 1999 or 1905, 1900, 2000, 2007, 2024, 1205", "nineteen ninety-nine or nineteen oh five"
         " , nineteen hundred , two thousand , two thousand seven , twenty twenty-four ,"
         " twelve oh five"),
        ("1,000,000 ways", "one million ways"),
        ("12,345 stars", "twelve thousand three hundred forty-five stars"),
        ("$5 and $1.50 and £20 and $0.05", "five dollars and one dollar and fifty cents and"
         " twenty pounds and five cents"),
        ("$3.5 million", "three point five million dollars"),
        ("the 1st, 22nd, 30th, 112th", "the first , twenty-second , thirtieth ,"
         " one hundred twelfth"),
        ("3.14 and .5", "three point one four and zero point five"),
        ("1/2, 3/4, 2/3, 24/7", "one half , three quarters , two thirds , twenty-four seven"),
        ("at 3:30, 4:05, 5:00", "at three thirty , four oh five , five o'clock"),
        ("8:00 pm", "eight pm"),
        ("the '90s and 1980s", "the ' nineties and nineteen eighties"),
        ("call 867-5309", "call eight six seven five three oh nine"),
        ("9-5", "nine five"),
        ("007", "oh oh seven"),
        ("4ever", "four ever"),
        ("100% & 7 %", "one hundred percent & seven percent"),
        ("#1", "number one"),
        ("No. 9", "number nine"),
        ("Mr. and Mrs. Jones vs Dr Who", "mister. and misses. Jones versus doctor Who"),
        ("St. Louis, down on Main St. now", "saint. Louis, down on Main street. now"),
        ("my gen, the rev", "my gen, the rev"),
        ("0", "zero"),
    ],
)  # fmt: skip
def test_english_numbers_are_said(text: str, told: str) -> None:
    said = " ".join(english_numbers.in_words(text).split())
    assert said.removeprefix("In ") == told


@given(st.integers(0, 10**18))
def test_a_cardinal_tells_its_number(number: int) -> None:
    assert _value(english_numbers.cardinal(number)) == number


def _value(told: str) -> int:
    small = {english_numbers.cardinal(n): n for n in range(100)}
    scales = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
    total = part = 0
    for word in told.split():
        if word == "hundred":
            part *= 100
        elif word == "trillion":  # may be counted in thousands and millions
            total, part = (total + part) * scales[word], 0
        elif word in scales:
            total, part = total + part * scales[word], 0
        else:
            part += small[word]
    return total + part


@given(st.text(st.sampled_from("0123456789.,:/%$£-#' sthndrkmMrDSt.No年点两")))
@settings(deadline=None)
def test_no_digit_is_left_unsaid(text: str) -> None:
    assert not any(map(str.isdigit, english_numbers.in_words(text)))
    assert not any(map(str.isdigit, mandarin_numbers.in_words(text)))


def test_words_keep_their_gaps_and_marks_part_them() -> None:
    assert english.symbols("go, go") == ["ɡ", "oʊ", ",", "ɡ", "oʊ"]
    assert english.symbols("go go") == ["ɡ", "oʊ", "_", "ɡ", "oʊ"]
    assert english.symbols("(go) \u201cgo\u201d \u2014 go\u2026") == english.symbols("go go go...")
    assert english.symbols("") == english.symbols(" -- ") == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("COME TO ME NOW", "come to me now"),
        ("SO LET IT BE WITH US", "so let it be with us"),
        ("sooo goood, noooo, looove, meee, oooh, waaait", "so good, no, love, me, ooh, wait"),
        ("see all the good books", "see all the good books"),
        ("U.S.A. at 5 a.m.", "USA at five AM"),
    ],
)
def test_spellings_of_lyrics_are_read_as_they_are_meant(text: str, told: str) -> None:
    assert english.symbols(text) == english.symbols(told)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("mmm", "m"),
        ("Hmm, shh", "h m , ʃ"),
        ("mm-hmm yes", "m h m _ j ɛ s"),
        ("USA", "j uː ɛ s eɪ"),
        ("I'm", "aɪ ' ɛ m"),
    ],
)
def test_cries_are_sung_and_letters_are_named(text: str, told: str) -> None:
    assert english.symbols(text) == told.split()


def test_pairs_of_phones_that_the_inventory_joins_are_joined_once() -> None:
    assert english.merged(["k", "æ", "t", "s"]) == ["k", "æ", "ts"]
    assert english.merged(["t", "ɹ", "ɪ", "ɹ", "t", "s"]) == ["tɹ", "ɪɹ", "ts"]
    assert english.merged(["t", "t", "s", "s"]) == ["t", "ts", "s"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("你好", "n i↑ x ɑʊ↓↑"),  # the first of two falling-rising tones rises
        ("妈麻马骂吗", "m a→ m a↑ m a↓↑ m a↓ m a"),
        ("世界", "s`ɹ↓ tʃ⁼ iɛ↓"),
        ("波坡摸佛像", "p⁼wo→ pʰwo→ mwo→ fwo↑ ʃ iɑŋ↓"),
        ("知吃诗日资词思", "ts`⁼ɹ→ ts`ʰɹ→ s`ɹ→ ɹ`ɹ↓ ts⁼ɹ→ tsʰɹ↑ sɹ→"),
        ("孩子", "x aɪ↑ ts⁼"),  # without a tone its initial stays alone
        ("女绿月元云", "n ɥ↓↑ l ɥ↓ ɥɛ↓ ɥæn↑ ɥn↑"),
        ("一样", "i↑ iɑŋ↓"),
        ("一天一次第一", "i↓ tʰ jɛn→ i↑ tsʰɹ↓ t⁼ i↓ i→"),
        ("一个", "i↑ k⁼ ə↓"),
        ("看一看一步一步", "kʰ an↓ i kʰ an↓ i↑ p⁼ u↓ i↑ p⁼ u↓"),
        ("一二三", "i→ əɹ↓ s an→"),
        ("不是不好不", "p⁼ u↑ s`ɹ↓ p⁼ u↓ x ɑʊ↓↑ p⁼ u↓"),
        ("东风穷翁", "t⁼ ʊŋ→ f əŋ→ tʃʰ jʊŋ↑ ʊŋ→"),
        ("有水文六", "ioʊ↓↑ s` ueɪ↓↑ uən↑ l ioʊ↓"),
        ("儿", "əɹ↑"),
        ("音乐，快乐！", "in→ ɥɛ↓ , kʰ uaɪ↓ l ə↓ !"),
        ("夜空中 明亮的星", "iɛ↓ kʰ ʊŋ→ ts`⁼ ʊŋ→ m iŋ↑ l iɑŋ↓ t⁼ ə ʃ iŋ→"),
        ("嗯", "ən↑"),
    ],
)
def test_mandarin_is_read_as_initials_and_toned_finals(text: str, told: str) -> None:
    assert mandarin.symbols(text) == told.split()


def test_every_syllable_of_mandarin_is_known_to_the_inventory() -> None:
    from pypinyin.constants import PINYIN_DICT
    from pypinyin.contrib.tone_convert import to_tone3

    syllables = {
        to_tone3(reading, neutral_tone_with_five=True)
        for readings in PINYIN_DICT.values()
        for reading in readings.split(",")
    }
    assert len(syllables) > 1300
    unknown = {one for one in syllables if not KNOWN.issuperset(mandarin.of_syllable(one))}
    assert len(unknown) < 5, unknown  # cries that no word has


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (0, "零"), (10, "十"), (12, "十二"), (20, "二十"), (105, "一百零五"), (110, "一百一十"),
        (305, "三百零五"), (1001, "一千零一"), (10_000, "一万"), (20_000, "两万"),
        (10_010, "一万零一十"), (100_000, "十万"), (20_500, "两万零五百"), (100_000_000, "一亿"),
        (100_000_001, "一亿零一"),
    ],
)  # fmt: skip
def test_chinese_numbers_are_said(number: int, told: str) -> None:
    assert mandarin_numbers.cardinal(number) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2024年", "二零二四年"),
        ("90年代", "九零年代"),
        ("365天", "三百六十五天"),
        ("50%", "百分之五十"),
        ("3.14", "三点一四"),
        ("007", "零零七"),
    ],
)
def test_digits_in_chinese_are_said(text: str, told: str) -> None:
    assert mandarin_numbers.in_words(text) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("люблю", "l j uː b l j uː"),
        ("мир", "m iː ɾ"),
        ("мышь", "m ɪ ʃ"),
        ("щука", "ʃ uː k ɑː"),
        ("час", "tʃ ɑː s"),
        ("цирк", "ts ɪ ɾ k"),
        ("хлеб", "x l ɛ p"),
        ("объём", "ʌ b j ɔː m"),
        ("что-то", "ʃ t ɔː _ t ɔː"),
        ("ночь, да!", "n ɔː tʃ , d ɑː !"),
    ],
)
def test_russian_is_read_with_the_nearest_sounds(text: str, told: str) -> None:
    assert russian.symbols(text) == told.split()


def test_every_sound_of_russian_has_a_neighbour() -> None:
    consonants, vowels = "бвгджзйклмнпрстфхцчшщ", "аеёиоуыэюя"
    syllables = [
        before + sign + vowel + after
        for before in consonants
        for sign in ("", "ь", "ъ")
        for vowel in (*vowels, "")
        for after in ("", "н", "й")
    ]
    heard = {sound for one in syllables for sound in russian.symbols(one)}
    assert heard <= KNOWN
    assert len(heard) > 25


def test_a_line_is_cut_where_its_script_changes() -> None:
    assert runs_of("你好, hello 25 привет! 7") == [
        Run(Script.HAN, "你好, "),
        Run(Script.LATIN, "hello 25 "),
        Run(Script.CYRILLIC, "привет! 7"),
    ]
    assert runs_of("25 你好") == [Run(Script.HAN, "25 你好")]
    assert runs_of("1, 2, 3", Script.HAN) == [Run(Script.HAN, "1, 2, 3")]
    assert runs_of(" ") == []


@given(st.text(st.sampled_from("ab яё 你好 ,.!'さضé1")))
def test_runs_lose_nothing_that_can_be_sung(text: str) -> None:
    runs = runs_of(text)
    sung = text.replace("さ", "").replace("ض", "")
    assert "".join(run.text for run in runs) == (sung if sung.strip() else "")
    assert all(one.script != other.script for one, other in pairwise(runs))


def test_languages_mix_in_a_line_with_a_gap_after_english() -> None:
    mixed = read_aloud("你好 hello you 你好 go")
    assert " ".join(mixed.symbols) == ("n i↑ x ɑʊ↓↑ h ə l oʊ _ j uː _ n i↑ x ɑʊ↓↑ ɡ oʊ")
    assert not mixed.approximate
    # No gap after a final d: so it was in what the model learnt from.
    assert " ".join(read_aloud("friend你").symbols) == "f ɹ ɛ n d n i↓↑"
    assert read_aloud("мир").approximate


def test_scripts_that_cannot_be_sung_are_counted() -> None:
    reading = read_aloud("さくら hello")
    assert reading.unread_letters == 3
    assert "".join(reading.symbols) == "həloʊ"


def test_a_decomposed_letter_is_the_same_letter() -> None:
    assert read_aloud("и\u0306од").symbols == read_aloud("йод").symbols
    assert plain("wait\u2014what") == "wait what"


@given(st.text(max_size=40))
@settings(deadline=None, max_examples=300)
def test_any_text_is_read(text: str) -> None:
    assert all(read_aloud(text).symbols)


def test_threads_that_speak_two_languages_do_not_mix_their_voices() -> None:
    jobs = [("hello world", "en-us"), ("привет", "ru")] * 40
    alone = {job: spoken(*job) for job in jobs[:2]}
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(lambda job: spoken(*job), jobs)) == [alone[job] for job in jobs]


def test_without_the_extra_the_error_tells_how_to_get_it() -> None:
    """In a process that has none of its packages."""
    code = (
        "import sys; sys.modules.update(espeakng_loader=None, pypinyin=None)\n"
        "from musicgen_local.errors import MachineError\n"
        "from musicgen_local.engines.diffrhythm.phonemes.reading import read_aloud\n"
        "for text in ('hello', '你好', 'привет'):\n"
        "    try: read_aloud(text)\n"
        "    except MachineError as error: print(error.code, error.recovery)\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True, text=True, check=True, timeout=PATIENCE_SECONDS,
    ).stdout.splitlines()  # fmt: skip
    assert len(told) == 3
    for line in told:
        assert line.startswith(ErrorCode.MODEL_NOT_INSTALLED)
        assert "pip install 'musicgen-local[lyrics]'" in line
    assert extra.missing_packages() == ()


def test_a_long_way_to_its_data_does_not_stop_espeak(tmp_path: Path) -> None:
    """The library takes paths of up to 159 bytes, and says nothing about longer ones."""
    import espeakng_loader

    far = tmp_path / ("deep" * 20) / ("down" * 20)
    far.mkdir(parents=True)
    (far / "espeak-ng-data").symlink_to(espeakng_loader.get_data_path())
    code = (
        "import espeakng_loader, sys\n"
        "espeakng_loader.get_data_path = lambda: sys.argv[1]\n"
        "from musicgen_local.engines.diffrhythm.phonemes.espeak import spoken\n"
        "print(spoken('hello', 'en-us'))\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", code, str(far / "espeak-ng-data")],
        capture_output=True, text=True, check=True, timeout=PATIENCE_SECONDS,
    ).stdout  # fmt: skip
    assert told.strip() == "[('h', 'ə', 'l', 'oʊ')]"


def test_an_unknown_voice_is_an_error() -> None:
    with pytest.raises(MachineError, match="no voice 'xx-none'"):
        spoken("hello", "xx-none")
    assert spoken("hello", "en-us") == [("h", "ə", "l", "oʊ")]
