import { Link } from "@tanstack/react-router";
import { Pencil, SlidersHorizontal, Sparkles } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Badge } from "@/components/ui/surface";
import { cn } from "@/lib/cn";
import { span } from "@/lib/format";
import type { Proposal } from "../api/proposal";
import { changed, type Fact, FACTS, type Piece } from "../model/piece";
import { SectionStrip } from "./section-strip";
import { usePieceWords } from "./use-piece-words";

interface ProposalCardProps {
  proposal: Proposal;
  piece: Piece;
  before: Piece | null;
  title: string | null;
  onTitle: (title: string | null) => void;
  /** The answer to what was said last is on its way. */
  waiting: boolean;
  ordering: boolean;
  onMake: () => void;
}

/** What would be made now: its title, why this engine, its facts, and what is new about them. */
export function ProposalCard(props: ProposalCardProps) {
  const { proposal, piece, before, waiting, ordering, onMake } = props;
  const { t, i18n } = useTranslation("freestyle");
  const words = usePieceWords(proposal.engine);
  const fresh = changed(before, piece);
  const { eta_seconds: eta, notices } = proposal.plan;
  return (
    <section
      aria-label={t("card.label")}
      aria-busy={waiting || undefined}
      className={cn(
        "rounded-2xl border bg-surface p-4 transition-opacity sm:p-5",
        waiting && "opacity-70",
      )}
    >
      <TitleLine {...props} />
      <p className="mt-0.5 text-[0.8125rem] text-ink-soft">{proposal.reason}</p>
      <dl className="mt-4 grid grid-cols-2 gap-x-5 gap-y-3 sm:grid-cols-3">
        {FACTS.map((fact) => {
          const value = words.fact(fact, piece);
          return (
            value && (
              <FactLine
                key={fact}
                fact={fact}
                value={value}
                was={fresh.has(fact) && before ? words.fact(fact, before) || t("card.without") : ""}
              />
            )
          );
        })}
      </dl>
      {piece.sections.length > 0 && <SectionStrip sections={piece.sections} />}
      {notices.map((notice) => (
        <p key={notice} className="mt-3 text-[0.8125rem] text-ink-soft">
          {notice}
        </p>
      ))}
      <div className="mt-4 flex flex-wrap items-center gap-2">
        <Button look="primary" busy={ordering} disabled={waiting} onClick={onMake}>
          <Sparkles aria-hidden />
          {t("card.make")}
        </Button>
        <Button look="quiet" asChild>
          <Link
            to="/create/$engine"
            params={{ engine: proposal.engine }}
            search={{ prompt: proposal.request.prompt }}
          >
            <SlidersHorizontal aria-hidden />
            {t("card.control")}
          </Link>
        </Button>
        {eta !== null && (
          <p className="ml-auto text-[0.8125rem] text-ink-soft">
            {t("card.eta", { time: span(eta, i18n.language) })}
          </p>
        )}
      </div>
    </section>
  );
}

function FactLine({ fact, value, was }: { fact: Fact; value: string; was: string }) {
  const { t } = useTranslation("freestyle");
  return (
    <div className={cn("min-w-0", fact === "band" && "col-span-2")}>
      <dt className="flex min-h-5 items-center gap-1.5 text-xs text-ink-soft">
        {t(`facts.${fact}`)}
        {was && <Badge tone="accent">{t("card.new")}</Badge>}
      </dt>
      <dd className="text-sm font-medium break-words">
        {value}
        {was && (
          <span className="block text-xs font-normal text-ink-soft">{t("card.was", { was })}</span>
        )}
      </dd>
    </div>
  );
}

function TitleLine({ proposal, title, onTitle }: ProposalCardProps) {
  const { t } = useTranslation("freestyle");
  const [text, setText] = useState<string | null>(null);
  const shown = title ?? (proposal.title || t("card.untitled"));
  if (text === null) {
    return (
      <h2 className="flex min-h-9 items-center gap-2 text-xl font-semibold tracking-tight">
        <span className="min-w-0 break-words">{shown}</span>
        <Button
          look="quiet"
          size="smallIcon"
          aria-label={t("card.rename")}
          onClick={() => setText(title ?? proposal.title)}
        >
          <Pencil aria-hidden />
        </Button>
      </h2>
    );
  }
  const end = (keep: boolean) => {
    if (keep) onTitle(text.trim() && text.trim() !== proposal.title ? text.trim() : null);
    setText(null);
  };
  return (
    <Input
      aria-label={t("card.title")}
      // eslint-disable-next-line jsx-a11y/no-autofocus -- it takes the place of the button that was pressed
      autoFocus
      value={text}
      maxLength={300}
      onChange={(event) => setText(event.target.value)}
      onBlur={() => end(true)}
      onKeyDown={(event) => {
        if (event.key === "Enter" && !event.nativeEvent.isComposing) end(true);
        if (event.key === "Escape") end(false);
      }}
    />
  );
}
