import { AudioLines } from "lucide-react";
import { useFormContext, useWatch } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/button";
import { Textarea } from "@/components/ui/input";
import { Card, Key } from "@/components/ui/surface";
import { MOD_KEY } from "@/lib/shortcuts";
import { useCreating } from "../context";
import type { CreateValues } from "../model/form";
import { DurationField } from "./duration-field";
import { Estimate } from "./estimate";

/** The page's heart: what is to be heard, how long, and the button that makes it. */
export function PromptBox({ busy, onMake }: { busy: boolean; onMake: () => void }) {
  const { t } = useTranslation("create");
  const { register, setValue, control } = useFormContext<CreateValues>();
  const { vocabulary } = useCreating();
  const count = useWatch({ control, name: "count" });
  const example = vocabulary?.examples[0];
  const prompt = register("prompt", {
    onChange: () => setValue("presetId", null),
  });
  return (
    <Card className="p-3 shadow-sm focus-within:border-line-strong sm:p-4">
      <label htmlFor="create-prompt" className="sr-only">
        {t("prompt.label")}
      </label>
      <Textarea
        {...prompt}
        id="create-prompt"
        rows={3}
        maxLength={10_000}
        placeholder={example ? t("prompt.placeholder", { example }) : t("prompt.empty")}
        className="field-sizing-content max-h-72 min-h-24 resize-none border-transparent bg-transparent px-2 py-1.5 text-lg hover:border-transparent sm:text-xl"
      />
      <div className="mt-2">
        <DurationField />
      </div>
      <div className="mt-3 flex flex-wrap items-center justify-end gap-x-4 gap-y-2">
        <p className="mr-auto hidden items-center gap-1.5 lg:flex">
          <Key>{MOD_KEY}</Key>
          <Key>{t("enterKey")}</Key>
        </p>
        <Estimate />
        <Button
          look="primary"
          size="large"
          busy={busy}
          onClick={onMake}
          className="max-sm:w-full"
          aria-keyshortcuts="Control+Enter Meta+Enter"
        >
          {!busy && <AudioLines aria-hidden />}
          {count > 1 ? t("make", { count }) : t("makeIt")}
        </Button>
      </div>
    </Card>
  );
}
