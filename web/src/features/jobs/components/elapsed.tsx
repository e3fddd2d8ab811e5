import { useEffect, useState } from "react";
import { clock } from "@/lib/format";

/** How long it has gone on, counted here every second. */
export function Elapsed({ since }: { since: string }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return <time>{clock((now - new Date(since).getTime()) / 1000)}</time>;
}
