import { Repeat } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Page } from "@/components/ui/page";
import { Empty } from "@/components/ui/states";
import { Card } from "@/components/ui/surface";
import { $api } from "@/lib/api/client";
import { useOrder } from "./api/use-order";
import { useRecording } from "./api/use-recording";
import { LoopBoard, type Looked } from "./components/loop-board";
import { MakePanel } from "./components/make-panel";
import { SourceCard } from "./components/source-card";
import type { LoopsSearch } from "./search";

/** One recording that goes on: for a minute, two hours, or ten. */
export function LoopsPage() {
  const { t } = useTranslation("loops");
  const [order, change] = useOrder();
  const { recording, draw } = useRecording(order);
  const looked = useCandidates(order);
  const given = Boolean(order.track ?? order.upload) && !recording.error;
  const id = order.track ?? order.upload;
  return (
    <Page title={t("title")} lead={t("lead")} width="wide">
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_24rem] xl:gap-6">
        <div className="grid min-w-0 gap-4">
          <SourceCard
            order={order}
            recording={recording}
            onChange={change}
            onFile={(upload, file) => void draw(upload, file)}
          />
          {!id && (
            <Card>
              <Empty icon={Repeat} title={t("empty.title")}>
                {t("empty.text")}
              </Empty>
            </Card>
          )}
          {given && (
            <LoopBoard
              key={id}
              order={order}
              recording={recording}
              looked={looked}
              onChange={change}
            />
          )}
        </div>
        <MakePanel
          key={id}
          order={order}
          recording={recording}
          candidates={looked.candidates}
          onChange={change}
        />
      </div>
    </Page>
  );
}

/** Where the recording comes back to itself; looked for once. */
function useCandidates({ track, upload }: LoopsSearch): Looked {
  const query = $api.useQuery(
    "get",
    "/api/v1/loops/candidates",
    { params: { query: track ? { track_id: track } : { upload_id: upload } } },
    { enabled: Boolean(track ?? upload), staleTime: Infinity },
  );
  return {
    candidates: query.data?.candidates,
    isPending: query.isPending,
    error: query.error,
    retry: () => void query.refetch(),
  };
}
