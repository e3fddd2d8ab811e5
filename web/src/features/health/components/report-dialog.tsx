import { Check, Copy } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Textarea } from "@/components/ui/input";

/** The report before it is copied: nobody shares what they have not seen. */
export function ReportDialog({ report, onClose }: { report: string; onClose: () => void }) {
  const { t } = useTranslation(["health", "common"]);
  const box = useRef<HTMLTextAreaElement>(null);
  const [done, setDone] = useState<"copied" | "selected" | null>(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(report);
      setDone("copied");
    } catch {
      // without https there is no clipboard: then at least it is selected
      box.current?.focus();
      box.current?.select();
      setDone("selected");
    }
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("report.title")}
      description={t("report.about")}
      className="max-w-2xl"
      footer={
        <>
          <p role="status" className="mr-auto self-center text-sm text-ink-soft">
            {done === "selected" && t("report.selected")}
            {done === "copied" && t("common:copied")}
          </p>
          <Button look="primary" onClick={() => void copy()}>
            {done === "copied" ? <Check aria-hidden /> : <Copy aria-hidden />}
            {t("common:copy")}
          </Button>
        </>
      }
    >
      <Textarea
        ref={box}
        readOnly
        lang="en"
        aria-label={t("report.title")}
        value={report}
        className="h-96 font-mono text-xs"
      />
    </Dialog>
  );
}
