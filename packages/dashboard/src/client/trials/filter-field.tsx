import { useEffect, useRef, useState } from "preact/hooks";
import type { Failure } from "../live/api.js";
import { Hint } from "../view/hint.js";

interface FilterFieldProps {
  readonly filter: string;
  readonly failure: Failure | undefined;
  readonly onFilter: (filter: string) => void;
}

const pauseMs = 300;
const help =
  'Compare with ==, !=, <, <=, >, >=, in [...] and contains; join with &&, || and !. Names: state, value, number, batch, attempt, elapsedMs, reason, infeasible, params.NAME, metrics.NAME, params["A NAME"]. Texts stand in quotes.';

/** An expression that trials must meet, applied when typing pauses; what is wrong with it stands below. */
export function FilterField({ filter, failure, onFilter }: FilterFieldProps) {
  const [text, setText] = useState(filter);
  const applied = useRef(filter);
  const apply = (next: string) => {
    applied.current = next;
    onFilter(next);
  };
  useEffect(() => {
    // The address was changed by something else than typing, such as the browser's back.
    if (filter !== applied.current) setText(filter);
    applied.current = filter;
  }, [filter]);
  useEffect(() => {
    const timer = text === applied.current ? undefined : setTimeout(() => apply(text), pauseMs);
    return () => clearTimeout(timer);
  }, [text]);
  const wrong = failure !== undefined && failure.code !== "unreachable" && text.trim() !== "";
  return (
    <form
      class="filter"
      onSubmit={(event) => {
        event.preventDefault();
        apply(text);
      }}
    >
      <label for="filter">
        <Hint text={help}>Filter</Hint>
      </label>
      <input
        id="filter"
        class="field filter-field"
        type="text"
        value={text}
        placeholder={'state == "complete" && value < 0.1'}
        spellcheck={false}
        autocomplete="off"
        aria-invalid={wrong}
        aria-describedby={wrong ? "filter-failure" : undefined}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      {wrong && (
        <p id="filter-failure" class="field-failure" role="alert">
          {failure.message}
        </p>
      )}
    </form>
  );
}
