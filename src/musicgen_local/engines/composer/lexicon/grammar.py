"""Words that join, deny or carry nothing."""

from __future__ import annotations

from musicgen_local.engines.composer.lexicon.words import Words

NOT = Words(
    "not, isn t, don t be, shouldn t be, not too, never, nothing too, isn t too, not be",
    "не, не слишком, не очень, не такой, не особо, ничего",
)
"""Denies the next word: "not sad"."""

WITHOUT = Words(
    "no, without, w o, minus, excluding, exclude, except, except for, avoid, zero, don t want, do "
    "not want, don t use, do not use, don t add, do not add, don t include, do not include, free "
    "of, no more, remove, skip the, leave out, there is no, without any, not needed, not wanted, "
    "lose the, ditch the, doesn t have, does not have, not have, not include",
    "без, нет, кроме, никакой, никаких, никакого, никакой, исключить, исключая, исключи, убрать, "
    "убери, не нужны, не нужен, не нужна, не нужно, не надо, не хочу, не используй, не "
    "использовать, не добавляй, не добавлять, без всяких, без каких либо, за исключением, чтобы "
    "не было, не было, не должно быть, ни",
)
"""Denies the next thing that can sound: "without any loud drums"."""

AND = Words("and, plus, as well as", "и, а также, плюс, да")
OR = Words("or, nor, and or", "или, либо, ни")
BUT = Words(
    "but, instead, rather, with, yet, then, while, though, however, featuring, feat, keep, add, "
    "keep it, make it, use",
    "но, а, зато, однако, вместо, с, со, пусть, пусть будет, добавь, используй, сделай",
)
"""Words after which nothing is denied any longer."""

STOP = Words(
    "maybe, perhaps, cue, baby, not only, just like, in the background, for driving, while "
    "driving, drop d, drop c, drop tuning, as, the, a, an, of, in, on, at, to, for, from, by, "
    "into, over, under, up, down, it, its, this, that, these, those, there, here, i, me, my, we, "
    "us, our, you, your, he, she, they, them, is, are, was, were, be, been, being, am, do, does, "
    "did, have, has, had, will, would, can, could, should, shall, may, might, must, let, get, "
    "give, make, made, making, create, generate, compose, write, play, playing, want, need, like, "
    "love to, please, pls, some, any, something, anything, all, also, well, only one, one, two, "
    "three, more, less, most, lot, lots, lots of, much, many, few, kind, sort, type, style, "
    "styled, styles, vibe, vibes, vibey, feel, feeling, feels, sound, sounds, sounding, sounds "
    "like, sound of, sounds of, music, musical, song, track, tune, tunes, piece, composition, "
    "melody, melodies, theme, mood, genre, instrument, instruments, beat, beats, rhythm, rhythms, "
    "rhythmic, loop based, tempo, bpm, key, scale, pace, paced, mode, chord, chords, harmony, "
    "lead, leads, sample, samples, sampled, texture, layer, who, what, which, when, where, how, "
    "why, if, so that, than, such, very much, out, off, about, around, along, through, between, "
    "during, day, time, part, section, section of, end, ending, ends, start, starts, starting, "
    "begin, begins, middle, use, using, used, based, inspired, reminiscent, similar, influenced, "
    "influence, influences, element, elements, touch of, touch, good, great, nice to, best, "
    "perfect, ideal, cool, new, modern, simple to, ambience, track for, video, videos, content, "
    "listen, listening, hear, i d like, i m, it s, that s, let s, don t, no one, s, t, d, m, re, "
    "ve, ll, etc, e g, via, vs, per, min, full, real, high quality, quality, hq, version, mix, "
    "medley, effect, effects, fx, clear, live, etc, sense, scene, vocals welcome, per minute, "
    "main, deep, likely, little, level, stage, menu, window, outside, inside, background of",
    "лучше, глубокий, может быть, наверное, не только, на фоне, на заднем плане, и, в, во, на, с, "
    "со, к, ко, о, об, от, до, по, под, над, за, из, у, при, про, для, через, между, перед, "
    "чтобы, чтоб, как, так, такой, такая, такое, что, это, этот, эта, эти, тот, то, бы, же, ли, "
    "я, мне, меня, мы, нам, ты, тебе, он, она, оно, они, мой, моя, наш, ваш, свой, который, "
    "которая, где, когда, если, есть, был, была, было, были, быть, будет, будут, можно, нужно, "
    "нужна, нужен, нужны, надо, хочу, хочется, хотелось, дай, сделай, сделать, создай, создать, "
    "напиши, сочини, сгенерируй, сыграй, играет, играют, пожалуйста, что нибудь, что то, какой "
    "нибудь, какой то, нибудь, либо что, какой, какая, все, всё, весь, тоже, также, ещё, уже, "
    "более, менее, больше, меньше, много, мало, музыка, музычка, музыкальный, песня, песенка, "
    "композиция, трек, мелодия, мелодии, тема, бит, биты, бита, ритм, ритмы, стиль, стиля, дух, "
    "жанр, жанра, звук, звуки, звука, звучание, звучит, шум, настроение, темп, темпе, "
    "тональность, лад, размер, инструмент, аккорд, лид, вайб, вайбы, атмосфера как, элемент, "
    "элементы, типа, вроде, наподобие, похожий, похоже, основа, конец, начало, середина, часть, "
    "партия, время, день, раз, один, одна, одно, два, три, хороший, крутой, классный, новый, "
    "современный, настоящий, качественный, живой, видео, ролик для, эффект, эффекты, пьеса, "
    "произведение, хорошо, еще, самый, х, й, е, го, либо, версия, сцена, звучать, игра на, этюд, "
    "пусть, окном, окна, уровень, уровня, меню",
)
"""Words that carry no wish; they are neither understood nor ignored."""

