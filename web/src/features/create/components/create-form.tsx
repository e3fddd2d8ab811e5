import { zodResolver } from "@hookform/resolvers/zod";
import { useMemo, useState } from "react";
import {
  type Control,
  type FieldValues,
  FormProvider,
  type Resolver,
  useForm,
  useWatch,
} from "react-hook-form";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { readFields } from "@/components/schema-form/read";
import { SchemaForm } from "@/components/schema-form/schema-form";
import { zodOfFields } from "@/components/schema-form/validate";
import { Page } from "@/components/ui/page";
import type { Engine } from "@/lib/api/client";
import { fieldsAtFault } from "@/lib/api/errors";
import { drawSeed } from "@/lib/seed";
import { useShortcuts } from "@/lib/shortcuts";
import { useKept } from "../api/use-kept";
import { useOutline } from "../api/use-outline";
import { useSubmit } from "../api/use-submit";
import { useVocabulary } from "../api/use-vocabulary";
import { Creating, type CreateContext } from "../context";
import { readDraft } from "../model/draft";
import { type CreateValues, initialValues, withSeed } from "../model/form";
import { addMade, dismissMade, useMade } from "../model/made";
import { planRequest } from "../model/order";
import { readPlan } from "../model/plan";
import type { CreateSearch } from "../search";
import { Disclosure } from "./disclosure";
import { EngineChoice, EngineTrouble } from "./engine-card";
import { OutputOptions } from "./output-options";
import { OutputSummary } from "./output-summary";
import { PlanPanel } from "./plan-panel";
import { PresetCards } from "./preset-cards";
import { PromptBox } from "./prompt-box";
import { Refusal } from "./refusal";
import { Results } from "./results";
import { dice } from "./seed-field";
import { isSongField, SongFields } from "./song-fields";
import { useToldFields } from "./told-fields";
import { WordChips } from "./word-chips";

const FORM = "create-form";

interface CreateFormProps {
  engine: Engine;
  engines: readonly Engine[];
  search: CreateSearch;
}

/** The form of one engine: words on the left, what becomes of them on the right. */
export function CreateForm({ engine, engines, search }: CreateFormProps) {
  const { t } = useTranslation("create");
  const fields = useMemo(() => readFields(engine.parameters), [engine.parameters]);
  const resolver = useMemo(
    () =>
      zodResolver(
        z.looseObject({ parameters: zodOfFields(fields) }),
      ) as unknown as Resolver<CreateValues>,
    [fields],
  );
  const [initial] = useState(() => initialValues(readDraft(engine.name), search, engine));
  const form = useForm<CreateValues>({ defaultValues: initial, resolver, mode: "onChange" });
  useKept(engine.name, form);
  const values = useWatch({ control: form.control }) as CreateValues;
  const thought = useOutline(planRequest(values, engine, fields));
  const vocabulary = useVocabulary(engine.name);
  const submit = useSubmit({ engine, fields, wordless: t("prompt.wordless") });
  const [troubled, setTroubled] = useState(false);
  const made = useMade((state) => state.made);
  const context: CreateContext = {
    engine,
    fields,
    vocabulary: vocabulary.data,
    ...thought,
    plan: useMemo(() => readPlan(thought.outline?.plan), [thought.outline]),
  };

  const send = async (asked: CreateValues) => {
    setTroubled(false);
    const kept = structuredClone(asked);
    try {
      const jobs = await submit.mutateAsync(kept);
      addMade(
        jobs.map((job) => job.id),
        kept,
      );
      if (!form.getValues("seedLocked")) dice(form);
    } catch (error) {
      if (fieldsAtFault(error).some((name) => name.endsWith("prompt"))) form.setFocus("prompt");
    }
  };
  const makeIt = form.handleSubmit(send, () => {
    setTroubled(true);
    setTimeout(() => document.querySelector<HTMLElement>(`#${FORM} [aria-invalid=true]`)?.focus());
  });
  useShortcuts({ "mod+enter": () => !submit.isPending && void makeIt() });

  const own = fields.filter((field) => !isSongField(field, engine));
  const told = useToldFields(own, engine);
  return (
    <Page
      title={t("title")}
      lead={t("lead")}
      width="wide"
      actions={<EngineChoice engine={engine} engines={engines} />}
    >
      <Creating value={context}>
        <FormProvider {...form}>
          <form
            id={FORM}
            noValidate
            aria-label={t("title")}
            onSubmit={(event) => event.preventDefault()}
            className="grid gap-5 lg:grid-cols-[minmax(0,7fr)_minmax(0,5fr)] lg:grid-rows-[auto_1fr]"
          >
            <div className="flex min-w-0 flex-col gap-5">
              <EngineTrouble engine={engine} />
              <PromptBox busy={submit.isPending} onMake={() => void makeIt()} />
              {submit.error && (
                <Refusal error={submit.error} onRetry={() => void send(submit.variables)} />
              )}
              <Results
                made={made}
                onDismiss={dismissMade}
                onAgain={(before) => void send(withSeed(before, drawSeed()))}
                onRestore={(before) => form.reset(before)}
              />
              <PresetCards />
              <SongFields />
              <WordChips loading={vocabulary.isPending} />
            </div>
            <div className="min-w-0 lg:row-span-2">
              <div className="lg:sticky lg:top-5 lg:max-h-[calc(100dvh-7rem)] lg:overflow-y-auto lg:rounded-2xl">
                <PlanPanel />
              </div>
            </div>
            <div className="flex min-w-0 flex-col gap-3">
              <Disclosure title={t("output.title")} summary={<OutputSummary />}>
                <OutputOptions />
              </Disclosure>
              {own.length > 0 && (
                <Disclosure
                  title={t("parameters.title")}
                  summary={t("parameters.summary", { name: engine.title })}
                  forced={troubled}
                >
                  <SchemaForm
                    fields={told}
                    control={form.control as unknown as Control<FieldValues>}
                    path="parameters"
                  />
                </Disclosure>
              )}
            </div>
          </form>
        </FormProvider>
      </Creating>
    </Page>
  );
}
