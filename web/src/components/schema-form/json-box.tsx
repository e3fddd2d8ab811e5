import { type ComponentProps, useState } from "react";
import { useTranslation } from "react-i18next";
import { Textarea } from "@/components/ui/input";

interface JsonBoxProps extends Omit<ComponentProps<"textarea">, "value" | "onChange"> {
  value: unknown;
  onChange: (value: unknown) => void;
  /** Text that is no JSON is a value, too. */
  takesText: boolean;
}

function written(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value, null, 1);
}

/** What was typed, as a value; null when it is no JSON and has to be. */
export function readJson(text: string, takesText: boolean): { value: unknown } | null {
  if (!text.trim()) return { value: undefined };
  try {
    const value: unknown = JSON.parse(text);
    return { value: takesText && typeof value !== "object" ? text : value };
  } catch {
    return takesText && !/^\s*[[{]/.test(text) ? { value: text } : null;
  }
}

/** Any value as JSON. While it can't be read the text stays, and the value is what it was. */
export function JsonBox({ value, onChange, takesText, ...props }: JsonBoxProps) {
  const { t } = useTranslation("shared");
  const [typed, setTyped] = useState<string | null>(null);
  const broken = typed !== null && readJson(typed, takesText) === null;
  return (
    <>
      <Textarea
        spellCheck={false}
        {...props}
        aria-invalid={broken || props["aria-invalid"]}
        className={takesText ? undefined : "max-h-80 font-mono text-[0.8125rem]"}
        value={typed ?? written(value)}
        onChange={(event) => {
          setTyped(event.target.value);
          const read = readJson(event.target.value, takesText);
          if (read) onChange(read.value);
        }}
        onBlur={(event) => {
          if (!broken) setTyped(null);
          props.onBlur?.(event);
        }}
      />
      {broken && (
        <p role="alert" className="text-[0.8125rem] font-medium text-bad">
          {t("schemaForm.noJson")}
        </p>
      )}
    </>
  );
}
