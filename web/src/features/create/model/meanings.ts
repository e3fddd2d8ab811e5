/** What a piece of the description was taken for, apart from the language in which it is told. */
export type Meaning =
  | { kind: "genre" | "mood" | "ambience" | "instrument"; id: string }
  | { kind: "tempo"; bpm: string }
  | { kind: "key"; key: string }
  | { kind: "length"; seconds: number }
  | { kind: "no"; what: Meaning }
  | { kind: "overruled"; what: Meaning } // by what was set by hand
  | { kind: "other"; text: string };

/** Reads a meaning as the server tells it: "genre deep house", "tempo 82 bpm", "no drums". */
export function readMeaning(text: string, instruments: ReadonlySet<string>): Meaning {
  const overruled = / \(overruled by the \w+ that was set\)$/.exec(text);
  if (overruled) {
    return { kind: "overruled", what: readMeaning(text.slice(0, overruled.index), instruments) };
  }
  const id = (name: string) => name.replaceAll(" ", "_");
  const named = /^(genre|mood|ambience) (.+)$/.exec(text);
  if (named) return { kind: named[1] as "genre", id: id(named[2] ?? "") };
  const tempo = /^tempo ([\d.]+) bpm\b/.exec(text);
  if (tempo) return { kind: "tempo", bpm: tempo[1] ?? "" };
  const key = /^key ([A-G][b#]? \w+)$/.exec(text);
  if (key) return { kind: "key", key: key[1] ?? "" };
  const length = /^length ([\d.]+) seconds?$/.exec(text);
  if (length) return { kind: "length", seconds: Number(length[1]) };
  const denied = /^(?:no|not) (.+)$/.exec(text);
  if (denied) {
    const what = readMeaning(denied[1] ?? "", instruments);
    return what.kind === "other" ? { kind: "other", text } : { kind: "no", what };
  }
  if (instruments.has(id(text))) return { kind: "instrument", id: id(text) };
  return { kind: "other", text };
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
