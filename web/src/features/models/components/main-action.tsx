import type { ButtonProps } from "@/components/ui/button";
import type { Asset } from "../model/assets";
import { DownloadButton } from "./download-button";
import { useNames } from "./use-names";

interface MainActionProps extends Pick<ButtonProps, "size"> {
  asset: Asset;
}

/** What is to be done next with an asset, if anything is. */
export function MainAction({ asset: { model, state }, size }: MainActionProps) {
  const name = useNames().title(model);
  if (state === "installed" || state === "downloading") return null;
  const act = state === "damaged" ? "reinstall" : model.partial_bytes > 0 ? "resume" : "install";
  return <DownloadButton id={model.id} name={name} models={[model]} act={act} size={size} />;
}
