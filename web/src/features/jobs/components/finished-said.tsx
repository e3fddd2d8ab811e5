import { useEffect } from "react";
import { useSaid } from "@/lib/jobs/said";
import { watchAll } from "@/lib/jobs/watched";

/** While the jobs are seen, their ends are said here, once; no notice covers them. */
export function Finished() {
  useEffect(watchAll, []);
  const text = useSaid((said) => said.text);
  return (
    <p role="status" className="sr-only">
      {text}
    </p>
  );
}
