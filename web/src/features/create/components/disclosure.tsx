import { ChevronRight } from "lucide-react";
import { type ReactNode, useState } from "react";

interface DisclosureProps {
  title: string;
  /** What is set in it, while it is closed. */
  summary?: ReactNode;
  children: ReactNode;
  /** Opens it from outside: something in it needs a look. */
  forced?: boolean;
}

/** A part of the form that opens when it is wanted. */
export function Disclosure({ title, summary, children, forced = false }: DisclosureProps) {
  const [open, setOpen] = useState(false);
  const shown = open || forced;
  return (
    <details
      open={shown}
      onToggle={(event) => setOpen(event.currentTarget.open)}
      className="group min-w-0 rounded-2xl border bg-surface"
    >
      <summary className="flex min-h-12 cursor-pointer list-none items-center gap-3 rounded-2xl px-4 py-2 hover:bg-raised sm:px-5 [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden
          className="size-4 shrink-0 text-ink-soft transition-transform group-open:rotate-90"
        />
        <h2 className="shrink-0 text-sm font-semibold">{title}</h2>
        {!shown && (
          <span className="min-w-0 grow truncate text-right text-[0.8125rem] text-ink-soft">
            {summary}
          </span>
        )}
      </summary>
      {shown && <div className="px-4 pt-2 pb-5 sm:px-5">{children}</div>}
    </details>
  );
}
