import { Failure } from "@/components/ui/states";
import { worthAnotherTry } from "@/lib/api/errors";

interface RefusalProps {
  error: unknown;
  /** The same order again. */
  onRetry: () => void;
}

// The form may have been sent by keys from far below.
const bringIntoView = (node: HTMLDivElement | null) => node?.scrollIntoView({ block: "nearest" });

/** Why an order was not taken. The form is as it was, to be corrected and sent again. */
export function Refusal({ error, onRetry }: RefusalProps) {
  return (
    <div ref={bringIntoView} className="scroll-my-5">
      <Failure error={error} onRetry={worthAnotherTry(error) ? onRetry : undefined} />
    </div>
  );
}
