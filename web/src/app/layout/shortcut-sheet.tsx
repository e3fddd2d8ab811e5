import { useTranslation } from "react-i18next";
import { Dialog } from "@/components/ui/dialog";
import { Key } from "@/components/ui/surface";
import { MOD_KEY } from "@/lib/shortcuts";
import { PLACES } from "./places";

/** All keys of the studio. */
export default function ShortcutSheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const then = t("shortcuts.then");
  const groups: [string, [string, string[]][]][] = [
    [
      t("shortcuts.general"),
      [
        [t("shortcuts.palette"), [MOD_KEY, "K"]],
        [t("shortcuts.submit"), [MOD_KEY, "↵"]],
        [t("shortcuts.help"), ["?"]],
        [t("shortcuts.close"), ["Esc"]],
      ],
    ],
    [
      t("shortcuts.player"),
      [
        [t("shortcuts.toggle"), ["␣"]],
        [t("shortcuts.seekBack"), ["←"]],
        [t("shortcuts.seekForward"), ["→"]],
        [t("shortcuts.previous"), ["P"]],
        [t("shortcuts.next"), ["N"]],
        [t("shortcuts.mute"), ["M"]],
        [t("shortcuts.loop"), ["R"]],
      ],
    ],
    [
      t("shortcuts.pages"),
      PLACES.map(({ name, key }): [string, string[]] => [
        t(`nav.${name}`),
        ["G", then, key.toUpperCase()],
      ]),
    ],
  ];
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t("shortcuts.title")}
      description={t("shortcuts.note")}
      className="max-w-2xl"
    >
      <div className="grid gap-x-10 gap-y-6 sm:grid-cols-2">
        {groups.map(([name, keys]) => (
          <section key={name}>
            <h3 className="mb-2 text-sm font-semibold">{name}</h3>
            <dl className="grid gap-1.5">
              {keys.map(([what, parts]) => (
                <div key={what} className="flex items-center justify-between gap-4">
                  <dt className="text-sm text-ink-soft">{what}</dt>
                  <dd className="flex items-center gap-1 text-xs text-ink-soft">
                    {parts.map((part) => (part === then ? part : <Key key={part}>{part}</Key>))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