STYLE = Words("in the style of, style of", "в стиле, в духе, в жанре")
"""A genre after these is what the piece is to be."""

COMMON = Words(
    "message, messages, trailing, summary, packed, garbage, storing, harmonic, exiting, signing, "
    "bullet, concert, threat, placed, ranging, relating, defective, strong, string, morning, "
    "person, people, friend, friends, winter, summer, spring, flower, flowers, mother, father, "
    "sister, brother, little, letter, better, latter, matter, action, section, nation, station, "
    "motion, notion, potion, lotion, planet, planes, street, sweets, bottle, battle, cattle, "
    "marching, matching, watching, catching, phrase, praise, parade, passing, massive, missive, "
    "creamy, lively, lonely, likely, lovely, slight, bright, flight, fright, fluid, fluted, "
    "violet, violent, trample, sample, simple, trumpet, crumpet, happen, hoping, hopping, "
    "popping, shopping, dreary, weary, garden, golden, hidden, sudden, wooden, region, reason, "
    "season, lesson, listen, poison, prison, chores, choose, chords, chance, change, charge, "
    "french, branch, bronze, breeze, freeze, frozen, trance, france, glance, dancer, cancer, "
    "secret, sacred, scared, scarce, source, course, coarse, horror, mirror, forest, forget, "
    "forced, format, former, farmer, timing, tuning, turning, warning, burning, evening, running, "
    "raining, training, ringing, singing, stinging, bringing, building, sitting, setting, "
    "getting, letting, betting, mediation, mediator, medicine, magnetic, classes, glasses, "
    "passive, restart, restaurant, deeper, keeper, sleeper, ballet, ballot, palace, police, "
    "office, studio, country, county, counter, cosmic, comedy, sounds, pounds, bounds, hounds, "
    "wounds, rounds, grounds, darkest, market, basket, blanket, planted, painted, pointed, "
    "haunted, hunted, metals, medals, petals, pedals, mental, rental, dental, gentle, kettle, "
    "settle, nettle, title, rolling, falling, calling, telling, feeling, peeling, ceiling, "
    "reality, quality, equality, vocal, local, focal, social, special, spatial, partial, martial, "
    "moving, loving, living, giving, having, saving, waving, leaving, weaving, heaving, hearing, "
    "wearing, bearing, tearing, sharing, caring, staring, starting, parting, farming, charming, "
    "calmer, warmer, summers, hammers",
    "страна, страны, странно, стена, сцена, смена, смех, сила, слова, слово, слава, голова, "
    "город, народ, погода, природа, дорога, работа, суббота, забота, свобода, вокруг, друг, "
    "подруга, труба, губа, трава, правда, неделя, погоня, молния, мелочь, полночь, помощь, "
    "область, радость, сладость, гордость, бодрость, скорость, новость, повесть, совесть, место, "
    "вместо, тесто, просто, часто, чисто, листва, листок, мосток, восток, поток, росток, сторона, "
    "корона, ворона, борода, береза, дерево, зеркало, облако, яблоко, молоко, далеко, глубоко, "
    "высоко, легко, метро, ведро, добро, бедро, серебро, золото, болото, ворота, пехота, охота, "
    "пустота, красота, высота, частота, чистота, простота, доброта, темнота, теплота, мечты, "
    "мачта, почта, строка, страха, страхи, страница, граница, птица, синица, больница, столица, "
    "улица, лестница, пшеница, струя, статья, семья, скамья, земля, капля, сабля, цапля, грабли, "
    "корабль, рубль, туман, роман, карман, обман, океан, ураган, таракан, стакан, вулкан, экран, "
    "кран, план, клан, фонтан, каштан, гитлер, готика, готовый, готово, готовка, музыкант, "
    "музыканты, человек, девушка, девочка, мальчик, ребенок, бабушка, дедушка, подарок, рынок, "
    "звонок, щенок, венок, урок, срок, пирог, порог, творог, берег, снег, бег, век, человека, "
    "дальний, давний, поздний, ранний, летний, зимний, осенний, верхний, нижний, средний, "
    "соседний, последний, крайний, внешний, утренний",
)
"""Everyday words that a typing-error reader would take for a word of music one letter away."""
