import { Search, X } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { cn } from "@/lib/cn";

const WAIT_MS = 250;

interface SearchBoxProps {
  value: string;
  onChange: (value: string) => void;
  className?: string;
}

/** Searches while it is typed into, a moment after the last key. */
export function SearchBox({ value, onChange, className }: SearchBoxProps) {
  const { t } = useTranslation(["library", "common"]);
  const [typed, setTyped] = useState<string | null>(null);
  useEffect(() => {
    if (typed === null) return undefined;
    const timer = setTimeout(() => {
      onChange(typed.trim());
      setTyped(null);
    }, WAIT_MS);
    return () => clearTimeout(timer);
  }, [typed, onChange]);
  const text = typed ?? value;
  return (
    <div role="search" className={cn("relative min-w-0", className)}>
      <Search
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-ink-soft"
      />
      <input
        type="search"
        aria-label={t("filter.search")}
        placeholder={t("common:search")}
        value={text}
        maxLength={200}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape" && text) {
            event.preventDefault();
            setTyped("");
          }
        }}
        className="h-10 w-full rounded-lg border border-line-strong bg-surface pr-9 pl-9 text-sm hover:border-ink-soft [&::-webkit-search-cancel-button]:hidden"
      />
      {text && (
        <button
          type="button"
          aria-label={t("common:clear")}
          onClick={() => setTyped("")}
          className="absolute top-1/2 right-1.5 inline-flex size-7 -translate-y-1/2 items-center justify-center rounded-md text-ink-soft hover:bg-raised hover:text-ink"
        >
          <X aria-hidden className="size-4" />
        </button>
      )}
    </div>
  );
}
