import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { $api, session } from "@/lib/api/client";
import { toProblem } from "@/lib/api/errors";
import { inSentences, tell } from "@/lib/api/use-problem";

/** Asks for the key where the server wants one. */
export function SignIn() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [key, setKey] = useState("");
  const queryClient = useQueryClient();
  const signIn = $api.useMutation("post", "/api/v1/session", {
    onSuccess: async () => {
      setOpen(false);
      setKey("");
      await queryClient.invalidateQueries();
    },
  });
  useEffect(() => {
    session.wanted = () => setOpen(true);
    return () => {
      session.wanted = () => {};
    };
  }, []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate({ body: { key } });
  };
  const error = signIn.error && tell(signIn.error, t);
  const wrong = error && toProblem(signIn.error).code === "UNAUTHORIZED";
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title={t("signIn.title")}
      description={t("signIn.message")}
    >
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
