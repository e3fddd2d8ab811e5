import { Check, Shuffle } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Track } from "@/lib/api/client";
import { clock } from "@/lib/format";
import { useNames } from "@/lib/words/use-names";
import type { PlanView } from "../../model/plan";
import { lengthAt, outcomeOf, transposedKey, type RemakeDraft } from "../../model/remake";
import { useSectionNames } from "../use-section-names";

interface OutcomeProps {
  track: Track;
  plan: PlanView;
  draft: RemakeDraft;
}

/** What will be otherwise, and what stays, said before anything is made. */
export function Outcome({ track, plan, draft }: OutcomeProps) {
  const { t } = useTranslation("track");
  const names = useNames(track.engine);
  const sectionName = useSectionNames();
  const { redrawn, sections, kept } = outcomeOf(plan, draft);
  const players = (ids: string[]) =>
    plan.layers
      .filter(({ name }) => ids.includes(name))
      .map(({ instrument }) => names.instrument(instrument))
      .join(", ");
  const places = plan.sections
    .filter(({ id }) => sections.includes(id))
    .map(({ id, name }) => `${id}. ${sectionName(name)}`)
    .join(", ");
  const key = transposedKey(plan.key, draft.transpose);
  const changes = [
    redrawn.length > 0 && t("outcome.players", { names: players(redrawn) }),
    places && t("outcome.sections", { names: places }),
    draft.transpose !== 0 &&
      t("outcome.key", { from: names.key(plan.key), to: key ? names.key(key) : draft.transpose }),
    draft.tempoBpm !== null &&
      t("outcome.tempo", {
        tempo: draft.tempoBpm,
        length: clock(lengthAt(track.duration_seconds, plan.tempoBpm, draft.tempoBpm)),
      }),
    draft.energy !== null && t("outcome.energy"),
    draft.density !== null && t("outcome.density"),
    draft.brightness !== null && t("outcome.brightness"),
  ].filter(Boolean);
  const stays = [
    kept.length > 0 &&
      (places
        ? t("outcome.keptElsewhere", { names: players(kept) })
        : t("outcome.kept", { names: players(kept) })),
    t("outcome.form"),
    redrawn.length > 0 && !draft.take && t("outcome.harmony"),
  ].filter(Boolean);
  return (
    <div aria-live="polite" className="grid gap-4 rounded-xl bg-raised p-4 text-sm">
      <div>
        <h3 className="mb-1.5 flex items-center gap-2 font-semibold">
          <Shuffle aria-hidden className="size-4 text-accent" />
          {t("outcome.changes")}
        </h3>
        {changes.length ? (
          <ul className="grid gap-1">
            {changes.map((change) => (
              <li key={String(change)}>{change}</li>
            ))}
          </ul>
        ) : (
          <p className="text-ink-soft">{t("outcome.nothing")}</p>
        )}
      </div>
      <div>
        <h3 className="mb-1.5 flex items-center gap-2 font-semibold">
          <Check aria-hidden className="size-4 text-good" />
          {t("outcome.stays")}
        </h3>
        <ul className="grid gap-1 text-ink-soft">
          {stays.map((stay) => (
            <li key={String(stay)}>{stay}</li>
          ))}
        </ul>
      </div>
    </div>
  );
}
