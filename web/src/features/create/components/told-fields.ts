import { useTranslation } from "react-i18next";
import type { ParameterField } from "@/components/schema-form/read";
import type { Engine } from "@/lib/api/client";
import { COMPOSER_PARAMETERS } from "@/lib/words/use-engine-words";

/** The parameters in the page's language, as far as they are those of the studio's own engine. */
export function useToldFields(
  fields: readonly ParameterField[],
  engine: Engine,
): readonly ParameterField[] {
  const { t } = useTranslation("create");
  if (engine.name !== "composer") return fields;
  return fields.map((field) => {
    const name = COMPOSER_PARAMETERS.find((one) => one === field.name);
    if (!name) return field;
    return {
      ...field,
      title: t(`composer.title.${name}`),
      description: t(`composer.about.${name}`),
    };
  });
}
