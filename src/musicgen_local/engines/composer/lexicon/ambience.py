"""Ambience: weather and places that sound under the music."""

from __future__ import annotations

from musicgen_local.engines.composer.lexicon.words import Words

SOUNDS = {
    "rain": Words(
        "rain, rainy, rainy day, raining, rainfall, raindrops, rain drops, thunder, rain sounds, "
        "rainstorm, thunderstorm, storm sounds, drizzle, sound of rain",
        "дождь, дождливый, дождик, шум дождя, звук дождя, ливень, ливня, гроза, гром, капли дождя",
    ),
    "vinyl": Words(
        "vinyl, vinyl crackle, vinyl noise, record crackle, record player, crackle, vinyl hiss, "
        "crackling vinyl, gramophone",
        "винил, виниловый, треск винила, треск пластинки, пластинка, с пластинки, шипение винила, "
        "граммофон, потрескивание винила",
    ),
    "cafe": Words(
        "cafe sounds, cafe ambience, cafe noise, coffee shop sounds, coffee shop ambience, coffee "
        "shop noise, chatter, people talking, sounds of a cafe, restaurant noise, cafe chatter, "
        "sounds of a coffee shop",
        "шум кафе, звуки кафе, звуки кофейни, шум кофейни, гомон, разговоры людей, атмосфера "
        "кафе, звон посуды",
    ),
    "waves": Words(
        "waves, ocean waves, sea waves, sound of the sea, ocean sounds, sea sounds, surf, sound "
        "of the ocean, beach sounds, sounds of the ocean, waves crashing, sounds of the sea, "
        "sound of waves",
        "волны, волн, шум моря, звук моря, шум океана, звуки моря, прибой, шум прибоя, шум волн, "
        "звуки океана",
    ),
    "wind": Words(
        "wind, windy, wind blowing, breeze, wind sounds, howling wind",
        "ветер, ветра, ветром, ветреный, шум ветра, бриз, вьюга, метель",
    ),
    "fire": Words(
        "fireplace, campfire, bonfire, crackling fire, fire crackling, fire sounds, crackling "
        "fireplace, sound of fire, log fire",
        "камин, костер, костра, костром, треск костра, треск огня, потрескивание огня, треск "
        "камина, у камина, под камин, треск дров",
    ),
    "city": Words(
        "city sounds, traffic, city noise, street noise, city ambience, street sounds, night "
        "street, urban ambience, sounds of the city, cars passing",
        "шум города, звуки города, шум улицы, звуки улицы, городской шум, шум машин, ночная "
        "улица, шум трассы",
    ),
    "forest": Words(
        "birds, birdsong, bird song, birds singing, bird sounds, forest sounds, nature sounds, "
        "sounds of nature, crickets, sounds of the forest, chirping, jungle sounds",
        "птицы, птиц, пение птиц, птичка, щебет, звуки природы, звуки леса, шум леса, сверчки, "
        "голоса птиц, лесные звуки",
    ),
}

IMAGES = {
    "waves": Words("ocean, sea, seaside, beach, coast", "море, морской, океан, пляж, побережье"),
    "city": Words(
        "city at night, night city, city street, city", "ночной город, город, улица, городской"
    ),
    "forest": Words("forest, woods, garden, nature", "лес, леса, лесу, лесной, природа, сад"),
    "vinyl": Words("record, old record", "старая запись"),
}
"""Scenes that may be meant as a sound: they become one only in `QUIET_GENRES`."""

QUIET_GENRES = frozenset({"lofi", "ambient", "sleep", "meditation", "piano", "folk"})

NEAREST = {
    "vinyl": Words("tape hiss, tape noise, static", "шипение ленты, шум пленки"),
    "waves": Words(
        "river, stream, waterfall, water sounds, creek", "река, ручей, водопад, звук воды"
    ),
    "rain": Words("white noise, brown noise, pink noise", "белый шум, коричневый шум, розовый шум"),
    "city": Words("train sounds, train, subway", "стук колес, поезд, метро"),
}
"""Sounds that aren't at hand, by the one that comes nearest."""

EVERYTHING = Words(
    "ambience, background noise, noise, nature sounds, sound effects, noises",
    "шум, шумы, шума, фоновый шум, звуки природы, посторонние звуки",
)
"""Where these are denied, no ambience at all."""
