"""Instruments: what people call the catalogue's players, and players it stands in for."""

from __future__ import annotations

from musicgen_local.engines.composer.lexicon.words import Words

INSTRUMENTS = {
    "piano": Words(
        "piano, grand piano, pianist, upright piano, piano music, piano ballad, piano piece, keys "
        "solo, piano house, piano melody, neoclassical piano",
        "фортепиано, фортепьяно, пианино, рояль, пиано, фортепианный, фоно, рояля, музыка на "
        "фортепиано, музыка на пианино, фортепианная музыка, пианист, фортепианная пьеса, "
        "фортепианная баллада",
    ),
    "bright_piano": Words("honky tonk, honky tonk piano, bright piano", "расстроенное пианино"),
    "felt_piano": Words(
        "felt piano, soft piano, muted piano, intimate piano, gentle piano",
        "мягкое пианино, тихое пианино, мягкое фортепиано, тихое фортепиано, приглушенное "
        "пианино, приглушенное фортепиано",
    ),
    "electric_piano": Words(
        "electric piano, rhodes, fender rhodes, wurlitzer, wurli, e piano, epiano",
        "электропиано, электропианино, электрическое пианино, электрофортепиано, родес, роудс, "
        "вурлитцер, вурлицер",
    ),
    "fm_electric_piano": Words("dx7, fm piano, dx 7, fm electric piano, digital piano", "дх7"),
    "harpsichord": Words("harpsichord, clavichord", "клавесин"),
    "clavinet": Words("clavinet, clav", "клавинет"),
    "celesta": Words("celesta, celeste", "челеста"),
    "glockenspiel": Words("glockenspiel, glock", "глокеншпиль, металлофон, колокольчик"),
    "music_box": Words("music box, musicbox", "музыкальная шкатулка, шкатулка"),
    "vibraphone": Words("vibraphone, vibes solo", "вибрафон"),
    "marimba": Words("marimba", "маримба"),
    "kalimba": Words("kalimba, thumb piano, mbira", "калимба"),
    "bells": Words(
        "=bells, bell, tubular bells, chimes, church bells, sleigh bells, jingle bells",
        "колокол, колокола, бубенцы, перезвон",
    ),
    "organ": Words("organ, drawbar organ", "орган, электроорган"),
    "rotary_organ": Words(
        "hammond, hammond organ, rotary organ, leslie, leslie organ, b3, b 3 organ", "хаммонд"
    ),
    "reggae_organ": Words("bubble organ, organ bubble, reggae organ", "регги орган"),
    "church_organ": Words(
        "church organ, pipe organ, cathedral organ",
        "церковный орган, орган в церкви, органная музыка, орган в соборе",
    ),
    "accordion": Words(
        "accordion, bandoneon, concertina", "аккордеон, баян, гармонь, гармошка, бандонеон"
    ),
    "melodica": Words("melodica", "мелодика"),
    "harmonica": Words("harmonica, mouth organ, blues harp", "губная гармошка, губная гармоника"),
    "nylon_guitar": Words(
        "nylon guitar, classical guitar, spanish guitar, flamenco guitar, flamenco, nylon strings",
        "классическая гитара, испанская гитара, нейлоновая гитара, фламенко",
    ),
    "acoustic_guitar": Words(
        "acoustic guitar, strummed guitar, fingerpicked guitar, folk guitar, "
        "acoustic folk guitar, fingerpicking, strumming, steel string guitar, campfire guitar",
        "акустическая гитара, гитарный перебор, гитарный бой",
    ),
    "jazz_guitar": Words("jazz guitar, archtop guitar", "джазовая гитара"),
    "clean_guitar": Words(
        "clean guitar, clean electric guitar, jangly guitar, reverb guitar, slide guitar, surf "
        "guitar, off beat guitar, telecaster, skank guitar",
        "чистая гитара, чистая электрогитара, слайд гитара",
    ),
    "muted_guitar": Words("muted guitar, palm muted guitar, palm mute", "приглушенная гитара"),
    "distorted_guitar": Words(
        "distorted guitar, distortion guitar, heavy guitar, overdriven guitar, metal guitar, rock "
        "guitar, fuzz guitar, guitar riff, power chords, heavy riff, shredding, loud guitar, "
        "distorted electric guitar",
        "дисторшн гитара, дисторшн, гитара с дисторшном, перегруженная гитара, тяжелая гитара, "
        "гитарный рифф, гитарный риф, громкая гитара, тяжелый рифф",
    ),
    "palm_muted_guitar": Words(
        "chugging guitar, chugging guitars, chugs, chugging, djent guitar", "чаг, чаги"
    ),
    "lead_guitar": Words(
        "lead guitar, wailing guitar, screaming guitar, soaring guitar",
        "соло гитара, лид гитара, солирующая гитара",
    ),
    "wah_guitar": Words(
        "wah guitar, wah wah guitar, wah wah, wah, funk guitar", "вау гитара, вау вау, квакушка"
    ),
    "twelve_string": Words(
        "twelve string, twelve string guitar, 12 string, 12 string guitar",
        "двенадцатиструнная гитара, двенадцатиструнка, 12 струнная гитара",
    ),
    "steel_guitar": Words(
        "pedal steel, pedal steel guitar, lap steel, steel guitar", "педал стил, слайд стил"
    ),
    "harp": Words("harp, harpist", "арфа"),
    "mandolin": Words("mandolin, mandolins", "мандолина"),
    "banjo": Words("banjo", "банджо"),
    "ukulele": Words("ukulele, uke", "укулеле, гавайская гитара"),
    "sitar": Words("sitar", "ситар"),
    "koto": Words("koto", "кото"),
    "upright_bass": Words(
        "upright bass, double bass, stand up bass, acoustic bass, walking bass, jazz bass",
        "контрабас, акустический бас, шагающий бас",
    ),
    "electric_bass": Words("electric bass, bass guitar, fingered bass", "бас гитара, электробас"),
    "picked_bass": Words("picked bass, pick bass", "бас медиатором"),
    "slap_bass": Words("slap bass, slapped bass, slap", "слэп бас, слэп, слеп бас, слэповый бас"),
    "synth_bass": Words(
        "synth bass, bass synth, dark synth bass, analog bass, moog bass, synthesizer bass",
        "синт бас, басовый синтезатор, синтезаторный бас, аналоговый бас, синтбас",
    ),
    "sub_bass": Words(
        "sub bass, sub, subbass, deep bass", "саб бас, сабовый бас, саб, глубокий бас"
    ),
    "reese_bass": Words("reese, reese bass, growl bass", "риз бас, риз"),
    "fm_bass": Words("fm bass, lately bass", "фм бас"),
    "fretless_bass": Words("fretless bass, fretless", "безладовый бас"),
    "triangle_bass": Words("triangle bass, chip bass, 8 bit bass", "8 битный бас"),
    "rolling_bass": Words(
        "rolling bass, rolling bassline, offbeat bass, off beat bass", "оффбит бас, катящийся бас"
    ),
    "acid_bass": Words(
        "acid bass, acid line, 303, tb 303, acid, acid techno", "эйсид бас, кислотный бас, эйсид"
    ),
    "808_bass": Words(
        "808, 808s, 808 bass, bass 808, trap bass",
        "808 бас, 808 й бас, 808, 808 е, восемьсот восьмой",
    ),
    "violin": Words("violin, violinist", "скрипка, скрипок, скрипач, скрипичный"),
    "violin_2": Words("second violin", "вторая скрипка"),
    "fiddle": Words("fiddle, fiddler, country fiddle, irish fiddle", "фиддл"),
    "viola": Words("viola", "альт"),
    "cello": Words("cello, cellos, cellist", "виолончель, виолончельный"),
    "contrabass": Words("contrabass, orchestral bass", "оркестровый контрабас"),
    "tremolo_strings": Words("tremolo strings, tremolo", "тремоло струнных, тремоло"),
    "pizzicato_strings": Words("pizzicato, pizzicato strings, plucked strings", "пиццикато"),
    "strings": Words(
        "strings, string section, string orchestra, string ensemble, orchestral strings, violins",
        "струнные, струнная секция, струнный оркестр, скрипки секцией",
    ),
    "slow_strings": Words("sustained strings, lush strings, legato strings", "протяжные струнные"),
    "choir": Words(
        "choir, chorus of voices, choral, gregorian chant, monks, choir vocals, angelic choir, "
        "chant",
        "хор, хоровой, хоровое пение, хорал, григорианский",
    ),
    "voice_oohs": Words("oohs, aahs, vocal oohs, humming voice", "вокализ, мычание"),
    "trumpet": Words("trumpet, cornet, flugelhorn", "труба, труб, трубач"),
    "trombone": Words("trombone", "тромбон"),
    "tuba": Words("tuba, sousaphone", "туба"),
    "muted_trumpet": Words(
        "muted trumpet, harmon mute", "труба под сурдину, труба с сурдиной, засурдиненная труба"
    ),
    "french_horn": Words("french horn, horn", "валторна"),
    "brass": Words(
        "brass, brass section, brass stabs, fanfare, big band",
        "медные, медь, медные духовые, медная секция, фанфары, биг бэнд, биг бенд",
    ),
    "horn_section": Words(
        "horn section, horn stabs, funk horns, soul horns, horn line", "духовая секция"
    ),
    "soprano_sax": Words("soprano sax, soprano saxophone", "сопрано саксофон, сопрановый саксофон"),
    "alto_sax": Words("alto sax, alto saxophone", "альт саксофон, альтовый саксофон"),
    "tenor_sax": Words("tenor sax, tenor saxophone", "тенор саксофон, теноровый саксофон"),
    "oboe": Words("oboe, english horn", "гобой, гобоя, гобоем"),
    "bassoon": Words("bassoon", "фагот"),
    "clarinet": Words("clarinet", "кларнет"),
    "flute": Words("flute, piccolo", "флейта"),
    "whistle": Words("tin whistle, penny whistle, irish whistle", "вистл, ирландская дудочка"),
    "pan_flute": Words(
        "pan flute, pan pipes, panpipes, panflute", "флейта пана, пан флейта, панфлейта"
    ),
    "shakuhachi": Words("shakuhachi, bamboo flute, japanese flute", "сякухати, бамбуковая флейта"),
    "square_lead": Words("square lead, square wave, pulse wave", "квадратная волна"),
    "saw_lead": Words(
        "saw lead, sawtooth lead, synth lead, lead synth", "синт лид, соло синтезатор, лид синт"
    ),
    "soft_lead": Words("soft lead, sine lead", "мягкий лид"),
    "synth_pluck": Words("pluck, plucks, synth pluck, plucky synth", "плак, синт плак, плаки"),
    "supersaw": Words("supersaw, super saw, supersaw lead", "суперсоу, супер соу"),
    "warm_pad": Words(
        "warm pad, pad, synth pad, lush pad, ambient pad, soft pad, analog pad",
        "теплый пэд, пэд, пад, синт пэд, пэды, подложка, мягкий пэд, теплый пад",
    ),
    "glass_pad": Words("glass pad, glassy pad", "стеклянный пэд"),
    "crystal_pad": Words("crystal pad, shimmer pad, shimmering pad", "хрустальный пэд"),
    "string_machine": Words("string machine, solina, string synth", "солина, стринг машина"),
    "singing_bowls": Words(
        "singing bowls, singing bowl, tibetan bowls, crystal bowls", "поющие чаши, тибетские чаши"
    ),
    "stab": Words(
        "chord stab, chord stabs, rave stab, rave stabs, synth stab, synth stabs",
        "стэб, стэбы, рейв стэб",
    ),
    "hoover_lead": Words("hoover, hoover lead, rave hoover", "хувер"),
    "trance_pluck": Words("trance pluck, trance plucks, gated pluck", "транс плак"),
    "pulse_arp": Words("chip arp, chip arpeggio, 8 bit arpeggio", "чип арпеджио"),
    "noise_wash": Words("noise wash, noise sweep", "шумовая волна"),
    "pulse_lead": Words("pulse lead, chip lead, 8 bit lead, nes lead", "8 битный лид, чип лид"),
    "dark_pad": Words("dark pad", "темный пэд, мрачный пэд"),
    "choir_pad": Words("choir pad, vocal pad", "хоровой пэд, вокальный пэд"),
    "drone": Words("drone, ambient drone, drone music", "дрон, гул, гудение, бурдон"),
    "poly_synth": Words(
        "poly synth, polysynth, juno, synth chords, synth brass, analog synth, prophet",
        "полисинт, аналоговый синтезатор, аналоговый синт",
    ),
    "timpani": Words("timpani, kettledrum", "литавры, литавр"),
    "taiko": Words("taiko, taikos, taiko drums, taiko drum", "тайко, барабаны тайко"),
    "808_kit": Words("808 drums, 808 kit, 808 drum machine", "808 барабаны, барабаны 808"),
    "house_kit": Words("909, 909 drums, 909 kick", "909, барабаны 909"),
    "trap_kit": Words("trap drums, trap hats, trap kit", "трэп барабаны, трап барабаны"),
    "boom_bap_kit": Words(
        "boom bap drums, dusty drums, mpc drums, dusty breaks, sampled drums, vinyl drums",
        "пыльные барабаны, бум бэп барабаны, сэмплированные барабаны",
    ),
    "trance_kit": Words("trance drums", "транс барабаны"),
    "dnb_kit": Words("dnb drums, amen break, jungle breaks, jungle drums", "амен брейк"),
    "chip_noise_kit": Words("chip drums, 8 bit drums, noise drums", "8 битные барабаны"),
    "pop_kit": Words("pop drums", "поп барабаны"),
    "disco_kit": Words("disco drums", "диско барабаны"),
    "funk_kit": Words("funk drums, funky drummer, funky drums", "фанк барабаны"),
    "reggae_kit": Words("reggae drums, one drop drums, one drop", "регги барабаны"),
    "country_kit": Words("train beat, country drums", "кантри барабаны"),
    "bongo_kit": Words("bongos, bongo drums, congas and bongos, congas", "бонго, конги"),
    "techno_kit": Words("techno drums, techno kick, rumble kick", "техно бочка, техно барабаны"),
    "metal_kit": Words(
        "metal drums, double kick, blast beats, double bass drums",
        "двойная бочка, метал барабаны, бласт бит",
    ),
    "latin_percussion": Words(
        "latin percussion, brazilian percussion, latin drums, samba drums",
        "латинская перкуссия, бразильская перкуссия",
    ),
    "folk_percussion": Words(
        "stomps, stomp clap, stomps and claps, foot stomps, stomp and clap", "топот"
    ),
    "jazz_kit": Words("jazz drums, jazz kit", "джазовые барабаны"),
    "rock_kit": Words("rock drums, acoustic drums, live drums", "живые барабаны, рок барабаны"),
    "brush_kit": Words("brushes, brushed drums, brush drums, brush kit", "щетки, барабаны щетками"),
    "orchestral_percussion": Words("orchestral percussion", "оркестровые ударные"),
    # roles: any player of the pack that has the role
    "drums": Words(
        "drums, drum kit, drum set, drum machine, drummer, percussion and drums, breakbeats, "
        "drum loop, electronic drums",
        "барабан, ударные, ударник, ударная установка, барабанщик, драм машина, драмы, "
        "электронные барабаны",
    ),
    "hi hats": Words("hi hat, hihat, hats, hat rolls, hi hat rolls", "хай хэт, хэт, хет, хай хет"),
    "kick": Words("kick, kick drum, bass drum", "бочка, бас барабан"),
    "snare": Words("snare, snare drum, snare rolls", "малый барабан, снейр, рабочий барабан"),
    "cymbals": Words("cymbals, cymbal, crash cymbals", "тарелки, тарелок"),
    "percussion": Words(
        "percussion, shaker, tambourine, claps, clap, hand claps, handclaps, "
        "cajon, tabla, darbuka, djembe, maracas, finger snaps, snaps, woodblock, hand drums, "
        "cowbell, tom toms",
        "перкуссия, шейкер, бубен, хлопки, кахон, табла, дарбука, джембе, маракасы, "
        "щелчки пальцами, хлопки в ладоши, клэп",
    ),
    "bass": Words(
        "bass, bass line, bassline, baseline, low end, funky bass",
        "бас, басовая линия, басы, басовый, басс, басовая партия",
    ),
    "arp": Words(
        "arp, arpeggio, arpeggiated, arpeggiator", "арпеджио, арпеджиатор, арпеджированный"
    ),
    "lead": Words("=lead melody", ""),
    # words that a genre settles: see `generic.py`
    "guitar": Words("guitar, guitarist, guitars", "гитара, гитарный, гитарист"),
    "electric_guitar": Words(
        "electric guitar, e guitar", "электрогитара, электро гитара, электрическая гитара"
    ),
    "synth": Words(
        "synth, synthesizer, synthesiser, synths, keyboard, synth music, dark synth",
        "синтезатор, синт, синты, синтезаторный",
    ),
    "keys": Words("=keys, keyboards, =the keys", "клавиши, клавишные, клавишных"),
    "sax": Words("sax, saxophone, saxophonist, saxes", "саксофон, сакс, саксофонист"),
    "horns": Words("=horns", "духовые"),
    "woodwinds": Words(
        "woodwinds, woodwind, wind instruments, winds section, =winds",
        "деревянные духовые, духовые инструменты",
    ),
    "string_quartet": Words("string quartet", "струнный квартет"),
    "piano_trio": Words("piano trio", "фортепианное трио"),
    "jazz_trio": Words("jazz trio", "джазовое трио, джаз трио"),
}

