import i18next from "i18next";
import { tell } from "@/lib/api/use-problem";
import { say } from "@/lib/toasts";

/** Says for a few seconds that something failed, with what to do. */
export function notifyFailure(error: unknown, retry?: () => void): void {
  const { title, message, recovery } = tell(error, i18next.t);
  say((toast) =>
    toast.error(title, {
      description: `${message} ${recovery}`.trim(),
      duration: 12_000,
      ...(retry ? { action: { label: i18next.t("retry"), onClick: retry } } : {}),
    }),
  );
}

/** Says that something was done, with the way back where there is one. */
export function notifyDone(text: string, undo?: () => void): void {
  say((toast) =>
    toast.success(text, {
      duration: undo ? 8_000 : 4_000,
      ...(undo ? { action: { label: i18next.t("undo"), onClick: undo } } : {}),
    }),
  );
}
