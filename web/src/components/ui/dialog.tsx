import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { type ReactNode, useRef } from "react";
import { useTranslation } from "react-i18next";
import { cn } from "@/lib/cn";
import { Button } from "./button";

interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  children: ReactNode;
  /** At the lower edge: the buttons. */
  footer?: ReactNode;
  /** `center`: a window; `right`: a drawer at the side. */
  place?: "center" | "right";
  className?: string;
}

const FIELD =
  "input:not([type=file]), textarea, select, [contenteditable=true], [role=checkbox], [role=switch], [role=slider]";
const STOP = `${FIELD}, button, a[href], [tabindex="0"]`;

/** Puts the focus on a window's first field, else on its first button; Close is the last resort. */
function focusFirst(content: HTMLElement): boolean {
  const stops = [`[data-part=body] :is(${FIELD})`, `[data-part] :is(${STOP})`].flatMap(
    (selector) => [...content.querySelectorAll<HTMLElement>(selector)],
  );
  return stops.some((one) => {
    if (one.tabIndex < 0) return false;
    one.focus();
    if (document.activeElement !== one) return false; // it is hidden, or can't be used now
    if (one instanceof HTMLInputElement) one.select();
    return true;
  });
}

/** From where the window was opened; of a menu, which closes, the button that it hangs on. */
function openerOf(active: Element | null): HTMLElement | null {
  const menu = active?.closest("[role=menu]");
  const opener = menu
    ? document.getElementById(menu.getAttribute("aria-labelledby") ?? "")
    : active;
  return opener instanceof HTMLElement ? opener : null;
}

/** A window or drawer over the page; it holds the focus, and Escape closes it. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  children,
  footer,
  place = "center",
  className,
}: DialogProps) {
  const { t } = useTranslation();
  const opener = useRef<HTMLElement>(null);
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-fade-in bg-black/55" />
        <Radix.Content
          {...(description ? {} : { "aria-describedby": undefined })}
          onOpenAutoFocus={(event) => {
            opener.current = openerOf(document.activeElement);
            if (focusFirst(event.currentTarget as HTMLElement)) event.preventDefault();
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            opener.current?.focus();
          }}
          className={cn(
            "fixed z-50 flex flex-col bg-surface shadow-2xl outline-none",
            place === "center"
              ? "top-1/2 left-1/2 max-h-[min(88dvh,52rem)] w-[calc(100vw-1.5rem)] max-w-lg -translate-1/2 animate-rise rounded-2xl border"
              : "inset-y-0 right-0 w-full max-w-md animate-slide-in border-l",
            className,
          )}
        >
          <header className="flex items-start gap-3 border-b px-5 py-4">
            <div className="min-w-0 grow">
              <Radix.Title className="text-lg leading-7 font-semibold">{title}</Radix.Title>
              {description && (
                <Radix.Description className="mt-1 text-sm text-ink-soft">
                  {description}
                </Radix.Description>
              )}
            </div>
            <Radix.Close asChild>
              <Button look="quiet" size="smallIcon" aria-label={t("close")}>
                <X aria-hidden />
              </Button>
            </Radix.Close>
          </header>
          <div data-part="body" className="min-h-0 grow overflow-y-auto px-5 py-4">
            {children}
          </div>
          {footer && (
            <footer
              data-part="footer"
              className="flex flex-wrap justify-end gap-2 border-t px-5 py-3.5"
            >
              {footer}
            </footer>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
