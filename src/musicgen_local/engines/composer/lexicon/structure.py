"""Structure: what happens in the course of a piece, as short normalized hints."""

from __future__ import annotations

from musicgen_local.engines.composer.lexicon.words import Words

HINTS = {
    "drop": Words("drop, bass drop, big drop, beat drop", "дроп, бас дроп"),
    "slow build": Words(
        "slow build, slow build up, slowly building, gradual build, builds slowly, gradually "
        "building, builds up slowly, slow buildup, builds gradually, builds up gradually, long "
        "build up, crescendo, building slowly",
        "медленное нарастание, постепенное нарастание, медленно нарастает, постепенно нарастает, "
        "нарастание, нарастающий, нарастает, крещендо, плавное нарастание, долгое нарастание, "
        "длинное нарастание, медленное развитие, постепенное развитие",
    ),
    "build": Words(
        "build up, buildup, build, builds up, riser, rising tension", "билдап, билд ап, подводка"
    ),
    "climax": Words("climax, big finish, explosive finale", "кульминация, кульминацией"),
    "solo": Words(
        "guitar solo section, solo section, improvised solo, improvisation",
        "соло партия, импровизация, сольная партия",
    ),
    "breakdown": Words("breakdown, break down", "брейкдаун, брейк"),
    "bridge": Words("bridge, middle eight", "бридж"),
    "intro": Words("intro, introduction", "вступление, интро"),
    "short intro": Words("short intro, quick intro", "короткое вступление, короткое интро"),
    "long intro": Words(
        "long intro, extended intro", "длинное вступление, длинное интро, долгое вступление"
    ),
    "no intro": Words(
        "starts immediately, starts right away, straight in", "сразу с места, без раскачки"
    ),
    "outro": Words("outro", "аутро"),
    "fade in": Words("fade in, fades in", "плавное начало, фейд ин"),
    "fade out": Words(
        "fade out, fades out, fade out at the end, fading out, fadeout, fade away",
        "затухание, затухание в конце, затухающий, плавное затухание, фейд аут, фейдаут, затихает "
        "в конце",
    ),
    "quiet ending": Words(
        "quiet ending, soft ending, calm ending, gentle ending, ends quietly, ends softly, quiet "
        "end",
        "тихий конец, тихим концом, тихого конца, тихий финал, тихая концовка, спокойный финал, "
        "спокойная концовка, мягкое окончание, тихое окончание",
    ),
    "big ending": Words(
        "big ending, grand finale, epic ending, powerful ending, strong ending, finale",
        "мощный финал, громкий финал, эпичный финал, грандиозный финал, мощная концовка, финал",
    ),
    "abrupt ending": Words(
        "abrupt ending, sudden ending, hard stop", "резкий конец, внезапный конец"
    ),
    "loop": Words(
        "loop, loopable, seamless loop, looping, looped, perfect loop, seamless, loops seamlessly",
        "луп, лупа, зацикленный, бесшовный, бесшовный луп, зациклить, зацикли, цикличный, петля",
    ),
    "short": Words("short, brief, quick", "короткий, краткий, недлинный, покороче"),
    "long": Words("long, extended, endless", "длинный, долгий, бесконечный, подлиннее"),
    "key change": Words("key change, modulation, modulates", "смена тональности, модуляция"),
    "call and response": Words("call and response", "вопрос ответ, перекличка"),
    "verse chorus": Words(
        "verse chorus, verses and chorus, verse and chorus", "куплет припев, куплет и припев"
    ),
    "chorus": Words("chorus, hook, refrain", "припев, хук"),
    "half time": Words("half time", "хафтайм, халф тайм, полтемпа"),
    "sparse": Words(
        "sparse, minimal, minimalist, minimalistic, stripped down, minimalism, minimal techno",
        "минимализм, минималистичный, минимальный, разреженный, минимал техно",
    ),
    "dense": Words(
        "dense, layered, lush, wall of sound, rich texture, full arrangement",
        "плотный, многослойный, густой, слоистый",
    ),
    "repetitive": Words(
        "repetitive, hypnotic, repeating, ostinato, monotonous",
        "повторяющийся, гипнотический, монотонный, остинато",
    ),
    "swing": Words("swung, swing feel, shuffle", "шаффл"),
    "rubato": Words("rubato, free time", "рубато"),
    "odd meter": Words(
        "odd meter, odd time, odd time signature", "сложный размер, нечетный размер"
    ),
}

VOCALS = Words(
    "vocals, vocal, singing, singer, female vocals, male vocals, voice, voices, lyrics, words, "
    "vocal chops, sung, female voice, male voice, rapping, female vocal, male vocal, rapper, "
    "words sung, vocal samples",
    "вокал, вокалист, вокалистка, женский вокал, мужской вокал, пение, голос, голоса, слова, "
    "слов, текст, певица, певец, женский голос, мужской голос, вокальный, поет, поют, тексты",
)
"""Voices with words: this composer has none, so they are understood and said to be missing."""

INSTRUMENTAL = Words(
    "instrumental, instrumentals, instrumental only, backing track, karaoke",
    "инструментал, инструментальный, минусовка, минус",
)

SOLO = Words("solo, unaccompanied", "соло, сольный, без сопровождения, без аккомпанемента")
ONLY = Words(
    "only, just, nothing but, nothing except, solely, purely",
    "только, ничего кроме, лишь, исключительно, один лишь, просто",
)
AT_FIRST = Words(
    "in the intro, in the beginning, at the beginning, at the start, in the start, until, till, "
    "at first, in the verse, in the first half",
    "в начале, во вступлении, в интро, до дропа, до припева, в куплете, пока, поначалу, сначала",
)
"""After what is denied: it is only denied there."""

ENSEMBLE = Words("duet, duo, trio, quartet, quintet", "дуэт, дуэтом, трио, квартет, квинтет")
