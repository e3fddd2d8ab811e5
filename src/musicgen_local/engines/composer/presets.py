"""Places to start from: what people most often want music for, each as a whole prompt."""

from __future__ import annotations

from musicgen_local.engines.offering import Preset

PRESETS = (
    Preset(
        "study",
        "Study lo-fi",
        "Лоу-фай для учёбы",
        "lo-fi hip hop for studying, soft rain, electric piano, relaxed, 78 bpm",
    ),
    Preset(
        "sleep",
        "Sleep",
        "Сон",
        "deep sleep music, ocean waves, warm pad, very calm, no drums",
        {"brightness": 0.35},
    ),
    Preset(
        "focus",
        "Deep focus",
        "Фокус",
        "deep house for focus, rhodes, minimal, no vocals, 118 bpm",
        {"density": 0.4},
    ),
    Preset(
        "cafe",
        "Cafe jazz",
        "Джаз в кафе",
        "jazz trio, brushes and upright bass, relaxing, cafe sounds, 104 bpm",
    ),
    Preset(
        "piano",
        "Quiet piano",
        "Тихое пианино",
        "felt piano solo, neoclassical, nostalgic, slow",
    ),
    Preset(
        "meditation",
        "Meditation",
        "Медитация",
        "meditation with singing bowls and bamboo flute, birdsong, peaceful",
    ),
    Preset(
        "trailer",
        "Epic trailer",
        "Эпический трейлер",
        "epic trailer, slow build, choir, taiko drums and brass section, in D minor",
    ),
    Preset(
        "night-drive",
        "Night drive",
        "Ночная дорога",
        "synthwave night drive, saw lead, 96 bpm, nostalgic",
    ),
    Preset(
        "party",
        "House party",
        "Вечеринка",
        "energetic house with piano and a drop, happy, 124 bpm",
    ),
    Preset(
        "vlog",
        "Sunny vlog",
        "Солнечный влог",
        "happy indie pop with acoustic guitar, ukulele and claps, hopeful, 112 bpm",
    ),
    Preset(
        "beat",
        "Boom bap beat",
        "Бум-бэп бит",
        "boom bap hip hop, dusty drums, jazz guitar and upright bass, 90 bpm",
    ),
    Preset(
        "game",
        "Game level",
        "Уровень игры",
        "chiptune game level, playful, 150 bpm",
        {"loop_ready": True},
    ),
)
