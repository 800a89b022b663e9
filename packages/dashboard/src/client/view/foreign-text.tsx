import { useState } from "preact/hooks";
import { formatCount } from "../format/number.js";

interface ForeignTextProps {
  readonly text: string;
  /** From how many characters on only the beginning is shown; default 200. */
  readonly limit?: number;
}

/** Text of a study: only ever text, its marks of direction kept inside, a long one cut off with a button that shows all. */
export function ForeignText({ text, limit = 200 }: ForeignTextProps) {
  const [whole, setWhole] = useState(false);
  if (text.length <= limit) return <bdi class="foreign">{text}</bdi>;
  return (
    <span class="foreign-long">
      <bdi class="foreign">{whole ? text : beginning(text, limit)}</bdi>{" "}
      <button type="button" class="link-button" aria-expanded={whole} onClick={() => setWhole(!whole)}>
        {whole ? "Show less" : `Show all ${formatCount(text.length)} characters`}
      </button>
    </span>
  );
}

/** The same for one line of a table, cut off without a button: the row's page has it all. */
export function ForeignLine({ text }: { readonly text: string }) {
  return <bdi class="foreign-line">{beginning(text, 120)}</bdi>;
}

function beginning(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit)}…`;
}
