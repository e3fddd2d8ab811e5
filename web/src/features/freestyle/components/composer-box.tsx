import { ArrowUp } from "lucide-react";
import { type KeyboardEvent, type Ref, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/ui/icon-button";
import { Textarea } from "@/components/ui/input";

const DRAFT = "mgl.freestyle.draft";
const LONGEST = 2000;

function draft(): string {
  try {
    return sessionStorage.getItem(DRAFT) ?? "";
  } catch {
    return ""; // storage is off
  }
}

interface ComposerBoxProps {
  ref?: Ref<HTMLTextAreaElement>;
  /** Nothing was said yet. */
  first: boolean;
  /** What to begin with where nothing was typed. */
  initial: string;
  /** What was said last, for the arrow key. */
  last: string;
  onSend: (text: string, instead: boolean) => void;
}

/** Where one says it. Enter sends, Shift+Enter breaks the line, the upper arrow takes up the last. */
export function ComposerBox({ ref, first, initial, last, onSend }: ComposerBoxProps) {
  const { t } = useTranslation("freestyle");
  const [text, setText] = useState(() => draft() || initial);
  const [instead, setInstead] = useState(false);
  useEffect(() => {
    try {
      sessionStorage.setItem(DRAFT, text);
    } catch {
      // storage is off: it stays while the page does
    }
  }, [text]);
  const send = () => {
    if (!text.trim()) return;
    onSend(text.trim(), instead);
    setText("");
    setInstead(false);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      send();
    } else if (event.key === "ArrowUp" && !text && last) {
      event.preventDefault();
      setText(last);
      setInstead(true);
    } else if (event.key === "Escape" && instead) {
      setText("");
      setInstead(false);
    }
  };
  return (
    <div>
      <div className="relative">
        <Textarea
          ref={ref}
          aria-label={first ? t("box.first") : t("box.next")}
          aria-describedby="freestyle-keys"
          placeholder={first ? t("box.firstHint") : t("box.nextHint")}
          value={text}
          maxLength={LONGEST}
          rows={2}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKeyDown}
          className="max-h-48 min-h-18 resize-none rounded-2xl py-3 pr-14 pl-4 text-base [field-sizing:content]"
        />
        <IconButton
          label={t("box.send")}
          look="primary"
          className="absolute right-3 bottom-4 rounded-xl"
          disabled={!text.trim()}
          onClick={send}
        >
          <ArrowUp aria-hidden />
        </IconButton>
      </div>
      <p id="freestyle-keys" className="mt-1.5 hidden text-xs text-ink-soft sm:block">
        {instead ? t("box.instead") : t("box.keys")}
      </p>
    </div>
  );
}
