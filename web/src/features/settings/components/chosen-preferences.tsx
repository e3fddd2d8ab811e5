import { useTranslation } from "react-i18next";
import { Checkbox } from "@/components/ui/checkbox";
import { NativeSelect } from "@/components/ui/input";
import { $api } from "@/lib/api/client";
import type { PreferencesInHand } from "../api/use-preferences";
import { FORMATS, MASTERS, toggled } from "../model/preferences";
import { PreferenceRow } from "./preference-row";

/** Which engine makes music when none is named. */
export function EnginePreference({ prefs }: { prefs: PreferencesInHand }) {
  const { data } = $api.useQuery("get", "/api/v1/engines");
  const name = "default_engine";
  const value = prefs.values[name];
  const engines = data?.items ?? [];
  const titleOf = (wanted: string) => engines.find((one) => one.name === wanted)?.title ?? wanted;
  const known = engines.some((one) => one.name === value);
  return (
    <PreferenceRow prefs={prefs} name={name} usual={titleOf(prefs.defaults[name])}>
      {(control) => (
        <NativeSelect
          {...control}
          value={value}
          onChange={(event) => void prefs.save(name, event.target.value)}
        >
          {!known && <option value={value}>{value}</option>}
          {engines.map((engine) => (
            <option key={engine.name} value={engine.name}>
              {engine.title}
            </option>
          ))}
        </NativeSelect>
      )}
    </PreferenceRow>
  );
}

/** Which files are made when none are named; one at least. */
export function FormatsPreference({ prefs }: { prefs: PreferencesInHand }) {
  const name = "default_formats";
  const chosen = prefs.values[name];
  const usual = prefs.defaults[name].join(", ").toUpperCase();
  return (
    <PreferenceRow prefs={prefs} name={name} usual={usual} group>
      {(control, labelId) => (
        <div
          id={control.id}
          role="group"
          aria-labelledby={labelId}
          aria-describedby={control["aria-describedby"]}
          className="grid grid-cols-3 gap-x-4"
        >
          {FORMATS.map((format) => {
            const next = toggled(chosen, format);
            return (
              <label key={format} className="flex min-h-10 items-center gap-2.5 text-sm">
                <Checkbox
                  checked={chosen.includes(format)}
                  disabled={next === null}
                  onCheckedChange={() => next && void prefs.save(name, next)}
                />
                {format.toUpperCase()}
              </label>
            );
          })}
        </div>
      )}
    </PreferenceRow>
  );
}

/** How new tracks are mastered when nothing is said. */
export function MasterPreference({ prefs }: { prefs: PreferencesInHand }) {
  const { t } = useTranslation("settings");
  const name = "default_master";
  return (
    <PreferenceRow prefs={prefs} name={name} usual={t("masters.auto")}>
      {(control) => (
        <NativeSelect
          {...control}
          value={prefs.values[name]}
          onChange={(event) => void prefs.save(name, event.target.value)}
        >
          <option value="">{t("masters.auto")}</option>
          {MASTERS.map((one) => (
            <option key={one} value={one}>
              {t(`masters.${one}`)}
            </option>
          ))}
        </NativeSelect>
      )}
    </PreferenceRow>
  );
}
