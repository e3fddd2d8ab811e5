import { ArrowLeftRight } from "lucide-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { TrackPicker } from "@/components/track-picker/track-picker";
import { useTracks } from "@/components/track-picker/use-tracks";
import { Button } from "@/components/ui/button";
import { Failure } from "@/components/ui/states";
import { Card, Key } from "@/components/ui/surface";
import type { Track } from "@/lib/api/client";
import { cn } from "@/lib/cn";
import { playableOf } from "@/lib/player/store";
import { factorOf, matchedDb } from "../../mixer/levels";
import { Transport } from "../../mixer/transport";
import { useDeck } from "../../mixer/use-deck";
import { useOwnKeys } from "../../mixer/use-own-keys";

type Side = "a" | "b";

const SIDES: readonly Side[] = ["a", "b"];

interface CompareProps {
  a: string | null;
  b: string | null;
  onChoose: (side: Side, id: string | null) => void;
}

/** Two tracks to be compared by ear: switched at the same place, equally loud. */
export function Compare({ a, b, onChoose }: CompareProps) {
  const { t } = useTranslation("track");
  const [first, second] = useTracks([a, b].map((id) => id ?? "").filter(Boolean));
  const pair = a && b && a !== b && first && second ? ([first, second] as const) : null;
  return (
    <Card aria-label={t("compare.title")}>
      <h2 className="mb-1 font-semibold">{t("compare.title")}</h2>
      <p className="mb-4 text-sm text-ink-soft">{t("compare.text")}</p>
      <div className="grid gap-3 sm:grid-cols-2">
        {SIDES.map((side) => (
          <TrackPicker
            key={side}
            label={t("compare.choose", { side: side.toUpperCase() })}
            value={side === "a" ? a : b}
            exclude={[(side === "a" ? b : a) ?? ""]}
            onChange={(id) => onChoose(side, id)}
          />
        ))}
      </div>
      {pair && <Switching key={`${a}-${b}`} pair={pair} />}
    </Card>
  );
}

function Switching({ pair }: { pair: readonly [Track, Track] }) {
  const { t, i18n } = useTranslation("track");
  const [side, setSide] = useState<Side>("a");
  const [a, b] = pair;
  const matched = matchedDb([a.loudness_lufs, b.loudness_lufs]);
  const [gainA = 0, gainB = 0] = matched;
  const sources = useMemo(
    () =>
      [a, b].map((track, place) => ({
        id: place ? "b" : "a",
        label: track.title,
        url: playableOf(track)?.url ?? "",
      })),
    [a, b],
  );
  const gains = useMemo(
    () => ({
      a: side === "a" ? factorOf(gainA) : 0,
      b: side === "b" ? factorOf(gainB) : 0,
    }),
    [side, gainA, gainB],
  );
  const longest = Math.max(a.duration_seconds, b.duration_seconds);
  const deck = useDeck(sources, longest, gains);
  const other = () => setSide(side === "a" ? "b" : "a");
  useOwnKeys(({ key }) => {
    const name = key.toLowerCase();
    if (key === " ") deck.toggle();
    else if (name === "a" || name === "b") setSide(name);
    else if (name === "x") other();
    else return false;
    return true;
  });
  if (deck.error) return <Failure error={deck.error} onRetry={deck.retry} className="mt-4" />;
  const shown = { a, b };
  const quieter = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1 });
  return (
    <div className="mt-4 grid gap-4">
      <div role="radiogroup" aria-label={t("compare.heard")} className="grid grid-cols-2 gap-3">
        {SIDES.map((one) => (
          <button
            key={one}
            type="button"
            role="radio"
            aria-checked={side === one}
            aria-keyshortcuts={one.toUpperCase()}
            tabIndex={side === one ? 0 : -1}
            onClick={() => setSide(one)}
            onKeyDown={(event) => {
              if (!event.key.startsWith("Arrow")) return;
              event.preventDefault();
              other();
              const group = event.currentTarget.parentElement;
              group?.querySelector<HTMLElement>("[aria-checked=false]")?.focus();
            }}
            className={cn(
              "flex min-h-20 min-w-0 flex-col items-center justify-center rounded-xl border-2 px-3 py-2 transition-colors",
              side === one ? "border-accent bg-accent-soft" : "hover:bg-raised",
            )}
          >
            <span className="text-2xl font-semibold">{one.toUpperCase()}</span>
            <span className="max-w-full truncate text-sm text-ink-soft">{shown[one].title}</span>
          </button>
        ))}
      </div>
      <Transport deck={deck} durationSeconds={longest}>
        <Button size="small" onClick={other}>
          <ArrowLeftRight aria-hidden />
          {t("compare.switch")}
        </Button>
      </Transport>
      <p role="status" className="text-sm text-ink-soft">
        {!deck.deck
          ? t("mixer.loading", { done: deck.loadedCount, count: sources.length })
          : told()}
      </p>
      <p className="flex flex-wrap items-center gap-2 text-xs text-ink-soft pointer-coarse:hidden">
        <Key>A</Key>
        <Key>B</Key> {t("compare.keyChoose")}
        <Key>X</Key> {t("compare.keySwitch")}
        <Key>{t("mixer.space")}</Key> {t("mixer.keyPlay")}
      </p>
    </div>
  );

  function told(): string {
    if (a.loudness_lufs === null || b.loudness_lufs === null) return t("compare.unknown");
    const difference = Math.abs(a.loudness_lufs - b.loudness_lufs);
    if (difference < 0.1) return t("compare.equal");
    const louder = gainA < 0 ? "A" : "B";
    return t("compare.matched", { side: louder, value: quieter.format(difference) });
  }
}
