import { create } from "zustand";
import { slim } from "./draft";
import type { CreateValues } from "./form";

const STORED = "mgl.create.made.v1";
const MOST = 5;

/** A job that was asked for here, and the form as it was then. */
export interface Made {
  jobId: string;
  values: CreateValues;
}

function stored(): Made[] {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(STORED) ?? "[]");
    if (!Array.isArray(value)) return [];
    return value.filter((one: Partial<Made> | null) => typeof one?.jobId === "string");
  } catch {
    return []; // storage is off, or holds something else
  }
}

/** The newest orders of this tab, newest first. */
export const useMade = create<{ made: Made[] }>()(() => ({ made: stored() }));

function keep(made: Made[]): void {
  useMade.setState({ made });
  try {
    sessionStorage.setItem(
      STORED,
      JSON.stringify(made.map((one) => ({ ...one, values: slim(one.values) }))),
    );
  } catch {
    // storage is off or full: it holds until the page is closed
  }
}

export function addMade(jobIds: readonly string[], values: CreateValues): void {
  const fresh = jobIds.map((jobId) => ({ jobId, values }));
  keep([...fresh, ...useMade.getState().made].slice(0, Math.max(MOST, fresh.length)));
}

export function dismissMade(jobId: string): void {
  keep(useMade.getState().made.filter((one) => one.jobId !== jobId));
}
