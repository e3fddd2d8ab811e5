import { memo, useDeferredValue, useMemo, useState } from "react";
import { FormProvider, useForm, useWatch } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { readFields } from "@/components/schema-form/read";
import { parametersResolver } from "@/components/schema-form/resolver";
import { later } from "@/components/ui/later";
import { Page } from "@/components/ui/page";
import { Skeleton } from "@/components/ui/surface";
import type { Engine } from "@/lib/api/client";
import { fieldsAtFault } from "@/lib/api/errors";
import { drawSeed } from "@/lib/seed";
import { useShortcuts } from "@/lib/shortcuts";
import { useVocabulary } from "@/lib/words/use-vocabulary";
import { useKept } from "../api/use-kept";
import { useOutline } from "../api/use-outline";
import { useSubmit } from "../api/use-submit";
import { Creating, type CreateContext } from "../context";
import { readDraft } from "../model/draft";
import { type CreateValues, initialValues, withSeed } from "../model/form";
import { addMade, dismissMade, useMade } from "../model/made";
import { planRequest } from "../model/order";
import { readPlan } from "../model/plan";
import { isSongField } from "../model/song-fields";
import type { CreateSearch } from "../search";
import { Disclosure } from "./disclosure";
import { EngineChoice, EngineTrouble } from "./engine-card";
import { OutputSummary } from "./output-summary";
import { PlanPanel } from "./plan-panel";
import { PresetCards } from "./preset-cards";
import { PromptBox } from "./prompt-box";
import { Refusal } from "./refusal";
import { dice } from "./seed-field";
import { useToldFields } from "./told-fields";
import { WordChips } from "./word-chips";

const FORM = "create-form";
// what they show is in their context: they needn't follow every letter that is typed
const Panel = memo(PlanPanel);
const Presets = memo(PresetCards);
const Chips = memo(WordChips);
const open = () => <Skeleton className="h-64 w-full" />;
const OutputOptions = later(() => import("./output-options"), { waiting: open });
const ParameterForm = later(() => import("./parameter-form"), { waiting: open });
const SongFields = later(() => import("./song-fields"), { waiting: open });
const Results = later(() => import("./results"), {
  waiting: ({ made }) => <Skeleton className={made.length > 1 ? "h-52" : "h-24"} />,
});

interface CreateFormProps {
  engine: Engine;
  engines: readonly Engine[];
  search: CreateSearch;
}

/** The form of one engine: words on the left, what becomes of them on the right. */
export function CreateForm({ engine, engines, search }: CreateFormProps) {
  const { t } = useTranslation("create");
  const fields = useMemo(() => readFields(engine.parameters), [engine.parameters]);
  const resolver = useMemo(() => parametersResolver<CreateValues>(fields), [fields]);
  const [initial] = useState(() => initialValues(readDraft(engine.name), search, engine));
  const form = useForm<CreateValues>({ defaultValues: initial, resolver, mode: "onChange" });
  useKept(engine.name, form);
  const values = useWatch({ control: form.control }) as CreateValues;
  const asked = useOutline(planRequest(values, engine, fields));
  const told = useVocabulary(engine.name);
  const thought = useDeferredValue(asked); // what hangs on it is much, and drawn in small steps
  const vocabulary = useDeferredValue(told.data);
  const submit = useSubmit({ engine, fields, wordless: t("prompt.wordless") });
  const [troubled, setTroubled] = useState(false);
  const made = useMade((state) => state.made);
  const plan = useMemo(() => readPlan(thought.outline?.plan), [thought.outline]);
  const context = useMemo(
    (): CreateContext => ({ engine, fields, vocabulary, ...thought, plan }),
    [engine, fields, vocabulary, thought, plan],
  );

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
  const shown = useToldFields(own, engine);
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
              {made.length > 0 && (
                <Results
                  made={made}
                  onDismiss={dismissMade}
                  onAgain={(before) => void send(withSeed(before, drawSeed()))}
                  onRestore={(before) => form.reset(before)}
                />
              )}
              <Presets />
              {own.length < fields.length && <SongFields />}
              <Chips loading={told.isPending || vocabulary !== told.data} />
            </div>
            <div className="min-w-0 lg:row-span-2">
              <div className="lg:sticky lg:top-5 lg:max-h-[calc(100dvh-7rem)] lg:overflow-y-auto lg:rounded-2xl">
                <Panel />
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
                  <ParameterForm fields={shown} />
                </Disclosure>
              )}
            </div>
          </form>
        </FormProvider>
      </Creating>
    </Page>
  );
}
