import { createContext, use } from "react";
import { useFormContext, useWatch } from "react-hook-form";
import type { ParameterField } from "@/components/schema-form/read";
import type { Engine, Schema } from "@/lib/api/client";
import type { CreateValues } from "./model/form";
import type { Outline } from "./model/order";
import type { Plan } from "./model/plan";

export interface CreateContext {
  engine: Engine;
  fields: readonly ParameterField[];
  vocabulary: Schema<"VocabularyOut"> | undefined;
  /** What the server would make of the form; that of a moment ago while it thinks. */
  outline: Outline | undefined;
  /** Its plan, where the engine makes one of a kind that is known here. */
  plan: Plan | null;
  /** It is being thought over. */
  thinking: boolean;
  /** Why there is no plan. */
  refusal: unknown;
  retry: () => void;
}

export const Creating = createContext<CreateContext | null>(null);

/** What the whole page knows of the piece in the making. */
export function useCreating(): CreateContext {
  const context = use(Creating);
  if (!context) throw new Error("useCreating needs the form around it");
  return context;
}

export interface ParameterEdit {
  /** The engine has such a parameter. */
  offered: boolean;
  value: unknown;
  /** Somebody set it, and it counts: no plan is held that settles everything. */
  yours: boolean;
  set: (value: unknown) => void;
  reset: () => void;
}

/** One of the engine's parameters, as the plan's panel edits it. */
export function useParameter(name: string): ParameterEdit {
  const { fields } = useCreating();
  const { setValue, control } = useFormContext<CreateValues>();
  const value = useWatch({ control, name: `parameters.${name}` }) as unknown;
  const held = useWatch({ control, name: "parameters.plan" }) as unknown;
  const rules = name === "plan" || held === undefined || held === null;
  const set = (next: unknown) =>
    setValue(`parameters.${name}`, next, { shouldDirty: true, shouldValidate: true });
  return {
    offered: fields.some((field) => field.name === name),
    value,
    yours: value !== undefined && value !== null && rules,
    set,
    reset: () => set(undefined),
  };
}

/** Whether plan and words are held as they were: a plan was handed in. */
export function useHeldPlan(): ParameterEdit {
  return useParameter("plan");
}
