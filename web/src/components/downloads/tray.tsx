import { CircleAlert, CircleCheck, Download as DownloadIcon } from "lucide-react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/ui/icon-button";
import { later } from "@/components/ui/later";
import { Popover } from "@/components/ui/popover";
import { isOver, useDownloads } from "@/lib/downloads/store";

const DownloadList = later(() => import("./download-list"));

/** What is being fetched to this machine; hidden until something is. */
export function DownloadTray() {
  const { t } = useTranslation("shared");
  const items = useDownloads((state) => state.items);
  if (!items.length) return null;
  const open = items.filter((item) => !isOver(item)).length;
  const failed = items.some((item) => item.state === "failed");
  return (
    <>
      <Popover
        label={t("downloads.title")}
        align="end"
        className="w-96 p-0"
        trigger={
          <IconButton
            label={open ? t("downloads.busy", { count: open }) : t("downloads.title")}
            side="bottom"
            className="relative"
          >
            <DownloadIcon aria-hidden />
            {open > 0 ? (
              <span
                aria-hidden
                className="tabular absolute -top-0.5 -right-0.5 min-w-4.5 rounded-full bg-accent px-1 text-center text-[0.6875rem] leading-4.5 font-semibold text-on-accent"
              >
                {open}
              </span>
            ) : (
              <Ended failed={failed} />
            )}
          </IconButton>
        }
      >
        <DownloadList />
      </Popover>
      <Said />
    </>
  );
}

function Ended({ failed }: { failed: boolean }) {
  const Icon = failed ? CircleAlert : CircleCheck;
  const tone = failed ? "text-bad" : "text-good";
  return (
    <Icon
      aria-hidden
      className={`absolute right-1 bottom-1 !size-3.5 rounded-full bg-canvas ${tone}`}
    />
  );
}

/** Says once what has become of the last one. */
function Said() {
  const { t } = useTranslation("shared");
  const last = useDownloads(({ items }) => items.find(isOver));
  const said = last && (last.state === "saved" || last.state === "failed") ? last : null;
  return (
    <p role="status" className="sr-only">
      {said &&
        t(`downloads.said.${said.state === "saved" ? "saved" : "failed"}`, { name: said.name })}
    </p>
  );
}
