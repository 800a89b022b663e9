import stringWidth from "string-width";
import { GAP } from "./wrap.js";

export interface Column {
  readonly title: string;
  /** `left` for texts, `right` for numbers. */
  readonly align: "left" | "right";
}

type Rows = readonly (readonly string[])[];

function columnWidths(columns: readonly Column[], rows: Rows): number[] {
  return columns.map(({ title }, i) => Math.max(stringWidth(title), ...rows.map((row) => stringWidth(row[i] ?? ""))));
}

/** Columns of the terminal that the table takes. */
export function tableWidth(columns: readonly Column[], rows: Rows): number {
  return columnWidths(columns, rows).reduce((sum, width) => sum + width + GAP.length, -GAP.length);
}

/** Lines of a table: the titles, styled by `title`, then one a row. */
export function formatTable(columns: readonly Column[], rows: Rows, title: (text: string) => string): string[] {
  const widths = columnWidths(columns, rows);
  const line = (cells: readonly string[]): string =>
    columns
      .map(({ align }, i) => {
        const cell = cells[i] ?? "";
        const padding = " ".repeat((widths[i] ?? 0) - stringWidth(cell));
        return align === "left" ? cell + padding : padding + cell;
      })
      .join(GAP)
      .trimEnd();
  return [title(line(columns.map((column) => column.title))), ...rows.map(line)];
}
