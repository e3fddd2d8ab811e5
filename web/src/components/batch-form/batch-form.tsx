import { Undo2 } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Rating } from "@/components/rating/rating";
import { TagInput } from "@/components/tags/tag-input";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import { ToggleGroup } from "@/components/ui/toggle-group";
import type { Schema, Track } from "@/lib/api/client";
import {
  commonOf,
  type Draft,
  sameOf,
  tagsOf,
  tempoOf,
  TEXT_FIELDS,
  type TextField,
} from "./draft";

interface BatchFormProps {
  /** One or many. */
  tracks: readonly Track[];
  draft: Draft;
  onDraft: (draft: Draft) => void;
  /** What is used elsewhere, to choose from. */
  facets?: Schema<"TrackFacets"> | undefined;
}

/** Metadata of one or many tracks; only what is touched will change, mixed values stay. */
export function BatchForm({ tracks, draft, onDraft, facets }: BatchFormProps) {
  const { t } = useTranslation("shared");
  const setText = (field: TextField, value: string | undefined) => {
    const others = Object.entries(draft.texts).filter(([name]) => name !== field);
    const named = value === undefined ? others : [...others, [field, value]];
    onDraft({ ...draft, texts: Object.fromEntries(named) as Draft["texts"] });
  };
  const known: Partial<Record<TextField, string[]>> = {
    genre: facets?.genres.map(({ value }) => value),
    mood: facets?.moods.map(({ value }) => value),
  };
  const rating =
    draft.rating === undefined ? sameOf(tracks.map((one) => one.rating)) : draft.rating;
  const favorite = draft.favorite ?? sameOf(tracks.map((one) => one.favorite));
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      {TEXT_FIELDS.map((field) => (
        <TextControl
          key={field}
          field={field}
          tracks={tracks}
          value={draft.texts[field]}
          known={known[field]}
          onChange={(value) => setText(field, value)}
        />
      ))}
      <Named
        name={t("batchForm.rating")}
        touched={draft.rating !== undefined}
        onReset={() => onDraft({ ...draft, rating: undefined })}
      >
        <div className="flex items-center gap-3">
          <Rating
            value={rating ?? null}
            onChange={(value) => onDraft({ ...draft, rating: value })}
          />
          {rating === undefined && <Mixed />}
        </div>
      </Named>
      <Named
        name={t("batchForm.favorite")}
        touched={draft.favorite !== undefined}
        onReset={() => onDraft({ ...draft, favorite: undefined })}
      >
        <div className="flex items-center gap-3">
          <ToggleGroup
            label={t("batchForm.favorite")}
            value={favorite === undefined ? "" : favorite ? "yes" : "no"}
            onValueChange={(value) => onDraft({ ...draft, favorite: value === "yes" })}
            options={[
              { value: "yes", label: t("batchForm.yes") },
              { value: "no", label: t("batchForm.no") },
            ]}
          />
          {favorite === undefined && <Mixed />}
        </div>
      </Named>
      <Field label={t("batchForm.addTags")} className="sm:col-span-2">
        {(control) => (
          <TagInput
            {...control}
            value={draft.addTags}
            suggestions={facets?.tags.map(({ value }) => value)}
            onChange={(addTags) => onDraft({ ...draft, addTags })}
          />
        )}
      </Field>
      {tagsOf(tracks).length > 0 && (
        <Field label={t("batchForm.removeTags")} className="sm:col-span-2">
          {(control) => (
            <TagInput
              {...control}
              value={draft.removeTags}
              placeholder={t("batchForm.removeWhich")}
              suggestions={tagsOf(tracks)}
              onChange={(removeTags) => onDraft({ ...draft, removeTags })}
            />
          )}
        </Field>
      )}
    </div>
  );
}

interface TextControlProps {
  field: TextField;
  tracks: readonly Track[];
  value: string | undefined;
  known: string[] | undefined;
  onChange: (value: string | undefined) => void;
}

function TextControl({ field, tracks, value, known, onChange }: TextControlProps) {
  const { t } = useTranslation("shared");
  const { same, values } = commonOf(tracks, field);
  const mixed = value === undefined && !same;
  const wrong = field === "tempo_bpm" && value !== undefined && tempoOf(value) === undefined;
  const shown = value ?? (same ? values[0] : "");
  return (
    <Field
      label={t(`batchForm.field.${field}`)}
      className={field === "description" ? "sm:col-span-2" : undefined}
      error={wrong ? t("batchForm.wrongTempo") : undefined}
      aside={value !== undefined && <Reset onClick={() => onChange(undefined)} />}
    >
      {(control) => {
        const props = {
          ...control,
          value: shown,
          placeholder: mixed
            ? t("batchForm.mixedOf", { values: values.filter(Boolean).join(", ") })
            : undefined,
          onChange: (event: { target: { value: string } }) => onChange(event.target.value),
        };
        if (field === "description") return <Textarea {...props} maxLength={20_000} rows={2} />;
        return (
          <>
            <Input
              {...props}
              maxLength={300}
              autoComplete="off"
              inputMode={field === "tempo_bpm" ? "decimal" : undefined}
              list={known ? `${control.id}-known` : undefined}
            />
            {known && (
              <datalist id={`${control.id}-known`}>
                {known.map((one) => (
                  <option key={one} value={one} />
                ))}
              </datalist>
            )}
          </>
        );
      }}
    </Field>
  );
}

interface NamedProps {
  name: string;
  touched: boolean;
  onReset: () => void;
  children: ReactNode;
}

function Named({ name, touched, onReset, children }: NamedProps) {
  return (
    <div role="group" aria-label={name} className="flex min-w-0 flex-col gap-1.5">
      <div className="flex items-baseline justify-between gap-3">
        <span aria-hidden className="text-sm font-medium">
          {name}
        </span>
        {touched && <Reset onClick={onReset} />}
      </div>
      <div className="flex min-h-10 items-center">{children}</div>
    </div>
  );
}

function Reset({ onClick }: { onClick: () => void }) {
  const { t } = useTranslation("shared");
  return (
    <Button size="small" look="quiet" className="-my-2 h-7 px-1.5 text-xs" onClick={onClick}>
      <Undo2 aria-hidden />
      {t("batchForm.reset")}
    </Button>
  );
}

function Mixed() {
  const { t } = useTranslation("shared");
  return <span className="text-[0.8125rem] text-ink-soft">{t("batchForm.mixed")}</span>;
}
