import { create } from "zustand";

/** Whether the server wants a key that it didn't get. */
export const useSession = create<{ locked: boolean }>()(() => ({ locked: false }));
