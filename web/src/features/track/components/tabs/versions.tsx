import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Failure } from "@/components/ui/states";
import { Card, Skeleton } from "@/components/ui/surface";
import { $api, type Track } from "@/lib/api/client";
import { familyOf } from "../../model/family";
import { Compare } from "./compare";
import { VersionRow } from "./version-row";

/** What the track was made of, and what was made of it; any two of them side by side. */
export default function Versions({ track }: { track: Track }) {
  const { t } = useTranslation("track");
  const { a, b } = useSearch({ from: "/library/$trackId" });
  const navigate = useNavigate({ from: "/library/$trackId" });
  const family = $api.useQuery("get", "/api/v1/tracks/{track_id}/versions", {
    params: { path: { track_id: track.id } },
  });
  if (family.error) {
    return <Failure error={family.error} onRetry={() => void family.refetch()} />;
  }
  if (!family.data) return <Skeleton className="h-72 w-full rounded-2xl" />;
  const versions = familyOf(family.data.items);
  const other =
    versions.find((version) => version.track.id === track.parent_id)?.track ??
    versions.findLast((version) => version.track.id !== track.id)?.track;
  // The older one first, as they were made.
  const [older, newer] =
    other && other.id !== track.parent_id ? [track.id, other.id] : [other?.id ?? null, track.id];
  const pair = { a: a ?? older, b: b ?? newer };
  const choose = (side: "a" | "b", id: string | null) =>
    void navigate({
      search: (search) => ({ ...search, ...pair, [side]: id ?? undefined }) as typeof search,
      replace: true,
      resetScroll: false,
    });
  return (
    <div className="grid items-start gap-5">
      <Card>
        <h2 className="mb-1 font-semibold">{t("versions.title")}</h2>
        <p className="mb-3 text-sm text-ink-soft">
          {versions.length > 1
            ? t("versions.count", { count: versions.length })
            : t("versions.alone")}
        </p>
        <ul className="-mx-2 grid gap-1">
          {versions.map((version) => (
            <VersionRow
              key={version.track.id}
              version={version}
              shown={version.track.id === track.id}
              side={
                version.track.id === pair.a ? "a" : version.track.id === pair.b ? "b" : undefined
              }
              onCompare={choose}
            />
          ))}
        </ul>
      </Card>
      <Compare a={pair.a} b={pair.b} onChoose={choose} />
    </div>
  );
}