NEAREST = {
    "ukulele": Words("charango, cavaquinho"),
    "mandolin": Words("balalaika, domra", "балалайка, домра"),
    "nylon_guitar": Words("lute, oud, bouzouki", "лютня, уд, удом, уда"),
    "koto": Words("guzheng, shamisen, pipa, erhu, santur", "гучжэн, сямисэн, эрху"),
    "harp": Words("lyre, dulcimer, zither", "лира, гусли, цимбалы"),
    "marimba": Words("xylophone, steel drum, steel drums, steelpan, balafon", "ксилофон, стилпан"),
    "kalimba": Words("handpan, hang drum, hang, tongue drum", "ханг, глюкофон, хэндпан, ханг драм"),
    "bells": Words("gong", "гонг"),
    "clarinet": Words("duduk, didgeridoo", "дудук, диджериду, жалейка"),
    "oboe": Words("bagpipes, bagpipe, shawm, cor anglais", "волынка, зурна, английский рожок"),
    "flute": Words(
        "whistle, whistling, recorder, ocarina",
        "свист, свирель, дудочка, блокфлейта, окарина",
    ),
    "soft_lead": Words("theremin, musical saw", "терменвокс"),
    "choir": Words("throat singing", "горловое пение"),
}
"""Instruments that the catalogue lacks, by the neighbour that plays in their place."""

ONLY_DENIED = {
    "drums": Words(
        "beat, beats, rhythm, rhythm section, groove, rhythms",
        "бит, биты, бита, ритм, ритма, ритм секция",
    ),
    "lead": Words("melody, melodies, lead", "мелодия, мелодии, лид"),
    "chords": Words("chords, harmony", "аккорды"),
    "transitions": Words("risers, effects, sound effects, fx", "эффекты, звуковые эффекты"),
}
"""Roles that are banned by words too vague to be a request ("no beat")."""

DENYING = {
    "drums": Words(
        "drumless, beatless, drum free, ambient without beat",
        "безударный, безбарабанный, бездрамный, минус барабаны",
    ),
}
"""Words that ban by themselves."""
