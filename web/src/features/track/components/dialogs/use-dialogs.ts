import { createContext, use } from "react";

export type DialogName = "remake" | "export" | "edit" | "cover" | "collect";

export const OpenDialog = createContext<(name: DialogName) => void>(() => undefined);

/** Opens one of the track's dialogs. */
export const useDialogs = () => use(OpenDialog);
