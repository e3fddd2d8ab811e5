import { create } from "zustand";

/** Something that was ordered, and how much had been said by then. */
export interface Order {
  jobId: string;
  /** How many follow-ups had been said. */
  after: number;
}

/** A wish, what was said of it since, and what was made of it. */
export interface Conversation {
  id: string;
  /** As an ISO moment. */
  startedAt: string;
  sentence: string;
  followUps: string[];
  /** Of the first take, so that every follow-up speaks of the same piece. */
  seed: number;
  /** A name that was given to it; null: its first sentence. */
  name: string | null;
  /** A title that was typed for the piece; null: the proposed one. */
  title: string | null;
  orders: Order[];
}

const STORED = "mgl.freestyle.v1";
const MOST = 20;
export const MOST_FOLLOW_UPS = 50;

interface ConversationsState {
  all: Conversation[];
}

/** The latest conversations of this browser, newest first. */
export const useConversations = create<ConversationsState>()(() => ({ all: stored() }));

/** Begins a conversation; gives its id. */
export function begin(sentence: string, now = new Date()): string {
  const id = crypto.randomUUID().slice(0, 13);
  const one: Conversation = {
    id,
    startedAt: now.toISOString(),
    sentence,
    followUps: [],
    seed: Math.floor(Math.random() * 2 ** 31),
    name: null,
    title: null,
    orders: [],
  };
  keep([one, ...useConversations.getState().all].slice(0, MOST));
  return id;
}

/** Changes one conversation. */
export function change(id: string, how: (one: Conversation) => Conversation): void {
  keep(useConversations.getState().all.map((one) => (one.id === id ? how(one) : one)));
}

/** Adds a follow-up. A title that was typed before stays. */
export const say = (id: string, text: string): void =>
  change(id, (one) => ({ ...one, followUps: [...one.followUps, text] }));

/** Replaces the last thing that was said; what was made of it stays in sight. */
export const sayInstead = (id: string, text: string): void =>
  change(id, (one) =>
    one.followUps.length
      ? { ...one, followUps: [...one.followUps.slice(0, -1), text] }
      : { ...one, sentence: text },
  );

/** Takes a conversation out; gives it back, so that it can be put in again. */
export function remove(id: string): Conversation | undefined {
  const { all } = useConversations.getState();
  keep(all.filter((one) => one.id !== id));
  return all.find((one) => one.id === id);
}

/** Puts a conversation in that was taken out. */
export function putBack(one: Conversation): void {
  const others = useConversations.getState().all.filter(({ id }) => id !== one.id);
  const all = [...others, one].sort((a, b) => b.startedAt.localeCompare(a.startedAt));
  keep(all.slice(0, MOST));
}

/** What a conversation is called in lists. */
export const nameOf = (one: Conversation): string => one.name ?? one.sentence;

function keep(all: Conversation[]): void {
  useConversations.setState({ all });
  try {
    localStorage.setItem(STORED, JSON.stringify(all));
  } catch {
    // storage is off or full: they last until the page is closed
  }
}

function isConversation(value: unknown): value is Conversation {
  if (typeof value !== "object" || value === null) return false;
  const { id, sentence, followUps, seed, orders, startedAt } = value as Partial<Conversation>;
  return (
    typeof id === "string" &&
    typeof sentence === "string" &&
    typeof startedAt === "string" &&
    typeof seed === "number" &&
    Array.isArray(followUps) &&
    followUps.every((text) => typeof text === "string") &&
    Array.isArray(orders)
  );
}

function stored(): Conversation[] {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(STORED) ?? "[]");
    return Array.isArray(value) ? value.filter(isConversation) : [];
  } catch {
    return []; // storage is off, or holds what we didn't write
  }
}
