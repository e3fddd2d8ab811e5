import { useNavigate } from "@tanstack/react-router";
import { History as HistoryIcon, Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { notifyDone } from "@/components/ui/notify";
import { ago } from "@/lib/format";
import {
  change,
  type Conversation,
  nameOf,
  putBack,
  remove,
  useConversations,
} from "../model/conversations";

/** Earlier conversations, to go on with. */
export function History({ current }: { current: string | undefined }) {
  const { t } = useTranslation("freestyle");
  const [open, setOpen] = useState(false);
  const all = useConversations((state) => state.all);
  if (!all.length) return null;
  return (
    <>
      <Button look="quiet" onClick={() => setOpen(true)}>
        <HistoryIcon aria-hidden />
        {t("history.open")}
      </Button>
      <Dialog open={open} onOpenChange={setOpen} title={t("history.open")} place="right">
        <ul className="grid gap-1">
          {all.map((one) => (
            <Line
              key={one.id}
              one={one}
              current={one.id === current}
              onOpened={() => setOpen(false)}
            />
          ))}
        </ul>
      </Dialog>
    </>
  );
}

interface LineProps {
  one: Conversation;
  current: boolean;
  onOpened: () => void;
}

function Line({ one, current, onOpened }: LineProps) {
  const { t, i18n } = useTranslation("freestyle");
  const navigate = useNavigate();
  const [name, setName] = useState<string | null>(null);
  const keep = () => {
    if (name !== null) change(one.id, (before) => ({ ...before, name: name.trim() || null }));
    setName(null);
  };
  const forget = () => {
    const taken = remove(one.id);
    if (current) void navigate({ to: "/freestyle" });
    if (taken) notifyDone(t("history.removed"), () => putBack(taken));
  };
  if (name !== null) {
    return (
      <li>
        <Input
          aria-label={t("history.name")}
          // eslint-disable-next-line jsx-a11y/no-autofocus -- it takes the place of the button that was pressed
          autoFocus
          value={name}
          maxLength={200}
          onChange={(event) => setName(event.target.value)}
          onBlur={keep}
          onKeyDown={(event) => event.key === "Enter" && keep()}
        />
      </li>
    );
  }
  return (
    <li className="flex items-center gap-1">
      <button
        type="button"
        aria-current={current || undefined}
        onClick={() => {
          void navigate({ to: "/freestyle", search: { c: one.id } });
          onOpened();
        }}
        className="min-w-0 grow rounded-lg px-3 py-2 text-left hover:bg-raised aria-[current]:bg-accent-soft"
      >
        <span className="block truncate text-sm font-medium">{nameOf(one)}</span>
        <span className="block text-xs text-ink-soft">
          {ago(one.startedAt, i18n.language)} · {t("history.made", { count: one.orders.length })}
        </span>
      </button>
      <IconButton
        label={t("history.rename", { name: nameOf(one) })}
        size="smallIcon"
        onClick={() => setName(nameOf(one))}
      >
        <Pencil aria-hidden />
      </IconButton>
      <IconButton
        label={t("history.remove", { name: nameOf(one) })}
        size="smallIcon"
        onClick={forget}
      >
        <Trash2 aria-hidden />
      </IconButton>
    </li>
  );
}
