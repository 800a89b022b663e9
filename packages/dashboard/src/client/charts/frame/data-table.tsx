import { plainText } from "../painter/plain-text.js";

/** The numbers of a chart. */
export interface TableData {
  readonly columns: readonly string[];
  /** How many rows there are. */
  readonly count: number;
  row(index: number): readonly (string | number)[];
}

/** More rows than this would make the page slow; all of them are in the export of the data. */
const MOST_ROWS = 500;

/** A chart's numbers as a table. */
export function DataTable({ caption, data }: { readonly caption: string; readonly data: TableData }) {
  const shown = Math.min(MOST_ROWS, data.count);
  const more = data.count > shown ? `, the first ${shown} of ${data.count} rows` : "";
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard
    <section class="chart-table" aria-label={`${caption} as a table`} tabIndex={0}>
      <table>
        <caption>{`${caption}${more}`}</caption>
        <thead>
          <tr>
            {data.columns.map((column) => (
              <th key={column} scope="col">
                {plainText(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: shown }, (_, index) => (
            <tr key={index}>
              {data.row(index).map((cell, column) => (
                <td key={column}>{plainText(String(cell))}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
