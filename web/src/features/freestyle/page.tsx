import { useNavigate, useSearch } from "@tanstack/react-router";
import { MessageCirclePlus } from "lucide-react";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/button";
import { Page } from "@/components/ui/page";
import { ComposerBox } from "./components/composer-box";
import { History } from "./components/history";
import { Start } from "./components/start";
import { Talk } from "./components/talk";
import { useStayAtEnd } from "./components/use-stay-at-end";
import { begin, MOST_FOLLOW_UPS, say, sayInstead, useConversations } from "./model/conversations";

/** Music by talking it over: a sentence, a proposal, follow-ups, and tracks on the way. */
export function FreestylePage() {
  const { t } = useTranslation("freestyle");
  const navigate = useNavigate();
  const { c, say: wished } = useSearch({ from: "/freestyle" });
  const conversation = useConversations((state) => state.all.find((one) => one.id === c));
  const box = useRef<HTMLTextAreaElement>(null);
  const content = useRef<HTMLDivElement>(null);
  useStayAtEnd(content);

  const send = (text: string, instead = false) => {
    if (!conversation) {
      const id = begin(text);
      void navigate({ to: "/freestyle", search: { c: id }, replace: Boolean(wished) });
    } else if (instead) sayInstead(conversation.id, text);
    else say(conversation.id, text);
    box.current?.focus();
  };
  const full = (conversation?.followUps.length ?? 0) >= MOST_FOLLOW_UPS;

  return (
    <Page
      title={t("title")}
      lead={t("lead")}
      width="narrow"
      actions={
        <>
          <History current={conversation?.id} />
          {conversation && (
            <Button onClick={() => void navigate({ to: "/freestyle" })}>
              <MessageCirclePlus aria-hidden />
              {t("fresh")}
            </Button>
          )}
        </>
      }
    >
      {conversation ? <Talk conversation={conversation} onSay={send} /> : <Start onSay={send} />}
      <div className="sticky bottom-0 mt-5 bg-canvas pt-2 pb-3 after:absolute after:inset-x-0 after:top-full after:h-6 after:bg-canvas">
        {full ? (
          <p className="text-sm text-ink-soft">{t("full")}</p>
        ) : (
          <ComposerBox
            key={conversation ? "next" : "first"}
            ref={box}
            first={!conversation}
            initial={conversation ? "" : (wished ?? "")}
            last={conversation ? (conversation.followUps.at(-1) ?? conversation.sentence) : ""}
            onSend={send}
          />
        )}
      </div>
    </Page>
  );
}
