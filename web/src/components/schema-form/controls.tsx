import { FileDrop } from "@/components/audio-drop/file-drop";
import { Input, NativeSelect, Textarea } from "@/components/ui/input";
import { Slider } from "@/components/ui/slider";
import { Switch } from "@/components/ui/switch";
import { useTranslation } from "react-i18next";
import { JsonBox } from "./json-box";
import { NumberBox } from "./number-box";
import type { ParameterField } from "./read";

interface ControlProps {
  field: ParameterField;
  value: unknown;
  onChange: (value: unknown) => void;
  onBlur: () => void;
  /** What ties the control to its label, description and error. */
  id: string;
  "aria-describedby"?: string | undefined;
  "aria-invalid"?: boolean | undefined;
}

/** The control that suits a parameter. */
export function ParameterControl(props: ControlProps) {
  const { field, value, onChange, ...rest } = props;
  switch (field.kind) {
    case "toggle":
      return (
        <Switch
          id={rest.id}
          aria-describedby={rest["aria-describedby"]}
          checked={Boolean(value ?? field.standard)}
          onCheckedChange={onChange}
        />
      );
    case "choice":
      return <Choice {...props} />;
    case "choices":
      return <Choices {...props} />;
    case "slider":
      return <SliderWithBox {...props} />;
    case "number":
      return (
        <NumberBox
          {...rest}
          value={typeof value === "number" ? value : undefined}
          onChange={onChange}
          placeholder={field.standard === undefined ? undefined : String(field.standard)}
        />
      );
    case "file":
      return (
        <FileDrop
          value={textOf(value)}
          onChange={onChange}
          {...rest}
          mediaType={field.mediaType}
          label={field.title}
        />
      );
    case "json":
      return (
        <JsonBox {...rest} value={value} onChange={onChange} takesText={field.takesText} rows={3} />
      );
    case "list":
      return (
        <Textarea
          {...rest}
          rows={3}
          value={Array.isArray(value) ? value.join("\n") : ""}
          onChange={(event) => onChange(linesOf(event.target.value))}
        />
      );
    case "lines":
      return (
        <Textarea
          {...rest}
          rows={3}
          value={textOf(value)}
          onChange={(event) => onChange(event.target.value || undefined)}
        />
      );
    default:
      return (
        <Input
          {...rest}
          value={textOf(value)}
          onChange={(event) => onChange(event.target.value || undefined)}
          placeholder={field.standard === undefined ? undefined : String(field.standard)}
        />
      );
  }
}

const textOf = (value: unknown) => (typeof value === "string" ? value : "");
const linesOf = (text: string) => (text ? text.split("\n") : undefined);

function Choice({ field, value, onChange, ...rest }: ControlProps) {
  const { t } = useTranslation("shared");
  const chosen = field.options.findIndex((option) => option.value === (value ?? field.standard));
  return (
    <NativeSelect
      {...rest}
      value={chosen < 0 ? "" : String(chosen)}
      onChange={(event) => onChange(field.options[Number(event.target.value || -1)]?.value)}
    >
      {(field.standard === undefined || chosen < 0) && (
        <option value="">{t("schemaForm.auto")}</option>
      )}
      {field.options.map((option, index) => (
        <option key={String(option.value)} value={index}>
          {option.label}
        </option>
      ))}
    </NativeSelect>
  );
}

function Choices({ field, value, onChange, id, ...described }: ControlProps) {
  const chosen: unknown[] = Array.isArray(value) ? value : [];
  const flip = (one: unknown, on: boolean) => {
    const next = field.options
      .map((option) => option.value)
      .filter((option) => (option === one ? on : chosen.includes(option)));
    onChange(next.length ? next : undefined);
  };
  return (
    <div
      id={id}
      role="group"
      aria-label={field.title}
      aria-describedby={described["aria-describedby"]}
      className="flex flex-wrap gap-2"
    >
      {field.options.map((option) => (
        <button
          key={String(option.value)}
          type="button"
          aria-pressed={chosen.includes(option.value)}
          onClick={() => flip(option.value, !chosen.includes(option.value))}
          className="h-8 rounded-full border border-line-strong px-3 text-[0.8125rem] hover:bg-raised aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:font-medium"
        >
          {option.label}
        </button>
      ))}
    </div>
  );
}

function SliderWithBox({ field, value, onChange, ...rest }: ControlProps) {
  const { t } = useTranslation("shared");
  const minimum = field.minimum ?? 0;
  const maximum = field.maximum ?? 1;
  const set = typeof value === "number" ? value : undefined;
  const standard = typeof field.standard === "number" ? field.standard : undefined;
  const step = field.step ?? niceStep(maximum - minimum);
  return (
    <div className="flex items-center gap-3">
      <Slider
        label={field.title}
        min={minimum}
        max={maximum}
        step={step}
        value={set ?? standard ?? (minimum + maximum) / 2}
        valueText={set === undefined && standard === undefined ? t("schemaForm.auto") : undefined}
        onValueChange={(next) => onChange(Math.round(next * 1e6) / 1e6)}
        className={set === undefined ? "opacity-60" : undefined}
      />
      <NumberBox
        {...rest}
        value={set}
        onChange={onChange}
        placeholder={standard === undefined ? t("schemaForm.auto") : String(standard)}
        className="w-20 shrink-0 text-right tabular"
      />
    </div>
  );
}

/** 1 -> 0.01, 180 -> 1: about a hundred steps, round ones. */
function niceStep(range: number): number {
  return 10 ** Math.floor(Math.log10(range / 50));
}
