import { useId } from "react";
import { useTranslation } from "react-i18next";
import { Rating } from "@/components/rating/rating";
import { TagInput } from "@/components/tags/tag-input";
import { Field } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import { Switch } from "@/components/ui/switch";
import { $api } from "@/lib/api/client";
import type { DetailName, Details, troublesIn } from "../../model/details";

interface DetailFieldsProps {
  details: Details;
  troubles: ReturnType<typeof troublesIn>;
  onChange: (fields: Partial<Details>) => void;
}

const LINES = ["title", "artist", "album", "genre", "mood", "tempo", "key", "language"] as const;

/** One control for each thing that can be written about a track. */
export function DetailFields({ details, troubles, onChange }: DetailFieldsProps) {
  const { t } = useTranslation("track");
  const listId = useId();
  const facets = $api.useQuery("get", "/api/v1/tracks/facets", {}, { staleTime: 60_000 });
  const known: Partial<Record<DetailName, string[]>> = {
    genre: facets.data?.genres.map(({ value }) => value),
    mood: facets.data?.moods.map(({ value }) => value),
  };
  return (
    <>
      {LINES.map((name) => {
        const trouble = troubles[name];
        return (
          <Field
            key={name}
            label={t(`detail.${name}`)}
            error={trouble && t(`trouble.${trouble}`)}
            className={name === "title" ? "col-span-full" : undefined}
          >
            {(control) => (
              <>
                <Input
                  {...control}
                  value={details[name]}
                  maxLength={300}
                  required={name === "title"}
                  inputMode={name === "tempo" ? "decimal" : undefined}
                  list={known[name] && `${listId}-${name}`}
                  onChange={(event) => onChange({ [name]: event.target.value })}
                />
                {known[name] && (
                  <datalist id={`${listId}-${name}`}>
                    {known[name].map((value) => (
                      <option key={value} value={value} />
                    ))}
                  </datalist>
                )}
              </>
            )}
          </Field>
        );
      })}
      <Field label={t("detail.tags")} className="col-span-full">
        {(control) => (
          <TagInput
            {...control}
            value={details.tags}
            onChange={(tags) => onChange({ tags })}
            suggestions={facets.data?.tags.map(({ value }) => value)}
          />
        )}
      </Field>
      <div className="grid content-start gap-1.5">
        <p className="text-sm font-medium">{t("detail.rating")}</p>
        <Rating value={details.rating} onChange={(rating) => onChange({ rating })} size={28} />
      </div>
      <Field label={t("detail.favorite")}>
        {({ id }) => (
          <Switch
            id={id}
            checked={details.favorite}
            onCheckedChange={(favorite) => onChange({ favorite })}
          />
        )}
      </Field>
      <Field label={t("detail.description")} className="col-span-full">
        {(control) => (
          <Textarea
            {...control}
            value={details.description}
            onChange={(event) => onChange({ description: event.target.value })}
          />
        )}
      </Field>
      <Field
        label={t("detail.lyrics")}
        description={t("detail.lyricsHint")}
        className="col-span-full"
      >
        {(control) => (
          <Textarea
            {...control}
            value={details.lyrics}
            className="min-h-36 font-mono text-[0.8125rem]"
            onChange={(event) => onChange({ lyrics: event.target.value })}
          />
        )}
      </Field>
    </>
  );
}
