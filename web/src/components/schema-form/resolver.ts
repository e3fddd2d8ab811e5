import { zodResolver } from "@hookform/resolvers/zod";
import type { FieldValues, Resolver } from "react-hook-form";
import * as z from "zod/mini";
import type { ParameterField } from "./read";
import { zodOfFields } from "./validate";

/** Judges a form whose `parameters` are those of an engine. */
export function parametersResolver<Values extends FieldValues>(
  fields: readonly ParameterField[],
): Resolver<Values> {
  return zodResolver(
    z.looseObject({ parameters: zodOfFields(fields) }),
  ) as unknown as Resolver<Values>;
}
