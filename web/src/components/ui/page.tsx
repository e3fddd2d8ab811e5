import { type ReactNode, useRef } from "react";
import { usePageOpened } from "@/lib/use-page-opened";
import { useTitle } from "@/lib/use-title";
import { cn } from "@/lib/cn";

interface PageProps {
  title: string;
  /** One sentence below the title. */
  lead?: ReactNode;
  /** At the end of the title's line. */
  actions?: ReactNode;
  children: ReactNode;
  /** `wide`: tables and grids; `narrow`: text and forms. */
  width?: "wide" | "medium" | "narrow";
}

const widths = { wide: "max-w-[100rem]", medium: "max-w-6xl", narrow: "max-w-3xl" };

/** The frame of every page: its title (focused when it opens), actions, and content. */
export function Page({ title, lead, actions, children, width = "medium" }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useTitle(title);
  usePageOpened(heading, title);
  return (
    <div className={cn("mx-auto w-full px-4 py-5 sm:px-6 lg:px-8 lg:py-7", widths[width])}>
      <header className="mb-5 flex flex-wrap items-end justify-between gap-x-4 gap-y-3">
        <div className="min-w-0">
          <h1
            ref={heading}
            tabIndex={-1}
            className="text-2xl font-semibold tracking-tight outline-none sm:text-[1.75rem]"
          >
            {title}
          </h1>
          {lead && <p className="mt-1 max-w-2xl text-ink-soft">{lead}</p>}
        </div>
        {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </header>
      {children}
    </div>
  );
}
