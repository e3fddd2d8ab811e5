import { Link } from "@tanstack/react-router";
import { ChevronsUpDown, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/button";
import { later } from "@/components/ui/later";
import type { Engine } from "@/lib/api/client";

const EngineDialog = later(() => import("./engine-dialog"), { trouble: "above" });

/** Which engine makes the music; with several of them, the way to another. */
export function EngineChoice({ engine, engines }: { engine: Engine; engines: readonly Engine[] }) {
  const { t } = useTranslation("create");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        onClick={() => setOpen(true)}
        aria-label={t("engine.show", { name: engine.title })}
        aria-haspopup="dialog"
      >
        <span className="text-ink-soft">{t("engine.label")}</span>
        {engine.title}
        {!engine.ready && <TriangleAlert aria-hidden className="text-warn" />}
        <ChevronsUpDown aria-hidden className="text-ink-soft" />
      </Button>
      {open && <EngineDialog engine={engine} engines={engines} onClose={() => setOpen(false)} />}
    </>
  );
}

/** What keeps the chosen engine from working. */
export function EngineTrouble({ engine }: { engine: Engine }) {
  const { t } = useTranslation("create");
  if (engine.ready) return null;
  const missing = engine.requirements.filter((one) => one.required && !one.satisfied);
  return (
    <div role="note" className="flex items-start gap-3 rounded-xl bg-warn-soft p-4 text-sm">
      <TriangleAlert aria-hidden className="mt-0.5 size-5 shrink-0 text-warn" />
      <div className="min-w-0 grow">
        <p className="font-semibold">{t("engine.blocked", { name: engine.title })}</p>
        {missing.map((one) => (
          <p key={one.name}>{one.explanation}</p>
        ))}
      </div>
      <Button asChild size="small">
        <Link to="/models">{t("engine.install")}</Link>
      </Button>
    </div>
  );
}
