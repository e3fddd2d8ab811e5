"""Ways of speaking, put so that the lexicon reads them: "get rid of the drums" is "no drums"."""

from __future__ import annotations

import re

from musicgen_local.engines.composer.lexicon.scan import scan

_TAKE_OUT = re.compile(
    r"\b(?:drop|kill|mute|cut|take out|take away|get rid of|delete|no more|turn off|stop|silence|"
    r"lose|(?:i )?(?:don'?t like|dislike|hate)|not a fan of)\s+(?:(?:the|all|those|that|any)\s+)*"
    r"(?=\w)",
    re.I,
)
_TAKE_AWAY = re.compile(
    r"\b(?:take|turn|switch)\s+((?:the\s+)?\w+(?:\s\w+){0,2}?)\s+(?:away|out|off)\b", re.I
)
_TAKE_OUT_RU = re.compile(
    r"\b(?:(?:выкинь|удали|исключи|отключи|выключи|заглуши|убери)(?:те)?|"
    r"(?:мне\s+)?не\s+нрав(?:и|я)тся)\s+(?=\w)",
    re.I,
)
_REPLACE = re.compile(r"\b(?:replace|swap)\s+(?:the\s+)?(.{1,60}?)\s+(?:with|by|for)\s+", re.I)
_REPLACE_RU = re.compile(r"\bзамени(?:те)?\s+(.{1,60}?)\s+на\s+", re.I)
_INSTEAD = re.compile(r",?\s*\b(?:instead of|rather than|вместо)\s+(?:the\s+)?(?=\w)", re.I)
_SPELLINGS = (
    (re.compile(r"\bkey\s+to\s+", re.I), "key of "),
    (re.compile(r"\ba\s+(major|minor)\s+key\b", re.I), r"\1 key"),
    (re.compile(r"\bshorter\s+(?=intro)", re.I), "short "),
    (re.compile(r"\blonger\s+(?=intro)", re.I), "long "),
    (re.compile(r"\b(?:по)?короче\s+(?=вступлени)", re.I), "короткое "),
    (re.compile(r"\b(?:по)?длиннее\s+(?=вступлени)", re.I), "длинное "),
)


def plainly(said: str) -> str:
    """Any text, with such turns of phrase replaced."""
    for pattern, plain in _SPELLINGS:
        said = pattern.sub(plain, said)
    said = _REPLACE.sub(r"no \1; ", said)
    said = _REPLACE_RU.sub(r"убрать \1; ", said)
    said = _INSTEAD.sub(lambda found: ", no " if found.group().isascii() else ", без ", said)
    said = _TAKE_OUT_RU.sub("убрать ", said)
    said = _TAKE_AWAY.sub(lambda found: f"no {found[1]}" if _sounds(found[1]) else found[0], said)
    return _TAKE_OUT.sub(lambda found: "no " if _goes(found) else found[0], said)


def _goes(found: re.Match[str]) -> bool:
    """Whether a player follows: "drop the drums" is no drop."""
    return _sounds(found.string[found.end() :], skip=0)


def _sounds(text: str, skip: int = 2) -> bool:
    """Whether the text begins with something that can sound, past a few small words."""
    for unit in scan(text).units[: skip + 1]:
        if unit.has("instrument", "ambience", "vocals"):
            return True
        if not unit.has("stop"):
            return False
    return False
