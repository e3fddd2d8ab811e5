import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { $api } from "@/lib/api/client";
import { toProblem } from "@/lib/api/errors";
import { useSession } from "@/lib/api/session";
import { inSentences, tell } from "@/lib/api/use-problem";

/** Asks for the key where the server wants one. */
export default function SignIn() {
  const { t } = useTranslation();
  const [key, setKey] = useState("");
  const queryClient = useQueryClient();
  const close = () => useSession.setState({ locked: false });
  const signIn = $api.useMutation("post", "/api/v1/session", {
    onSuccess: async () => {
      close();
      await queryClient.invalidateQueries();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate({ body: { key } });
  };
  const error = signIn.error && tell(signIn.error, t);
  const wrong = error && toProblem(signIn.error).code === "UNAUTHORIZED";
  return (
    <Dialog open onOpenChange={close} title={t("signIn.title")} description={t("signIn.message")}>
      <form onSubmit={submit} className="grid gap-4">
        <Field
          label={t("signIn.key")}
          error={error ? (wrong ? t("signIn.wrong") : inSentences(error)) : undefined}
        >
          {(control) => (
            <Input
              {...control}
              type="password"
              autoComplete="current-password"
              value={key}
              onChange={(event) => setKey(event.target.value)}
            />
          )}
        </Field>
        <Button type="submit" look="primary" busy={signIn.isPending} disabled={!key}>
          {t("signIn.submit")}
        </Button>
      </form>
    </Dialog>
  );
}
