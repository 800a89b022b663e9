import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { plainText } from "../painter/plain-text.js";

interface TooltipProps {
  readonly place: readonly [x: number, y: number];
  readonly lines: readonly string[];
  /** Of the picture that it must stay in. */
  readonly width: number;
}

/** What is pointed at, said beside it, and aloud by a screen reader. */
export function Tooltip({ place: [x, y], lines, width }: TooltipProps) {
  const box = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  const text = lines.join("\n");
  useLayoutEffect(() => {
    if (box.current) setSize({ width: box.current.offsetWidth, height: box.current.offsetHeight });
  }, [text]);
  const left = Math.max(
    4,
    Math.min(width - size.width - 4, x + 14 + size.width > width ? x - size.width - 14 : x + 14),
  );
  return (
    <>
      <div class="chart-point" style={{ transform: `translate(${x}px, ${y}px)` }} />
      <div
        ref={box}
        class="chart-tooltip"
        role="status"
        style={{ transform: `translate(${left}px, ${Math.max(0, y - size.height / 2)}px)` }}
      >
        {lines.map((line, i) => (
          <div key={`${i}-${line}`} class={i === 0 ? "chart-tooltip-head" : undefined}>
            {plainText(line)}
          </div>
        ))}
      </div>
    </>
  );
}
