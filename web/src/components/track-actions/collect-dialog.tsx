import { useQueryClient } from "@tanstack/react-query";
import { FolderPlus, ListMusic } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { notifyFailure } from "@/components/ui/notify";
import { Failure } from "@/components/ui/states";
import { Skeleton } from "@/components/ui/surface";
import { $api, type Schema, type Track } from "@/lib/api/client";
import { addToCollection, createCollection } from "./collections";

type Collection = Schema<"CollectionOut">;

interface CollectDialogProps {
  tracks: readonly Track[];
  onClose: () => void;
}

/** Which collection, or a new one, these tracks go into. */
export default function CollectDialog({ tracks, onClose }: CollectDialogProps) {
  const { t } = useTranslation("shared");
  const client = useQueryClient();
  const [name, setName] = useState("");
  const [busy, setBusy] = useState(false);
  const collections = $api.useQuery("get", "/api/v1/collections");
  const words = name.trim().toLocaleLowerCase();
  const all = collections.data?.items ?? [];
  const fitting = all.filter((one) => one.name.toLocaleLowerCase().includes(words));
  const exact = all.find((one) => one.name.toLocaleLowerCase() === words);

  const run = async (act: () => Promise<unknown>) => {
    setBusy(true);
    try {
      await act();
      onClose();
    } catch (error) {
      notifyFailure(error);
    } finally {
      setBusy(false);
    }
  };
  const add = (collection: Collection) => run(() => addToCollection(client, collection, tracks));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (exact) void add(exact);
    else if (words) void run(() => createCollection(client, name.trim(), tracks));
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t("collect.title")}
      description={
        tracks.length === 1 ? tracks[0]?.title : t("collect.which", { count: tracks.length })
      }
    >
      <form onSubmit={submit} className="flex items-end gap-2">
        <Field label={t("collect.name")} className="grow">
          {(control) => (
            <Input
              {...control}
              value={name}
              maxLength={300}
              autoComplete="off"
              placeholder={t("collect.placeholder")}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Button type="submit" look="primary" busy={busy} disabled={!words}>
          <FolderPlus aria-hidden />
          {exact ? t("collect.add") : t("collect.create")}
        </Button>
      </form>
      {collections.isError && (
        <Failure
          className="mt-4"
          error={collections.error}
          onRetry={() => void collections.refetch()}
        />
      )}
      {collections.isPending && (
        <div className="mt-4 grid gap-2">
          <Skeleton className="h-12" />
          <Skeleton className="h-12" />
        </div>
      )}
      <ul className="mt-4 grid gap-1">
        {fitting.map((one) => (
          <li key={one.id}>
            <button
              type="button"
              disabled={busy}
              onClick={() => void add(one)}
              className="flex min-h-12 w-full items-center gap-3 rounded-lg px-3 py-1.5 text-left hover:bg-raised"
            >
              <ListMusic aria-hidden className="size-5 shrink-0 text-ink-soft" />
              <span className="min-w-0 grow truncate">{one.name}</span>
              <span className="tabular shrink-0 text-sm text-ink-soft">
                {t("collect.tracks", { count: one.track_count })}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
