import { create } from "zustand";

/** What has ended lately, in words, for a list of jobs to say aloud instead of a notice over it. */
export const useSaid = create<{ text: string }>()(() => ({ text: "" }));
