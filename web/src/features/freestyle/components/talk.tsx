import { useTranslation } from "react-i18next";
import { notifyFailure } from "@/components/ui/notify";
import { Failure } from "@/components/ui/states";
import { Skeleton } from "@/components/ui/surface";
import { useOrder, useProposal, useProposalBefore } from "../api/proposal";
import { change, type Conversation } from "../model/conversations";
import { quickReplies, readPiece } from "../model/piece";
import { OrderBubble } from "./order-bubble";
import { ProposalCard } from "./proposal-card";
import { Said } from "./said";

interface TalkProps {
  conversation: Conversation;
  onSay: (text: string) => void;
}

/** One conversation: what was said and what it did, what would be made now, and what was made. */
export function Talk({ conversation, onSay }: TalkProps) {
  const { t, i18n } = useTranslation("freestyle");
  const answer = useProposal(conversation, i18n.language);
  const earlier = useProposalBefore(conversation, i18n.language);
  const order = useOrder(conversation);
  const proposal = answer.data;
  const waiting = answer.isPlaceholderData;
  const texts = [conversation.sentence, ...conversation.followUps];
  const made = (after: number) =>
    conversation.orders
      .filter((one) => one.after === after)
      .map((one) => <OrderBubble key={one.jobId} jobId={one.jobId} />);
  const piece = proposal && readPiece(proposal.plan.plan ?? null, proposal.plan.duration_seconds);
  const before = earlier.data;
  return (
    <div className="grid gap-5">
      <div role="log" aria-label={t("log.label")} className="grid gap-5">
        {texts.map((text, place) => (
          // Things are only ever said after one another.
          <div key={`${place} ${text}`} className="grid gap-3">
            <Said
              text={text}
              answer={
                waiting && place >= (proposal?.said.length ?? 0) ? undefined : proposal?.said[place]
              }
            />
            {place < texts.length - 1 && made(place)}
          </div>
        ))}
      </div>
      {answer.error && <Failure error={answer.error} onRetry={() => void answer.refetch()} />}
      {!proposal && !answer.error && <Skeleton className="h-72 w-full rounded-2xl" />}
      {proposal && piece && (
        <>
          <ProposalCard
            proposal={proposal}
            piece={piece}
            before={
              before && conversation.followUps.length
                ? readPiece(before.plan.plan ?? null, before.plan.duration_seconds)
                : null
            }
            title={conversation.title}
            onTitle={(title) => change(conversation.id, (one) => ({ ...one, title }))}
            waiting={waiting}
            ordering={order.isPending}
            onMake={() => order.mutate(proposal, { onError: (error) => notifyFailure(error) })}
          />
          {made(texts.length - 1)}
          <div role="group" aria-label={t("quick.label")} className="flex flex-wrap gap-2">
            {quickReplies(piece, conversation.followUps.length).map((key) => (
              <button
                key={key}
                type="button"
                onClick={() => onSay(t(`quick.${key}`))}
                className="min-h-8 rounded-full border bg-surface px-3 text-[0.8125rem] hover:bg-raised"
              >
                {t(`quick.${key}`)}
              </button>
            ))}
          </div>
        </>
      )}
    </div>
  );
}
