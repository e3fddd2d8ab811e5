import type { ReactNode } from "react";

interface ScrollTableProps {
  label: string;
  heads: readonly string[];
  rows: readonly { key: string; cells: readonly ReactNode[] }[];
}

/** A table that scrolls sideways by itself where the window is narrow. The first column names the rows. */
export function ScrollTable({ label, heads, rows }: ScrollTableProps) {
  return (
    <div
      role="region"
      aria-label={label}
      tabIndex={0} // eslint-disable-line jsx-a11y/no-noninteractive-tabindex -- it scrolls
      className="overflow-x-auto rounded-lg"
    >
      <table className="tabular w-full text-left text-sm">
        <thead>
          <tr className="border-b text-[0.8125rem] text-ink-soft">
            {heads.map((head) => (
              <th key={head} scope="col" className="py-2 pr-6 font-medium whitespace-nowrap">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells: [name, ...cells] }) => (
            <tr key={key} className="border-b last:border-b-0">
              <th scope="row" className="py-2 pr-6 font-normal whitespace-nowrap">
                {name}
              </th>
              {cells.map((cell, place) => (
                <td key={heads[place + 1]} className="py-2 pr-6 whitespace-nowrap">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
