import type { ReactNode } from "react";
import { Card } from "@/components/ui/surface";
import { cn } from "@/lib/cn";

interface SectionProps {
  id: string;
  title: string;
  about?: string;
  children: ReactNode;
}

/** Settings that belong together. */
export function Section({ id, title, about, children }: SectionProps) {
  return (
    <section aria-labelledby={`section-${id}`}>
      <h2 id={`section-${id}`} className="text-lg font-semibold">
        {title}
      </h2>
      {about && <p className="text-sm text-ink-soft">{about}</p>}
      <Card className="mt-3 divide-y py-0 sm:py-0">{children}</Card>
    </section>
  );
}

interface RowProps {
  label: ReactNode;
  /** The control's id, where the label belongs to one control. */
  htmlFor?: string;
  labelId?: string;
  description?: ReactNode;
  descriptionId?: string;
  /** Beside the label: whether it was saved. */
  note?: ReactNode;
  children: ReactNode;
  /** `field`: as wide as the others; `fit`: as wide as it is; `beside`: so on phones, too. */
  place?: "field" | "fit" | "beside";
}

const columns = {
  field: "sm:grid-cols-[minmax(0,1fr)_17rem]",
  fit: "sm:grid-cols-[minmax(0,1fr)_auto]",
  beside: "grid-cols-[minmax(0,1fr)_auto]",
};

/** One setting: what it is at the left, its control at the right. */
export function Row({ place = "field", children, ...props }: RowProps) {
  const { label, htmlFor, labelId, description, descriptionId, note } = props;
  return (
    <div className={cn("grid grid-cols-1 items-start gap-x-8 gap-y-2.5 py-4", columns[place])}>
      <div className="min-w-0">
        <div className="flex min-h-8 flex-wrap items-center gap-x-2">
          {htmlFor ? (
            <label htmlFor={htmlFor} className="text-sm font-medium">
              {label}
            </label>
          ) : (
            <p id={labelId} className="text-sm font-medium">
              {label}
            </p>
          )}
          {note}
        </div>
        {description && (
          <div id={descriptionId} className="text-[0.8125rem] text-ink-soft">
            {description}
          </div>
        )}
      </div>
      <div className="min-w-0">{children}</div>
    </div>
  );
}
