import { Link } from "@tanstack/react-router";
import { Cpu, HardDrive, ListTodo, type LucideIcon, MemoryStick } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Badge, Card } from "@/components/ui/surface";
import { bytes } from "@/lib/format";
import type { System } from "../model/findings";

/** What the machine is and has to give, and what waits. */
export function Resources({ system }: { system: System }) {
  const { t, i18n } = useTranslation("health");
  const size = (value: number | null) =>
    value === null ? t("unknown") : bytes(value, i18n.language);
  const { device, memory, disk, queue, load_average: load } = system;
  const number = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1 });
  return (
    <section aria-labelledby="machine">
      <h2 id="machine" className="mb-3 text-lg font-semibold">
        {t("machine.title")}
      </h2>
      <div className="grid grid-cols-1 gap-4 sm:grid-cols-2 xl:grid-cols-4">
        <Resource icon={Cpu} title={t(`machine.${device.kind}`)} main={device.name}>
          <Meter share={load ? (load[0] ?? 0) / system.cpu_count : null} />
          <p>
            {t("machine.cores", { count: system.cpu_count })}
            {load && ` · ${t("machine.load", { load: number.format(load[0] ?? 0) })}`}
          </p>
          {device.memory_bytes !== null && (
            <p>{t("machine.own", { size: size(device.memory_bytes) })}</p>
          )}
          <p>{system.platform}</p>
        </Resource>
        <Resource
          icon={MemoryStick}
          title={t("memory.title")}
          main={t("memory.free", { size: size(memory.available_bytes) })}
        >
          <Meter share={usedShare(memory.total_bytes, memory.available_bytes)} />
          <p>{t("memory.of", { size: size(memory.total_bytes) })}</p>
          <p>{t("memory.ours", { size: size(memory.process_bytes) })}</p>
        </Resource>
        <Resource
          icon={HardDrive}
          title={t("disk.title")}
          main={t("disk.free", { size: size(disk.free_bytes) })}
        >
          <Meter share={usedShare(disk.total_bytes, disk.free_bytes)} />
          <p>{t("disk.of", { size: size(disk.total_bytes) })}</p>
          <p>{t("disk.library", { size: size(disk.library_bytes) })}</p>
          <p className="break-all">{disk.path_label}</p>
        </Resource>
        <Resource
          icon={ListTodo}
          title={t("queue.title")}
          main={t("queue.running", { count: queue.running })}
          badge={queue.paused && <Badge tone="warn">{t("queue.paused")}</Badge>}
        >
          <p>{t("queue.queued", { count: queue.queued })}</p>
          <p>{t("queue.workers", { count: queue.workers })}</p>
          <p>
            <Link
              to="/jobs"
              className="inline-flex min-h-6 items-center rounded text-ink underline decoration-line-strong underline-offset-2 hover:decoration-ink"
            >
              {t("queue.show")}
            </Link>
          </p>
        </Resource>
      </div>
    </section>
  );
}

function usedShare(total: number | null, free: number | null): number | null {
  return total === null || free === null ? null : (total - free) / total;
}

interface ResourceProps {
  icon: LucideIcon;
  title: string;
  main: ReactNode;
  badge?: ReactNode;
  children: ReactNode;
}

function Resource({ icon: Icon, title, main, badge, children }: ResourceProps) {
  return (
    <Card>
      <h3 className="flex min-h-6 items-center gap-2 text-[0.8125rem] text-ink-soft">
        <Icon aria-hidden className="size-4 shrink-0" />
        <span className="grow">{title}</span>
        {badge}
      </h3>
      <p className="tabular mt-1 font-semibold break-words">{main}</p>
      <div className="tabular mt-2 grid gap-1 text-[0.8125rem] text-ink-soft">{children}</div>
    </Card>
  );
}

/** How much is used. The numbers stand beside it. */
function Meter({ share }: { share: number | null }) {
  if (share === null) return null;
  const tight = share > 0.9;
  return (
    <div aria-hidden className="mb-1 h-1.5 overflow-hidden rounded-full bg-line">
      <div
        className={`h-full rounded-full transition-[width] duration-500 ${tight ? "bg-warn" : "bg-accent"}`}
        style={{ width: `${Math.min(1, Math.max(0, share)) * 100}%` }}
      />
    </div>
  );
}
