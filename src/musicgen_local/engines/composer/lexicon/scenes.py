"""Activities, places and decades: what music is for, and what that softly suggests."""

from __future__ import annotations

from typing import NamedTuple

from musicgen_local.engines.composer.lexicon.words import Words


class Scene(NamedTuple):
    """Genres and moods that fit a purpose; any genre or mood that is named outweighs them."""

    words: Words
    genre: str = ""
    moods: tuple[str, ...] = ()


SCENES = (
    Scene(
        Words(
            "study, studying, for studying, student, homework, exam, revision, reading, read, "
            "coding, code, programming, work, working, office, writing",
            "учеба, учебы, учиться, уроки, экзамен, чтение, читать, чтения, работа, работать, "
            "программирование, кодинг, кодить, офис, домашка",
        ),
        "lofi",
        ("focused",),
    ),
    Scene(
        Words(
            "sleep, fall asleep, bedtime, insomnia, nap, deep sleep, sleep music",
            "сон, сна, сну, сном, засыпание, засыпать, заснуть, уснуть, бессонница, музыка для "
            "сна, глубокий сон, музыка для засыпания",
        ),
        "",
        ("calm",),
    ),
    Scene(
        Words(
            "meditation, meditate, yoga, spa, massage, new age, healing, spa music, yoga music, "
            "meditation music",
            "медитация, медитировать, йога, спа, массаж, музыка для медитации, музыка для йоги, "
            "спа музыка",
        ),
        "",
        ("relaxing",),
    ),
    Scene(
        Words(
            "workout, work out, gym, fitness, running, run, jogging, cardio, sport, sports, "
            "training, hiit, exercise",
            "тренировка, спортзал, фитнес, пробежка, бег, бегать, бега, кардио, спорт, "
            "спортивный, качалка, зарядка",
        ),
        "house",
        ("energetic",),
    ),
    Scene(
        Words(
            "party, festival, dancing, beach party, pool party, dance party",
            "вечеринка, тусовка, фестиваль, дискотека, корпоратив",
        ),
        "house",
        ("energetic", "happy"),
    ),
    Scene(
        Words(
            "wedding, wedding music, first dance, bride, proposal, anniversary",
            "свадьба, свадебный, свадеб, первый танец, невеста, годовщина",
        ),
        "piano",
        ("romantic",),
    ),
    Scene(
        Words(
            "coffee shop, coffeeshop, cafe, coffee house, restaurant, dinner, brunch, hotel "
            "lobby, cocktail bar, smoky bar, bar, dinner party",
            "кафе, кофейня, кофе, ресторан, ужин, бар, лобби отеля",
        ),
        "jazz",
        ("relaxing",),
    ),
    Scene(
        Words(
            "podcast, travel video, vlog, youtube video, vlog music, background music, "
            "background, product video, real estate",
            "подкаст, видео о путешествиях, влог, фоновая музыка, фон, фоновый, видео для ютуба, "
            "ролик",
        ),
        "corporate",
    ),
    Scene(
        Words(
            "video game, game, game music, platformer, game level, pixel game",
            "видеоигра, игра, игры, игровой, платформер",
        ),
        "chiptune",
    ),
    Scene(
        Words(
            "night drive, night driving, night ride, driving at night, highway, night city drive, "
            "miami",
            "ночная поездка, поездка по ночному городу, ночная трасса, ночная дорога, ночной драйв",
        ),
        "synthwave",
        ("nostalgic",),
    ),
    Scene(Words("road trip, roadtrip", "дорога, путешествие, поездка"), "rock", ("hopeful",)),
    Scene(Words("travel, travelling, traveling", "путешествовать"), "", ("hopeful",)),
    Scene(
        Words("battle music, final boss", "боевая музыка, финальный босс"), "cinematic", ("epic",)
    ),
    Scene(
        Words(
            "boss battle, boss fight, boss music, boss theme, boss",
            "битва с боссом, бой с боссом, тема босса, босс",
        ),
        "cinematic",
        ("tense", "epic"),
    ),
    Scene(Words("waltz, piano trio", "вальс, вальсовый, фортепианное трио"), "classical"),
    Scene(Words("horror, thriller, halloween", "хоррор, хоррора, триллер, ужасы"), "cinematic"),
    Scene(
        Words("cartoon, kids", "мультик, мультфильм, детский, детская песенка"), "", ("playful",)
    ),
    Scene(Words("samurai, japanese", "самурай, японский, япония"), "folk", ("mysterious",)),
    Scene(
        Words("chinese, indian, arabic", "китайский, индийский, арабский"), "folk", ("mysterious",)
    ),
    Scene(Words("christmas", "рождество, новый год, новогодний, рождественский"), "", ("happy",)),
    Scene(
        Words(
            "relaxing music, chill music, chill vibes, chill vibe, chill",
            "чилл, чил, чилловая музыка",
        ),
        "lofi",
    ),
    Scene(Words("sunset, dusk, golden hour", "закат, закате, сумерки"), "", ("relaxing",)),
    Scene(Words("sunrise, dawn, good morning", "рассвет, рассвете, восход"), "", ("hopeful",)),
    Scene(Words("beach, summer", "пляж, лето"), "", ("happy",)),
    Scene(Words("romantic dinner", "романтический ужин"), "jazz", ("romantic",)),
    Scene(Words("detective", "детектив"), "jazz"),
    Scene(Words("nature, healing nature", "природа"), "ambient", ("calm",)),
    Scene(Words("space, cosmos, galaxy", "космос, космический, галактика, вселенная"), "ambient"),
)

DECADES = {
    20: ("jazz", ("nostalgic",)),
    30: ("jazz", ("nostalgic",)),
    40: ("jazz", ("nostalgic",)),
    50: ("rock", ("nostalgic",)),
    60: ("rock", ("nostalgic",)),
    70: ("disco", ("nostalgic",)),
    80: ("synthwave", ("nostalgic",)),
    90: ("", ("nostalgic",)),
}
"""What `80s` suggests: a genre, moods."""

DECADE_WORDS = {
    50: Words("fifties", "пятидесятые, пятидесятых"),
    60: Words("sixties", "шестидесятые, шестидесятых"),
    70: Words("seventies", "семидесятые, семидесятых"),
    80: Words("eighties", "восьмидесятые, восьмидесятых"),
    90: Words("nineties", "девяностые, девяностых"),
}
