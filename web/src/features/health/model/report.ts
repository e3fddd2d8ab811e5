import type { Health, System } from "./findings";

const megabytes = (bytes: number | null) =>
  bytes === null ? "unknown" : `${Math.round(bytes / 1e6)} MB`;

/** Home folders carry people's names: nobody needs them. */
export function withoutNames(text: string): string {
  return text
    .replace(/\/(?:home|Users)\/[^/\s:]+/g, "~")
    .replace(/\b[A-Za-z]:\\Users\\[^\\:\r\n]+/g, "~");
}

/** All that a report of a bug needs, as plain English text; no secrets and no names. */
export function reportOf(system: System, health: Health | undefined, browser: string): string {
  const { device, memory, disk, queue } = system;
  const lines = [
    `MusicGen Local ${system.version}`,
    `Python ${system.python}, ${system.platform}, ${system.cpu_count} cores`,
    `Device: ${device.kind}, ${device.name}${device.memory_bytes === null ? "" : `, ${megabytes(device.memory_bytes)}`}`,
    `Memory: ${megabytes(memory.available_bytes)} available of ${megabytes(memory.total_bytes)}; held by the studio: ${megabytes(memory.process_bytes)}`,
    `Disk: ${megabytes(disk.free_bytes)} free of ${megabytes(disk.total_bytes)}; library: ${megabytes(disk.library_bytes)}`,
    `Queue: ${queue.running} running, ${queue.queued} waiting, ${queue.workers} workers${queue.paused ? ", paused" : ""}`,
    `Load: ${system.load_average?.join(" ") ?? "unknown"}; up for ${Math.round(system.uptime_seconds)} s`,
    `Browser: ${browser}`,
    "",
    "Versions",
    ...system.versions.map(({ name, version }) => `  ${name} ${version}`),
    "",
    "Findings",
    ...system.findings.map(({ name, state, message }) => `  [${state}] ${name}: ${message}`),
    ...Object.entries(health?.checks ?? {}).map(
      ([name, { condition, message }]) => `  [${condition}] ${name}: ${message}`,
    ),
  ];
  return withoutNames(lines.join("\n"));
}
