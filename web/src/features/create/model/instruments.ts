interface Instrument {
  id: string;
  label: string;
  group: string;
}

/** Words for a whole kind, of which the engine casts one; in a band each player has one instrument. */
const KINDS = new Set(["bass", "drums", "percussion", "arp"]);

// A group goes by a name in the page's language, so it is known by one of its instruments.
const ROLES_BY_KIN: Record<string, readonly string[]> = {
  piano: ["chords", "lead", "counter", "arp"],
  acoustic_guitar: ["chords", "lead", "arp", "counter"],
  harp: ["arp", "lead", "chords", "counter"],
  upright_bass: ["bass"],
  violin: ["pad", "lead", "counter", "chords"],
  flute: ["lead", "counter"],
  vibraphone: ["lead", "arp", "counter", "chords"],
  warm_pad: ["pad", "chords", "lead", "arp"],
  rock_kit: ["drums", "percussion"],
};
const DRUMMERS = new Set(["drums", "percussion"]);

/** What the instruments of each group can play, the most natural first. */
function rolesByGroup(instruments: readonly Instrument[]): Map<string, readonly string[]> {
  return new Map(
    instruments.flatMap((one): [string, readonly string[]][] => {
      const roles = ROLES_BY_KIN[one.id];
      return roles ? [[one.group, roles]] : [];
    }),
  );
}

/** What an instrument can play, the most natural first. */
export function rolesOf(instruments: readonly Instrument[], id: string): readonly string[] {
  const group = instruments.find((one) => one.id === id)?.group ?? "";
  return rolesByGroup(instruments).get(group) ?? ["lead", "counter", "chords", "pad"];
}

/** The role that an instrument takes beside these: its most natural one that nobody has. */
export function freeRole(
  instruments: readonly Instrument[],
  id: string,
  taken: readonly string[],
): string {
  const roles = rolesOf(instruments, id);
  return roles.find((role) => !taken.includes(role)) ?? roles[0] ?? "lead";
}

/** Instruments for a role in their groups; the group of `near` comes first. */
export function instrumentGroups(
  instruments: readonly Instrument[],
  role?: string,
  near?: string,
): { name: string; instruments: Instrument[] }[] {
  const roles = rolesByGroup(instruments);
  const kin = instruments.find((one) => one.id === near)?.group;
  const names = [...new Set(instruments.map((one) => one.group))];
  const fits = (name: string) => {
    if (role === undefined || name === kin) return true;
    const able = roles.get(name) ?? [];
    return able.includes(role) || (!DRUMMERS.has(role) && able.length === 0);
  };
  return names
    .filter(fits)
    .sort((one, other) => Number(other === kin) - Number(one === kin))
    .map((name) => ({
      name,
      instruments: instruments.filter((one) => one.group === name && !KINDS.has(one.id)),
    }));
}
