import { keepPreviousData, queryOptions, useMutation, useQuery } from "@tanstack/react-query";
import { api, type Schema } from "@/lib/api/client";
import { rememberJob } from "@/lib/jobs/submitted";
import { change, type Conversation } from "../model/conversations";

export type Proposal = Schema<"ProposalOut">;
type Words = Pick<Conversation, "sentence" | "followUps" | "seed">;

function proposalOptions(words: Words, language: string) {
  const { sentence, followUps, seed } = words;
  const answers = language === "ru" ? "ru" : "en";
  return queryOptions({
    queryKey: ["proposal", "/api/v1/proposals", sentence, followUps, seed, answers],
    queryFn: async ({ signal }) => {
      const body = { sentence, follow_ups: followUps, seed, language: answers } as const;
      const { data } = await api.POST("/api/v1/proposals", { body, signal });
      if (!data) throw new Error("The server answered nothing.");
      return data;
    },
    staleTime: 60_000,
  });
}

/** What would be made of all that was said; the last answer stays while the next is on its way. */
export function useProposal(one: Words, language: string) {
  return useQuery({ ...proposalOptions(one, language), placeholderData: keepPreviousData });
}

/** What would have been made before the last thing was said. */
export function useProposalBefore(one: Words, language: string) {
  const before = { ...one, followUps: one.followUps.slice(0, -1) };
  return useQuery({ ...proposalOptions(before, language), enabled: one.followUps.length > 0 });
}

/** Orders what is proposed. */
export function useOrder(conversation: Conversation) {
  return useMutation({
    mutationFn: async (proposal: Proposal) => {
      const { title: asked, duration_seconds, ...request } = proposal.request;
      const title = conversation.title ?? asked ?? undefined;
      const { data } = await api.POST("/api/v1/generations", {
        body: {
          ...request,
          count: 1,
          priority: "normal",
          stems: false,
          midi: true,
          ...(title ? { title } : {}),
          ...(duration_seconds ? { duration_seconds } : {}),
        },
      });
      if (!data || !("kind" in data)) throw new Error("The server answered no job.");
      return data;
    },
    onSuccess: (job) => {
      rememberJob(job);
      const order = { jobId: job.id, after: conversation.followUps.length };
      change(conversation.id, (one) => ({ ...one, orders: [...one.orders, order] }));
    },
  });
}
