/** What is being fetched to this machine. */
export function DownloadTray() {
  return null;
}
