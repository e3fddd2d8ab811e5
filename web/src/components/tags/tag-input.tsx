import { X } from "lucide-react";
import { type KeyboardEvent, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { cn } from "@/lib/cn";
import { MAX_TAGS, suggested, tagsIn, withTags } from "./tags";

interface TagInputProps {
  value: readonly string[];
  onChange: (tags: string[]) => void;
  /** Tags that are used elsewhere, the most used first. */
  suggestions?: readonly string[];
  /** From `Field`; without a `Field` give a `label`. */
  id?: string;
  "aria-describedby"?: string | undefined;
  "aria-invalid"?: boolean | undefined;
  label?: string;
  placeholder?: string;
  disabled?: boolean;
  className?: string;
}

/** Tags: typed and parted by Enter or a comma, taken from those that are known, removed one by one. */
export function TagInput({ value, onChange, suggestions = [], label, ...props }: TagInputProps) {
  const { t } = useTranslation("shared");
  const listId = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const choices = open ? suggested(text, suggestions, value) : [];
  const full = value.length >= MAX_TAGS;

  const add = (tags: string[]) => {
    if (tags.length) onChange(withTags(value, tags));
    setText("");
    setActive(-1);
  };
  const remove = (tag: string) => {
    onChange(value.filter((one) => one !== tag));
    input.current?.focus();
  };
  const type = (next: string) => {
    setOpen(true);
    setActive(-1);
    if (!/[,;\n]/.test(next)) return setText(next);
    return add(tagsIn(next));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const chosen = choices[active];
    if (event.key === "Enter" && (chosen || text.trim())) {
      event.preventDefault();
      add(chosen ? [chosen] : tagsIn(text));
    } else if (event.key === "Backspace" && !text && value.length) {
      onChange(value.slice(0, -1));
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) return setOpen(true);
      const step = event.key === "ArrowDown" ? 1 : -1;
      setActive((active + step + choices.length + 1) % (choices.length + 1 || 1));
    } else if (event.key === "Escape" && choices.length) {
      event.preventDefault();
      event.stopPropagation();
      setOpen(false);
    }
  };

  return (
    <div className={cn("relative", props.className)}>
      <div
        className={cn(
          "flex min-h-10 w-full flex-wrap items-center gap-1.5 rounded-lg border border-line-strong bg-surface px-1.5 py-1 transition-colors focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-focus hover:border-ink-soft",
          props["aria-invalid"] && "border-bad",
          props.disabled && "opacity-60",
        )}
      >
        {value.map((tag) => (
          <Tag key={tag} onRemove={props.disabled ? undefined : () => remove(tag)}>
            {tag}
          </Tag>
        ))}
        <input
          ref={input}
          id={props.id}
          role="combobox"
          aria-label={label}
          aria-describedby={props["aria-describedby"]}
          aria-invalid={props["aria-invalid"]}
          aria-expanded={choices.length > 0}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={choices[active] ? `${listId}-${active}` : undefined}
          autoComplete="off"
          disabled={props.disabled || full}
          value={text}
          placeholder={value.length ? undefined : (props.placeholder ?? t("tags.placeholder"))}
          onChange={(event) => type(event.target.value)}
          onFocus={() => setOpen(true)}
          onClick={() => setOpen(true)}
          onBlur={() => {
            setOpen(false);
            add(tagsIn(text));
          }}
          onKeyDown={onKeyDown}
          className="h-7 min-w-24 grow bg-transparent px-1.5 text-sm outline-none"
        />
      </div>
      <div
        id={listId}
        role="listbox"
        aria-label={t("tags.known")}
        hidden={!choices.length}
        className="absolute top-full right-0 left-0 z-20 mt-1 max-h-64 overflow-y-auto rounded-xl border bg-surface p-1.5 shadow-xl"
      >
        {choices.map((tag, place) => (
          <button
            type="button"
            key={tag}
            id={`${listId}-${place}`}
            role="option"
            aria-selected={place === active}
            tabIndex={-1}
            // before the field loses the focus, which would take what was typed for a tag
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => add([tag])}
            className={cn(
              "flex min-h-9 w-full items-center rounded-lg px-2.5 text-sm hover:bg-raised",
              place === active && "bg-raised",
            )}
          >
            <span className="truncate">{tag}</span>
          </button>
        ))}
      </div>
      <p role="status" className="sr-only">
        {full ? t("tags.full", { count: MAX_TAGS }) : ""}
      </p>
    </div>
  );
}

interface TagProps {
  children: string;
  onRemove?: (() => void) | undefined;
  className?: string;
}

/** One tag, with the button that removes it where it can be removed. */
export function Tag({ children, onRemove, className }: TagProps) {
  const { t } = useTranslation("shared");
  return (
    <span
      className={cn(
        "inline-flex h-7 max-w-full min-w-0 items-center rounded-md bg-raised pl-2 text-[0.8125rem]",
        onRemove ? "pr-0.5" : "pr-2",
        className,
      )}
    >
      <span className="truncate">{children}</span>
      {onRemove && (
        <button
          type="button"
          aria-label={t("tags.remove", { tag: children })}
          onClick={onRemove}
          className="ml-0.5 inline-flex size-6 shrink-0 items-center justify-center rounded text-ink-soft hover:bg-line hover:text-ink"
        >
          <X aria-hidden className="size-3.5" />
        </button>
      )}
    </span>
  );
}
