"""Genres: names, subgenres, adjectives that lean towards them, and their range of tempo."""

from __future__ import annotations

from typing import NamedTuple

from musicgen_local.engines.composer.lexicon.words import Words

NAME, COLOUR, SCENE, INSTRUMENT = 3.0, 2.0, 1.0, 0.5
"""Strengths of evidence: the genre is named, leaned towards, fits the scene, fits the players."""


class Genre(NamedTuple):
    """What a genre is called, and its usual tempo in bpm: slow, usual, fast."""

    tempo_bpm: tuple[float, float, float]
    names: Words
    colours: Words = Words()
    near: Words = Words()  # styles that no pack is, and that this one comes nearest to
    pull: float = 0.0  # added to the score of genres that name a treatment of any other


GENRES = {
    "lofi": Genre(
        (66, 78, 90),
        Words(
            "lofi, lo fi, low fi, lowfi, lofi hip hop, lo fi hip hop, low fi hip hop, lofi beats, "
            "lo fi beats, chillhop, chill hop, chill beats, jazzhop, jazz hop, study beats, beats "
            "to study, beats to study to, beats to relax to, lofi girl, lofi jazz, lo fi jazz, "
            "bedroom beats",
            "лофи, ло фи, лофай, ло фай, лоуфай, лоу фай, лоуфи, лоу фи, лофи хип хоп, лофай хип "
            "хоп, лоу фай хип хоп, чиллхоп, чилхоп, чилл хоп, джазхоп, джаз хоп",
        ),
        Words("chillout beats, beat tape", "чилл бит, чил бит"),
        pull=0.6,
    ),
    "ambient": Genre(
        (50, 66, 84),
        Words(
            "ambient, ambient music, soundscape, dark ambient, space music, drone music, new age, "
            "ambient drone, atmospheric soundscape, space ambient",
            "эмбиент, амбиент, дарк эмбиент, дарк амбиент, нью эйдж, звуковой ландшафт, звуковой "
            "пейзаж, саундскейп",
        ),
        Words(
            "atmospheric, atmosphere, chillout, chill out, downtempo, ethereal, drone",
            "атмосферный, атмосфера, чиллаут, даунтемпо, дрон",
        ),
    ),
    "sleep": Genre(
        (45, 54, 64),
        Words(
            "sleep music, sleeping music, deep sleep, music for sleep, music for sleeping, lullaby",
            "музыка для сна, колыбельная, глубокий сон, музыка для засыпания",
        ),
        Words(
            "sleep, sleepy, fall asleep, asleep, bedtime, insomnia, nap, before bed",
            "сон, сна, сну, сном, засыпание, засыпать, заснуть, уснуть, бессонница, сонный, "
            "дремота",
        ),
    ),
    "meditation": Genre(
        (48, 58, 70),
        Words(
            "meditation, meditation music, meditative, spa music, yoga music, healing music, "
            "reiki, sound bath, zen music, mindfulness",
            "медитация, медитативный, музыка для медитации, музыка для йоги, спа музыка, рейки, "
            "исцеляющий, дзен",
        ),
        Words(
            "meditate, spa, yoga, massage, zen, chakra, healing, breathing exercise",
            "медитировать, спа, йога, массаж, чакра, исцеление, дыхательная практика",
        ),
    ),
    "piano": Genre(
        (56, 76, 110),
        Words(
            "piano music, neoclassical piano, neo classical piano, piano ballad, piano piece, "
            "modern classical piano",
            "фортепианная музыка, фортепианная пьеса, музыка на фортепиано, музыка на пианино, "
            "фортепианная баллада, неоклассика",
        ),
        Words(
            "nocturne, neoclassical, neo classical, prelude, chopin, debussy, satie, einaudi",
            "ноктюрн, прелюдия, шопен, дебюсси, сати, эйнауди",
        ),
    ),
    "cinematic": Genre(
        (64, 92, 140),
        Words(
            "cinematic, epic trailer, trailer, trailer music, film score, movie score, film "
            "music, movie music, score, soundtrack, movie soundtrack, film soundtrack, "
            "underscore, epic music, epic orchestral, orchestral score, ost, horror soundtrack, "
            "hans zimmer, documentary, movie, film",
            "кинематографичный, кинематографический, киношный, киномузыка, музыка к фильму, "
            "музыка для фильма, музыка из фильма, саундтрек, трейлер, эпический трейлер, "
            "трейлерная музыка, фильм, кино, синематик",
        ),
        Words(
            "orchestral, orchestra, symphonic, hollywood, fantasy, adventure, boss fight orchestra",
            "оркестровый, оркестр, симфонический, голливудский, фэнтези, приключение, "
            "приключенческий",
        ),
    ),
    "jazz": Genre(
        (72, 112, 190),
        Words(
            "jazz, jazz music, smooth jazz, cool jazz, bebop, be bop, hard bop, swing, big band, "
            "jazz trio, jazz quartet, cocktail jazz, lounge jazz, latin jazz, gypsy "
            "jazz, acid jazz, film noir, jazz fusion",
            "джаз, джазовая музыка, смут джаз, бибоп, бибап, свинг, биг бэнд, биг бенд, джазовое "
            "трио, джаз трио, фильм нуар, эйсид джаз",
        ),
        Words(
            "jazzy, swinging, noir, speakeasy, cocktail, lounge",
            "джазовый, свингующий, нуар, нуарный, лаунж",
        ),
        near=Words(
            "ragtime, dixieland",
            "регтайм, диксиленд",
        ),
    ),
    "bossa_nova": Genre(
        (96, 124, 150),
        Words(
            "bossa nova, bossanova, bossa, ",
            "босса нова, боссанова, боса нова, босанова, босса, ",
        ),
        Words("latin, latino, brazilian, cuban, tropical", "латино, латинский, бразильский"),
        near=Words(
            "samba, salsa, latin music, rumba, bolero, tango, mambo, cha cha",
            "самба, сальса, румба, болеро, танго, латиноамериканская музыка",
        ),
    ),
    "house": Genre(
        (118, 124, 130),
        Words(
            "house, house music, tech house, progressive house, disco house, french house, lofi "
            "house, lo fi house, edm, electro house, chicago house, uk "
            "electronic dance music, dance music, club music, nu disco, tropical house, afro "
            "house, piano house, daft punk",
            "хаус, хауз, тек хаус, прогрессив хаус, эдм, клубная музыка, "
            "танцевальная музыка, ню диско",
        ),
        Words(
            "club, clubby, dancefloor, dance floor, nightclub, four on the floor, electronic, "
            "electro, electronica, rave",
            "клубный, клуб, танцпол, прямая бочка, электроника, электронный, рейв, дискотека",
        ),
        near=Words(
            "garage, uk garage, eurodance",
            "гэридж, евродэнс",
        ),
    ),
    "deep_house": Genre(
        (114, 121, 125),
        Words(
            "deep house, deephouse, melodic house, organic house, chill house, soulful house",
            "дип хаус, диип хаус, дип хауз, мелодик хаус, органик хаус",
        ),
    ),
    "techno": Genre(
        (122, 131, 142),
        Words(
            "techno, minimal techno, acid techno, dark techno, detroit techno, dub techno, hard "
            "techno, melodic techno, ambient techno, industrial techno, "
            "industrial",
            "=техно, минимал техно, эйсид техно, индастриал, дарк техно, дип техно, хард техно",
        ),
        Words("warehouse, berlin", "индустриальный"),
        near=Words(
            "hardstyle, hard style",
            "",
        ),
    ),
    "synthwave": Genre(
        (78, 100, 124),
        Words(
            "synthwave, synth wave, retrowave, retro wave, vaporwave, vapor wave, vapourwave, "
            "outrun, darksynth, synth pop, synthpop, darkwave, cyberpunk, chillwave, new wave",
            "синтвейв, синт вейв, синтвэйв, ретровейв, ретро вейв, ретровэйв, вейпорвейв, "
            "вапорвейв, вейпорвэйв, аутран, синтипоп, синти поп, синтипоп, киберпанк, дарксинт",
        ),
        Words(
            "neon, retro synth, retrofuturistic, stranger things, blade runner",
            "неон, неоновый, ретрофутуризм, бегущий по лезвию",
        ),
    ),
    "trance": Genre(
        (130, 137, 145),
        Words(
            "trance, psytrance, psy trance, goa trance, uplifting trance, vocal trance, goa",
            "=транс, транса, трансом, транс музыка, псайтранс, пситранс, псай транс, гоа транс",
        ),
        Words("trancey", "трансовый"),
    ),
    "drum_and_bass": Genre(
        (164, 173, 180),
        Words(
            "=drum and bass, drum n bass, drum bass, drums and bass music, dnb, d n b, d and b, "
            "liquid dnb, liquid drum and bass, liquid funk, jungle, neurofunk, "
            "jump up",
            "драм н бейс, драм н бэйс, драмнбейс, драм энд бейс, драм энд бэйс, драм и бас, днб, "
            "драм бейс, драм бэйс, джангл, нейрофанк, ликвид, ",
        ),
        near=Words(
            "breakcore, breakbeat",
            "брейкбит",
        ),
    ),
    "trap": Genre(
        (120, 140, 160),
        Words(
            "trap, trap beat, drill, uk drill, phonk, cloud rap, trap metal, ",
            "трэп, трап, треп бит, трэп бит, дрилл, фонк, клауд рэп, ",
        ),
        near=Words(
            "dubstep, dub step, brostep, riddim, future bass",
            "дабстеп, дабстэп, фьюча бейс",
        ),
    ),
    "hip_hop": Genre(
        (76, 90, 104),
        Words(
            "hip hop, hiphop, boom bap, boombap, rap, rap beat, old school hip hop, "
            "g funk, west coast, east coast, turntablism",
            "хип хоп, хипхоп, бум бэп, бум бап, бумбэп, рэп, реп бит, рэп бит, рэп минус, реп "
            "минус, ",
        ),
        Words("street beat, gangsta, freestyle", "уличный бит, гангста, фристайл"),
        near=Words(
            "reggaeton, trip hop",
            "реггетон, трип хоп, трипхоп",
        ),
    ),
    "funk": Genre(
        (92, 106, 122),
        Words(
            "funk, funk music, jazz funk, p funk, funk rock, city pop",
            "фанк, джаз фанк",
        ),
        Words("funky", "фанковый, фанки"),
    ),
    "disco": Genre(
        (108, 118, 128),
        Words(
            "disco, disco music, seventies disco, euro disco, eurodisco, italo disco, philly soul, "
            "studio 54",
            "=диско, евродиско, итало диско, музыка диско",
        ),
        Words("mirror ball, disco ball, roller disco", "диско шар"),
    ),
    "rnb": Genre(
        (62, 84, 104),
        Words(
            "r and b, rnb, r n b, r b, neo soul, rhythm and blues, soul, soul music, motown, "
            "contemporary r and b, slow jam, slow jams, quiet storm",
            "арэнби, эрэнби, ар эн би, нео соул, соул, соул музыка, мотаун, ",
        ),
        Words("soulful, silky", "соуловый, душевный грув"),
        near=Words(
            "gospel",
            "госпел",
        ),
    ),
    "country": Genre(
        (76, 108, 136),
        Words(
            "country, country music, bluegrass, americana, western, country rock, country ballad, "
            "honky tonk country, nashville, outlaw country, alt country, hoedown",
            "кантри, кантри музыка, блюграсс, вестерн, нэшвилл",
        ),
        Words("cowboy, rodeo, ranch, prairie, wild west", "ковбойский, ковбой, дикий запад, ранчо"),
    ),
    "blues": Genre(
        (60, 88, 124),
        Words(
            "blues, delta blues, chicago blues, twelve bar blues, 12 bar blues, slow blues, "
            "electric blues, texas blues, blues shuffle, jazz blues, boogie woogie, boogie",
            "блюз, блюза, чикагский блюз, медленный блюз, дельта блюз, буги вуги",
        ),
        Words("bluesy, juke joint", "блюзовый"),
    ),
    "pop": Genre(
        (80, 112, 132),
        Words(
            "pop, pop music, pop song, k pop, kpop, j pop, jpop, dance pop, indie pop, dream pop, "
            "electropop, teen pop, power ballad, bubblegum",
            "=поп, поп музыка, попса, поп песня, кей поп, к поп, инди поп, дрим поп, электропоп, "
            "эстрада, эстрадный",
        ),
        Words("radio friendly, catchy, hit song, mainstream", "попсовый, цепляющий, хитовый"),
    ),
    "rock": Genre(
        (84, 122, 168),
        Words(
            "rock, rock music, indie rock, alternative rock, alt rock, hard rock, punk rock, "
            "punk, grunge, classic rock, post rock, progressive rock, prog rock, surf rock, "
            "garage rock, blues rock, pop rock, folk rock, soft rock, shoegaze, rock n roll, rock "
            "and roll, rockabilly, rock ballad, rock anthem, emo, pop punk, psychedelic rock, "
            "math rock, britpop, indie, alternative, anime opening, stoner rock",
            "=рок, рока, року, роком, роке, рок музыка, инди рок, хард рок, панк рок, панк, "
            "гранж, пост рок, альтернатива, альтернативный рок, рок н ролл, рок баллада, прог "
            "рок, классический рок, русский рок, шугейз, инди, эмо, поп панк, блюз рок, аниме "
            "опенинг, опенинг аниме",
        ),
        Words("rocking, garage band, stadium", "роковый, рокерский, стадионный"),
    ),
    "metal": Genre(
        (96, 146, 200),
        Words(
            "metal, heavy metal, death metal, black metal, thrash, thrash metal, metalcore, "
            "djent, doom metal, power metal, symphonic metal, nu metal, hardcore punk, deathcore, "
            "orchestral metal, folk metal, doom, industrial metal",
            "метал, металл, тяжелый метал, тяжелый металл, хэви метал, хеви метал, дэт метал, "
            "блэк метал, трэш метал, треш метал, металкор, джент, дум метал, пауэр метал, "
            "симфонический метал, ню метал",
        ),
        Words("headbanging, mosh pit", "металлический"),
    ),
    "folk": Genre(
        (72, 98, 132),
        Words(
            "folk, folk music, indie folk, acoustic music, singer songwriter, celtic, irish music, "
            "medieval, tavern, fantasy tavern, sea shanty, campfire song, traditional",
            "фолк, фольк, народная музыка, народный, инди фолк, кельтский, ирландский, "
            "средневековый, таверна, бардовский, бардовская песня, фольклор",
        ),
        Words(
            "acoustic, unplugged, folky, rustic, irish, viking, village",
            "акустический, акустика, деревенский, деревня, викинг, скандинавский",
        ),
        near=Words(
            "polka, ethnic, world music",
            "полька, этнический, этника",
        ),
    ),
    "reggae": Genre(
        (64, 76, 92),
        Words(
            "reggae, dub reggae, rocksteady, roots reggae",
            "регги, рэгги, реггей, регги музыка, даб",
        ),
        Words("jamaican, caribbean, rasta, bob marley", "ямайский, ямайка, карибский, раста"),
        near=Words(
            "ska, dancehall",
            "=ска, дэнсхолл",
        ),
    ),
    "classical": Genre(
        (58, 92, 152),
        Words(
            "classical, classical music, string quartet, chamber music, baroque, "
            "sonata, fugue, minuet, mozart, bach, beethoven, vivaldi, "
            "tchaikovsky, string ensemble, suite",
            "классика, классическая музыка, струнный квартет, камерная музыка, барокко, "
            "соната, фуга, менуэт, моцарт, бах, бетховен, вивальди, чайковский, сюита, ",
        ),
        Words(
            "chamber, baroque style, ballet, church, hymn",
            "классический, камерный, барочный, балет, церковный, церковь, гимн",
        ),
        near=Words(
            "opera, symphony, concerto, string orchestra, chamber orchestra",
            "опера, симфония, струнный оркестр, камерный оркестр, концерт для",
        ),
    ),
    "chiptune": Genre(
        (100, 134, 172),
        Words(
            "chiptune, chip tune, chip music, 8 bit, 8 bits, 8bit, eight bit, 16 bit, nes music, "
            "gameboy, game boy, nintendo, video game shop, game shop, retro game, retro video "
            "game, arcade, arcade game, commodore 64, pixel art game, bitpop, super mario",
            "чиптюн, чип тюн, чиптьюн, 8 бит, 8 битный, восьмибитный, восемь бит, 16 бит, 16 "
            "битный, денди, геймбой, аркада, аркадный, магазин в игре, магазин из игры, ретро "
            "игра, пиксельный",
        ),
        Words("pixel, sega, tetris, mario", "марио, пиксель, сега, тетрис, нинтендо"),
    ),
    "corporate": Genre(
        (92, 112, 128),
        Words(
            "corporate, corporate music, background music for a presentation, presentation music, "
            "business music, explainer video, jingle, commercial, advertising music, elevator "
            "music, advertisement",
            "корпоративный, музыка для презентации, фоновая музыка для презентации, джингл, "
            "реклама, рекламный, музыка для рекламы, музыка для лифта",
        ),
        Words(
            "presentation, business, startup, tutorial, tech company, promo, advert, slideshow",
            "презентация, бизнес, стартап, промо, обучающее видео, рекламный ролик, слайдшоу",
        ),
    ),
}

ANY_TEMPO_BPM = (66.0, 100.0, 140.0)
"""Slow, usual and fast where no genre is known."""
