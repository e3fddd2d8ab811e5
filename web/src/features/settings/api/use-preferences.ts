import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { $api, api } from "@/lib/api/client";
import {
  type PreferenceName,
  type Preferences,
  type PreferenceValue,
  same,
  type Settings,
} from "../model/preferences";

const MUTATION = ["preferences"];

interface Change {
  name: PreferenceName;
  value: PreferenceValue;
  /** It takes back the change before. */
  undoes?: boolean;
}

/** What became of the last change of a preference. */
export type Outcome =
  | { state: "saving"; name: PreferenceName }
  | { state: "saved"; name: PreferenceName; before: PreferenceValue }
  | { state: "undone"; name: PreferenceName }
  | { state: "failed"; name: PreferenceName; error: unknown };

/** The server's preferences in the hands of the page. */
export interface PreferencesInHand {
  values: Preferences;
  defaults: Preferences;
  outcome: Outcome | null;
  /** Saves one at once; true when the server has taken it. */
  save: (name: PreferenceName, value: PreferenceValue) => Promise<boolean>;
  undo: () => void;
}

/** Reads and changes the server's preferences; a change is shown before the server has answered. */
export function usePreferences(settings: Settings): PreferencesInHand {
  const client = useQueryClient();
  const { queryKey } = $api.queryOptions("get", "/api/v1/settings");
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const defaults = settings.defaults as Preferences;
  const values = { ...defaults, ...settings.preferences };
  const show = (name: PreferenceName, value: PreferenceValue) =>
    client.setQueryData<Settings>(queryKey, (known) =>
      known ? { ...known, preferences: { ...known.preferences, [name]: value } } : known,
    );
  const change = useMutation({
    mutationKey: MUTATION,
    scope: { id: "preferences" }, // one after the other
    mutationFn: ({ name, value }: Change) =>
      // what is as by default is left to the environment
      api.PATCH("/api/v1/settings", {
        body: { [name]: same(value, defaults[name]) ? null : value },
      }),
    onMutate: ({ name, value }) => {
      setOutcome({ state: "saving", name });
      const before = values[name];
      show(name, value);
      return before;
    },
    onSuccess: ({ data }, { name, undoes }, before) => {
      setOutcome(undoes ? { state: "undone", name } : { state: "saved", name, before });
      if (client.isMutating({ mutationKey: MUTATION }) === 1) client.setQueryData(queryKey, data);
    },
    onError: (error, { name }, before) => {
      if (before !== undefined) show(name, before);
      setOutcome({ state: "failed", name, error });
    },
  });
  const save = async (name: PreferenceName, value: PreferenceValue) => {
    if (same(value, values[name])) return true;
    return change.mutateAsync({ name, value }).then(
      () => true,
      () => false, // `outcome` tells why
    );
  };
  const undo = () => {
    if (outcome?.state !== "saved") return;
    change.mutate({ name: outcome.name, value: outcome.before, undoes: true });
  };
  return { values, defaults, outcome, save, undo };
}
