/** Characters that words give a piece, by the engine's names. */
export const FEELS = [
  "bright",
  "cold",
  "groovy",
  "light",
  "minimal",
  "morning",
  "nocturnal",
  "soft",
  "strong",
  "warm",
] as const;
export type Feel = (typeof FEELS)[number];

/** What is to happen in the course of a piece, by the engine's names. */
export const HINTS = [
  "drop",
  "slow build",
  "build",
  "climax",
  "solo",
  "breakdown",
  "bridge",
  "intro",
  "short intro",
  "long intro",
  "no intro",
  "outro",
  "fade in",
  "fade out",
  "quiet ending",
  "big ending",
  "abrupt ending",
  "loop",
  "short",
  "long",
  "key change",
  "call and response",
  "verse chorus",
  "chorus",
  "half time",
  "sparse",
  "dense",
  "repetitive",
  "swing",
  "rubato",
  "odd meter",
] as const;
export type Hint = (typeof HINTS)[number];

const SAID = {
  instrumental: "instrumental",
  voices: "voices with words, which this engine has not: instrumental",
  alone: "plays alone",
  solo: "a solo section",
  nobodyElse: "nobody else plays",
  figure: "a repeated figure",
} as const;
export type Said = keyof typeof SAID;

/** What a piece of the description was taken for, apart from the language in which it is told. */
export type Meaning =
  | { kind: "genre" | "mood" | "ambience" | "instrument"; id: string }
  | { kind: "tempo"; bpm: string }
  | { kind: "key"; key: string }
  | { kind: "length"; seconds: number }
  | { kind: "colour"; id: string } // a genre that leans in without being the one
  | { kind: "feel"; feel: Feel }
  | { kind: "mode"; mode: string }
  | { kind: "beats"; beats: number }
  | { kind: "hint"; hint: Hint }
  | { kind: "said"; said: Said }
  | { kind: "list"; of: readonly Meaning[] }
  | { kind: "nearest"; what: Meaning } // to something that the engine hasn't
  | { kind: "no"; what: Meaning }
  | { kind: "overruled"; what: Meaning } // by what was set by hand, or said first
  | { kind: "other"; text: string };

const id = (name: string) => name.replaceAll(" ", "_");

/** Reads a meaning as the server tells it: "genre deep house", "tempo 82 bpm", "no drums". */
export function readMeaning(text: string, instruments: ReadonlySet<string>): Meaning {
  const within = (end: number) => readMeaning(text.slice(0, end), instruments);
  const overruled = /( \(overruled by the \w+ that was set\)|, overruled by the .+)$/.exec(text);
  if (overruled) return { kind: "overruled", what: within(overruled.index) };
  const nearest = / \(the nearest here\)$/.exec(text);
  if (nearest) return { kind: "nearest", what: within(nearest.index) };
  return readMusic(text) ?? readWords(text) ?? readPlayers(text, instruments);
}

/** Genre, mood, sound, tempo, key, metre, length. */
function readMusic(text: string): Meaning | null {
  const named = /^(genre|mood|ambience) (.+)$/.exec(text);
  if (named) return { kind: named[1] as "genre", id: id(named[2] ?? "") };
  const tempo = /^tempo ([\d.]+) bpm\b/.exec(text);
  if (tempo) return { kind: "tempo", bpm: tempo[1] ?? "" };
  const key = /^key ([A-G][b#]? \w+)$/.exec(text);
  if (key) return { kind: "key", key: key[1] ?? "" };
  const length = /^length ([\d.]+) seconds?$/.exec(text);
  if (length) return { kind: "length", seconds: Number(length[1]) };
  const beats = /(?:^|, )(\d+) beats per bar$/.exec(text);
  if (beats) return { kind: "beats", beats: Number(beats[1]) };
  const mode = /^(\w+) mode$/.exec(text);
  if (mode) return { kind: "mode", mode: mode[1] ?? "" };
  const colour = /^a colour of (.+)$/.exec(text);
  if (colour) return { kind: "colour", id: id(colour[1] ?? "") };
  const scene = /^a scene: (.+)$/.exec(text);
  return scene ? { kind: "ambience", id: id(scene[1] ?? "") } : null;
}

/** What has a name of its own: characters, hints for the form, and how a band plays. */
function readWords(text: string): Meaning | null {
  const feel = FEELS.find((one) => text === `a ${one} character`);
  if (feel) return { kind: "feel", feel };
  const hint = HINTS.find((one) => text === `structure: ${one}`);
  if (hint) return { kind: "hint", hint };
  const denied = HINTS.find((one) => text === `structure: no ${one}`);
  if (denied) return { kind: "no", what: { kind: "hint", hint: denied } };
  const refused = FEELS.find((one) => text === `not ${one}`);
  if (refused) return { kind: "no", what: { kind: "feel", feel: refused } };
  const said = (Object.keys(SAID) as Said[]).find((one) => text === SAID[one]);
  return said ? { kind: "said", said } : null;
}

function readPlayers(text: string, instruments: ReadonlySet<string>): Meaning {
  const denied = /^(?:no|not) (.+?)(?: at first| in place of it)?$/.exec(text);
  if (denied) {
    const what = readMeaning(denied[1] ?? "", instruments);
    return what.kind === "other" ? { kind: "other", text } : { kind: "no", what };
  }
  const names = text.split(", ");
  const players = names.flatMap((name): Meaning[] =>
    instruments.has(id(name)) ? [{ kind: "instrument", id: id(name) }] : [],
  );
  const [only] = players;
  if (!only || players.length < names.length) return { kind: "other", text };
  return players.length > 1 ? { kind: "list", of: players } : only;
}

/** The words of the description that were taken for something, by what it is: "genre:lofi". */
export function wordsByMeaning(
  understood: readonly { text: string; meaning: string }[],
  instruments: ReadonlySet<string>,
): ReadonlyMap<string, string> {
  return new Map(
    understood.flatMap(({ text, meaning }) =>
      meaning.split("; ").flatMap((one): [string, string][] => {
        const read = readMeaning(one, instruments);
        return "id" in read ? [[`${read.kind}:${read.id}`, text]] : [];
      }),
    ),
  );
}
