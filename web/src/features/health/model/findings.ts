import type { Schema } from "@/lib/api/client";

export type System = Schema<"SystemOut">;
export type Health = Schema<"HealthOut">;
export type Finding = System["findings"][number];

/** How it is: `missing` works, only less well; `broken` has to be mended. */
export type State = Finding["state"];

/** What a look at everything found, in two lists. */
export interface Looked {
  state: State;
  /** The worst first; what can be made better is among them. */
  open: Finding[];
  good: Finding[];
}

const BADNESS: Record<State, number> = { broken: 0, missing: 1, good: 2 };
const CONDITIONS = { ok: "good", degraded: "missing", failed: "broken" } as const;
/** What the server's own health check tells is told by these findings better. */
const TOLD_BY: Record<string, string> = {
  queue: "workers",
  storage: "tracks folder",
  disk: "disk",
};

/** What the doctor found, and what the server says of its own parts where the doctor is silent. */
export function lookedAt(system: System | undefined, health: Health | undefined): Looked {
  const findings = system?.findings ?? [];
  const amiss = new Set(findings.filter(({ state }) => state !== "good").map(({ name }) => name));
  const parts = Object.entries(health?.checks ?? {}).map(([name, { condition, message }]) => ({
    name,
    state: CONDITIONS[condition],
    message,
    remedy: "",
    fix: null,
  }));
  const further = parts.filter(
    ({ name, state }) => state !== "good" && !amiss.has(TOLD_BY[name] ?? ""),
  );
  const all = [...further, ...findings];
  const isOpen = ({ state, fix }: Finding) => state !== "good" || fix !== null;
  return {
    state: all.reduce<State>(
      (worst, { state }) => (BADNESS[state] < BADNESS[worst] ? state : worst),
      "good",
    ),
    open: all.filter(isOpen).toSorted((one, other) => BADNESS[one.state] - BADNESS[other.state]),
    good: all.filter((finding) => !isOpen(finding)),
  };
}

/** A finding's name in two: what kind of thing it is about, and which one ("engine composer"). */
export function partsOf(name: string): { kind: string; which: string } {
  const [, kind, which] = /^(engine|asset) (.+)$/.exec(name) ?? [];
  return kind && which ? { kind, which } : { kind: name, which: "" };
}
