import { useEffect, useRef, useState } from "react";
import { kept, rateOf, type Sample } from "../model/rate";

const SAMPLE_MS = 1_000;

/** How fast an amount grows, per second, over the last few seconds; null until that is known. */
export function useRate(amount: number): number | null {
  const latest = useRef(amount);
  const [rate, setRate] = useState<number | null>(null);
  useEffect(() => {
    latest.current = amount;
  }, [amount]);
  useEffect(() => {
    let samples: Sample[] = [];
    const timer = setInterval(() => {
      samples = kept(samples, { at: performance.now(), amount: latest.current });
      setRate(rateOf(samples));
    }, SAMPLE_MS);
    return () => clearInterval(timer);
  }, []);
  return rate;
}
