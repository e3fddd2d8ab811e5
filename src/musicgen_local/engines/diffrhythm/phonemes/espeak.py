"""espeak-ng, the speech synthesizer, asked only how words are spoken.

It is called through its C interface (`speak_lib.h`), from the library that the wheel
`espeakng-loader` brings: no root, no program on the PATH. espeak-ng is GPL-3.0-or-later, so it
belongs to the extra `lyrics`, and this is the only file that reaches it.
"""

from __future__ import annotations

import ctypes
import os
import re
import sys
import tempfile
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock

from musicgen_local.engines.diffrhythm.phonemes.extra import lacking, required

Word = tuple[str, ...]  # the phones of a word, in IPA, without stress

_AUDIO_SYNCHRONOUS = 2  # AUDIO_OUTPUT_SYNCHRONOUS: no sound card is opened
_DONT_EXIT = 0x8000  # espeakINITIALIZE_DONT_EXIT: fail instead of ending this process
_UTF8 = 1  # espeakCHARS_UTF8
_IPA_WITH_UNDERSCORES = 0x02 | ord("_") << 8  # bit 1: IPA; bits 8 and on: what parts phones
_LONGEST_PATH_BYTES = 159  # N_PATH_HOME less its end; beyond, the library finds no voices

_STRESS = re.compile("[ˈˌ]")
_LANGUAGE_FLAG = re.compile(r"\([^)]*\)_?")  # "(en)" where it changes the language by itself

_one_at_a_time = Lock()  # the library holds one voice and one text for the whole process


def spoken(text: str, voice: str) -> list[Word]:
    """How a text without punctuation is spoken by a voice ("en-us", "ru"), word by word.

    Safe to call from several threads, which take turns.

    Raises
    ------
    MachineError
        `MODEL_NOT_INSTALLED`: espeak-ng is missing, or can't start.
    """
    with _one_at_a_time:
        library = _library_speaking(voice)
        rest = ctypes.c_char_p(text.replace("\0", " ").encode())
        clauses = []
        while rest.value:  # each call takes one clause; at the end the pointer becomes null
            clauses.append(
                library.espeak_TextToPhonemes(ctypes.byref(rest), _UTF8, _IPA_WITH_UNDERSCORES)
            )
    plain = _STRESS.sub("", _LANGUAGE_FLAG.sub("", b" ".join(clauses).decode()))
    words = (tuple(phone for phone in word.split("_") if phone) for word in plain.split())
    return [word for word in words if word]


@lru_cache(maxsize=1)  # only the last voice is the library's; to change it takes 10 ms
def _library_speaking(voice: str) -> ctypes.CDLL:
    library = _library()
    if library.espeak_SetVoiceByName(voice.encode()) != 0:
        raise lacking(f"espeak-ng has no voice {voice!r}")
    return library


@cache
def _library() -> ctypes.CDLL:
    loader = required("espeakng_loader")
    try:
        library = ctypes.CDLL(loader.get_library_path())
    except OSError as error:
        raise lacking("the espeak-ng library can't be loaded") from error
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    library.espeak_TextToPhonemes.argtypes = [
        ctypes.POINTER(ctypes.c_char_p), ctypes.c_int, ctypes.c_int,
    ]  # fmt: skip
    home = os.fsencode(_near(Path(loader.get_data_path())))
    if library.espeak_Initialize(_AUDIO_SYNCHRONOUS, 0, home, _DONT_EXIT) <= 0:
        raise lacking("espeak-ng can't read its data")
    return library


def _near(data: Path) -> Path:
    """The folder by a path that is short enough for the library: a link to it, if need be."""
    if len(os.fsencode(data)) <= _LONGEST_PATH_BYTES or sys.platform == "win32":
        return data
    link = Path(_link_folder().name) / data.name
    link.symlink_to(data)
    return link


@cache
def _link_folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="mgl-espeak-")  # removed when the process ends
