import { Minus, Plus } from "lucide-react";
import { useController, useFormContext, useWatch } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { TrackPicker } from "@/components/track-picker/track-picker";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { Input, NativeSelect } from "@/components/ui/input";
import { Switch } from "@/components/ui/switch";
import { $api } from "@/lib/api/client";
import { MOST_TRACKS } from "@/lib/seed";
import { useCreating } from "../context";
import { type CreateValues, FORMATS, type Format, KEEPS, MASTERS } from "../model/form";
import { SeedField } from "./seed-field";

/** How many, like what, and what comes out. */
export default function OutputOptions() {
  const { t } = useTranslation("create");
  const { engine, outline } = useCreating();
  const { register, setValue, control } = useFormContext<CreateValues>();
  const like = useWatch({ control, name: "likeTrackId" });
  const [master, title, artist] = [register("master"), register("title"), register("artist")];
  return (
    <div className="grid gap-x-6 gap-y-5 sm:grid-cols-2">
      <CountField />
      <KeepField />
      <SeedField />
      {engine.capabilities.plan && (
        <div className="flex min-w-0 flex-col gap-1.5">
          <p className="text-sm font-medium">{t("like.label")}</p>
          <TrackPicker
            label={t("like.label")}
            placeholder={t("like.none")}
            value={like}
            onChange={(id) => setValue("likeTrackId", id, { shouldDirty: true })}
          />
          <p className="text-[0.8125rem] text-ink-soft">{t("like.help")}</p>
        </div>
      )}
      <FormatsField />
      <Field label={t("master.label")} description={t("master.help")}>
        {(tied) => (
          <NativeSelect {...tied} {...master}>
            <option value="">{t("master.auto")}</option>
            {MASTERS.map((one) => (
              <option key={one} value={one}>
                {t(`master.names.${one}`)}
              </option>
            ))}
          </NativeSelect>
        )}
      </Field>
      {engine.capabilities.stems && (
        <Toggle name="stems" label={t("stems.label")} help={t("stems.help")} />
      )}
      {engine.capabilities.midi && (
        <Toggle name="midi" label={t("midi.label")} help={t("midi.help")} />
      )}
      <Field label={t("titleField.label")}>
        {(tied) => (
          <Input
            {...tied}
            {...title}
            maxLength={300}
            autoComplete="off"
            placeholder={outline?.title || t("titleField.auto")}
          />
        )}
      </Field>
      <Field label={t("artist.label")}>
        {(tied) => <Input {...tied} {...artist} maxLength={200} autoComplete="off" />}
      </Field>
    </div>
  );
}

function CountField() {
  const { t } = useTranslation("create");
  const { field } = useController<CreateValues, "count">({ name: "count" });
  const set = (value: number) => field.onChange(Math.min(MOST_TRACKS, Math.max(1, value)));
  return (
    <Field label={t("count.label")} description={t("count.help")}>
      {(tied) => (
        <div className="flex items-center gap-1">
          <IconButton
            label={t("count.fewer")}
            look="plain"
            disabled={field.value <= 1}
            onClick={() => set(field.value - 1)}
          >
            <Minus aria-hidden />
          </IconButton>
          <Input
            {...tied}
            inputMode="numeric"
            className="w-16 text-center tabular"
            value={field.value}
            onFocus={(event) => event.target.select()}
            onChange={(event) => set(Number.parseInt(event.target.value, 10) || 1)}
          />
          <IconButton
            label={t("count.more")}
            look="plain"
            disabled={field.value >= MOST_TRACKS}
            onClick={() => set(field.value + 1)}
          >
            <Plus aria-hidden />
          </IconButton>
        </div>
      )}
    </Field>
  );
}

/** What variations have in common; only of several, and of engines that plan. */
function KeepField() {
  const { t } = useTranslation("create");
  const { engine } = useCreating();
  const { register, control } = useFormContext<CreateValues>();
  const count = useWatch({ control, name: "count" });
  const keep = register("keep");
  if (!engine.capabilities.plan) return <div aria-hidden className="hidden sm:block" />;
  return (
    <Field label={t("keep.label")} description={t("keep.help")}>
      {(tied) => (
        <NativeSelect {...tied} {...keep} disabled={count < 2}>
          <option value="">{t("keep.nothing")}</option>
          {KEEPS.map((one) => (
            <option key={one} value={one}>
              {t(`keep.names.${one}`)}
            </option>
          ))}
        </NativeSelect>
      )}
    </Field>
  );
}

function FormatsField() {
  const { t } = useTranslation("create");
  const { field } = useController<CreateValues, "formats">({ name: "formats" });
  const settings = $api.useQuery("get", "/api/v1/settings", {}, { staleTime: 60_000 });
  const usual = settings.data?.preferences.default_formats ?? [];
  const chosen: readonly string[] = field.value.length ? field.value : usual;
  const flip = (one: Format) => {
    const next = FORMATS.filter((name) => (name === one) !== chosen.includes(name));
    if (next.length) field.onChange(next);
  };
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1.5 text-sm font-medium">{t("formats.label")}</legend>
      <div className="flex flex-wrap gap-1.5">
        {FORMATS.map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={chosen.includes(one)}
            onClick={() => flip(one)}
            className="h-8 rounded-full border px-3 text-[0.8125rem] uppercase hover:border-line-strong hover:bg-raised aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:font-medium"
          >
            {one}
          </button>
        ))}
      </div>
      <p className="mt-1.5 text-[0.8125rem] text-ink-soft">{t("formats.help")}</p>
    </fieldset>
  );
}

interface ToggleProps {
  name: "stems" | "midi";
  label: string;
  help: string;
}

function Toggle({ name, label, help }: ToggleProps) {
  const { field } = useController<CreateValues, "stems" | "midi">({ name });
  const id = `create-${name}`;
  return (
    <div className="flex items-start justify-between gap-4">
      <div className="min-w-0">
        <label htmlFor={id} className="text-sm font-medium">
          {label}
        </label>
        <p id={`${id}-help`} className="text-[0.8125rem] text-ink-soft">
          {help}
        </p>
      </div>
      <Switch
        id={id}
        aria-describedby={`${id}-help`}
        checked={field.value}
        onCheckedChange={field.onChange}
      />
    </div>
  );
}
