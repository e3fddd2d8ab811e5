import { TriangleAlert } from "lucide-react";
import { Component, type ComponentType, lazy, type ReactNode, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { cn } from "@/lib/cn";
import { loadPart, PartMissing } from "@/lib/parts";
import { Button } from "./button";

interface LaterOptions<Props> {
  /** What stands there until it has come. */
  waiting?: (props: Props) => ReactNode;
  /** Where it is said that it didn't come: in its place, or over the page; `nowhere` for ornaments. */
  trouble?: "here" | "above" | "nowhere";
}

/** A component that is loaded when it is first drawn. If it can't be, the rest of the page goes on. */
export function later<Props extends object>(
  load: () => Promise<{ default: ComponentType<Props> }>,
  { waiting = () => null, trouble = "here" }: LaterOptions<Props> = {},
): ComponentType<Props> {
  const Part = lazy<ComponentType<object>>(
    () => loadPart(load) as Promise<{ default: ComponentType<object> }>,
  );
  return function Later(props: Props) {
    return (
      <MissingBoundary trouble={trouble}>
        <Suspense fallback={waiting(props)}>
          <Part {...props} />
        </Suspense>
      </MissingBoundary>
    );
  };
}

interface MissingBoundaryProps {
  trouble: "here" | "above" | "nowhere";
  children: ReactNode;
}

class MissingBoundary extends Component<MissingBoundaryProps, { error: unknown }> {
  override state = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    const { error } = this.state;
    const { trouble, children } = this.props;
    if (error === null) return children;
    if (!((error as unknown) instanceof PartMissing)) throw error as unknown;
    return trouble === "nowhere" ? null : <Missing above={trouble === "above"} />;
  }
}

function Missing({ above }: { above: boolean }) {
  const { t } = useTranslation();
  return (
    <div
      role="alert"
      className={cn(
        "flex items-center gap-3 bg-warn-soft px-4 py-2 text-sm text-warn",
        above && "fixed inset-x-3 bottom-3 z-50 mx-auto max-w-lg rounded-xl border shadow-2xl",
      )}
    >
      <TriangleAlert aria-hidden className="size-4 shrink-0" />
      <p className="min-w-0 grow">{t("missing.message")}</p>
      <Button size="small" onClick={() => location.reload()}>
        {t("missing.reload")}
      </Button>
    </div>
  );
}
