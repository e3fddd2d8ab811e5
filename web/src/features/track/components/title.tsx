import { Pencil } from "lucide-react";
import { useRef, useState, type KeyboardEvent, type RefObject } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/ui/icon-button";

const LONGEST = 300;

interface TitleProps {
  value: string;
  heading?: RefObject<HTMLHeadingElement | null>;
  onChange: (title: string) => void;
}

/** The person has just asked to type here; once only, or every letter would replace the last. */
const begin = (input: HTMLInputElement | null) => {
  input?.focus();
  input?.select();
};

/** The page's title, which is the track's: changed where it stands. Enter keeps it, Escape doesn't. */
export function Title({ value, heading, onChange }: TitleProps) {
  const { t } = useTranslation("track");
  const [text, setText] = useState<string | null>(null);
  const pencil = useRef<HTMLButtonElement>(null);
  const end = (keep: boolean) => {
    const title = text?.trim();
    setText(null);
    if (keep && title && title !== value) onChange(title);
    requestAnimationFrame(() => pencil.current?.focus());
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter") end(true);
    if (event.key === "Escape") end(false);
  };
  return (
    <div className="mt-0.5 flex min-h-11 min-w-0 items-center gap-1">
      <h1
        ref={heading}
        tabIndex={-1}
        className={
          text === null
            ? "min-w-0 text-2xl font-semibold tracking-tight break-words outline-none sm:text-[2rem] sm:leading-tight"
            : "sr-only"
        }
      >
        {value}
      </h1>
      {text === null ? (
        <IconButton
          ref={pencil}
          label={t("rename.start")}
          size="smallIcon"
          onClick={() => setText(value)}
        >
          <Pencil aria-hidden />
        </IconButton>
      ) : (
        <input
          aria-label={t("rename.label")}
          value={text}
          maxLength={LONGEST}
          ref={begin}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKeyDown}
          onBlur={() => text !== null && end(true)}
          className="h-11 w-full min-w-0 rounded-lg border border-line-strong bg-surface px-2 text-xl font-semibold tracking-tight sm:text-[1.75rem]"
        />
      )}
    </div>
  );
}
