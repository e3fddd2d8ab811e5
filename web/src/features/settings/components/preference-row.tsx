import { Check, RotateCcw } from "lucide-react";
import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { SERVER_LANGUAGE, useProblem } from "@/lib/api/use-problem";
import type { PreferencesInHand } from "../api/use-preferences";
import { type PreferenceName, same } from "../model/preferences";
import { Row } from "./section";

export interface ControlProps {
  id: string;
  "aria-describedby": string;
  "aria-invalid": boolean | undefined;
}

interface PreferenceRowProps {
  prefs: PreferencesInHand;
  name: PreferenceName;
  /** Its default in words. */
  usual: string;
  /** What is wrong with what was typed. */
  error?: string | undefined;
  /** The control is a group of its own: it is named by `labelId`, not by a label. */
  children: (control: ControlProps, labelId: string) => ReactNode;
  group?: boolean;
}

/** One of the server's preferences: what it means, whether it is saved, and the way to its default. */
export function PreferenceRow({ prefs, name, usual, error, group, children }: PreferenceRowProps) {
  const { t } = useTranslation("settings");
  const id = useId();
  const failed = prefs.outcome?.state === "failed" && prefs.outcome.name === name;
  const described = [`${id}-d`, (error || failed) && `${id}-e`].filter(Boolean).join(" ");
  return (
    <Row
      label={t(`names.${name}`)}
      {...(group ? { labelId: `${id}-l` } : { htmlFor: id })}
      description={t(`abouts.${name}`)}
      descriptionId={`${id}-d`}
      note={<Note prefs={prefs} name={name} usual={usual} />}
    >
      {children(
        {
          id,
          "aria-describedby": described,
          "aria-invalid": error || failed ? true : undefined,
        },
        `${id}-l`,
      )}
      <div id={`${id}-e`} role="alert" className="text-[0.8125rem] font-medium text-bad">
        {error ? <p className="mt-1.5">{error}</p> : failed && <Refusal prefs={prefs} />}
      </div>
    </Row>
  );
}

function Refusal({ prefs: { outcome } }: { prefs: PreferencesInHand }) {
  const problem = useProblem(outcome?.state === "failed" ? outcome.error : null);
  return (
    <p className="mt-1.5 break-words">
      {problem.title}
      {problem.message && `: ${problem.message}`}
      {problem.detail && <span lang={SERVER_LANGUAGE}>: {problem.detail}</span>}
    </p>
  );
}

interface NoteProps {
  prefs: PreferencesInHand;
  name: PreferenceName;
  usual: string;
}

function Note({ prefs, name, usual }: NoteProps) {
  const { t } = useTranslation(["settings", "common"]);
  const outcome = prefs.outcome?.name === name ? prefs.outcome : null;
  const isDefault = same(prefs.values[name], prefs.defaults[name]);
  return (
    <div className="flex min-h-8 items-center text-[0.8125rem]">
      {!isDefault && (
        <IconButton
          size="smallIcon"
          label={t("resetOf", { name: t(`names.${name}`), usual })}
          onClick={() => void prefs.save(name, prefs.defaults[name])}
        >
          <RotateCcw aria-hidden />
        </IconButton>
      )}
      <span role="status" className="text-good">
        {(outcome?.state === "saved" || outcome?.state === "undone") && (
          <span className="mr-1 inline-flex animate-fade-in items-center gap-1">
            <Check aria-hidden className="size-4" />
            {outcome.state === "saved" ? t("saved") : t("undone")}
          </span>
        )}
        {outcome?.state === "saving" && <span className="text-ink-soft">{t("saving")}</span>}
      </span>
      {outcome?.state === "saved" && (
        <Button
          size="small"
          look="quiet"
          className="px-2"
          onClick={prefs.undo}
          aria-label={t("undoOf", { name: t(`names.${name}`) })}
        >
          {t("common:undo")}
        </Button>
      )}
    </div>
  );
}
