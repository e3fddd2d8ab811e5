/** What the server found wrong, in its own words. */
export function Trouble({ texts }: { texts: readonly string[] }) {
  return (
    <ul lang="en" className="grid gap-1 rounded-lg bg-bad-soft px-3 py-2 text-sm break-words">
      {texts.map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  );
}
