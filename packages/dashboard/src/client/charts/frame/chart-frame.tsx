import type { ComponentChildren } from "preact";
import { useId, useRef, useState } from "preact/hooks";
import type { Draw } from "../painter/draw.js";
import { DataTable, type TableData } from "./data-table.js";
import { downloadPng, downloadSvg } from "./export-picture.js";
import { type Drag, heightOf, Picture, type PictureHeight } from "./picture.js";

/** What every chart takes. */
export interface ChartProps {
  /** Level of its heading, default 3. */
  readonly headingLevel?: 2 | 3 | 4;
  /** Height of the picture in CSS pixels; each chart has a default. */
  readonly height?: number;
}

/** Of charts that show trials. */
export interface TrialChoice {
  /** Marked in the chart. */
  readonly selected?: number | undefined;
  /** Told of a click on a trial, or of Enter on the one that the arrow keys have reached. */
  readonly onSelectTrial?: ((number: number) => void) | undefined;
}

interface FrameProps {
  readonly title: string;
  /** What the chart means and how to read it. */
  readonly explanation: string;
  /** What it shows now, for those who do not see it. */
  readonly summary: string;
  readonly draw: Draw;
  readonly table: () => TableData;
  readonly height: PictureHeight;
  readonly headingLevel?: 2 | 3 | 4 | undefined;
  /** Why there is nothing to show. */
  readonly empty?: string | undefined;
  readonly selected?: number | undefined;
  readonly onChoose?: ((id: number) => void) | undefined;
  readonly onDrag?: ((drag: Drag, width: number) => void) | undefined;
  /** Controls, above the picture. */
  readonly children?: ComponentChildren;
  /** Below the picture. */
  readonly footer?: ComponentChildren;
}

/** What surrounds each chart: heading, explanation, exports, its data as a table, a summary in words. */
export function ChartFrame(props: FrameProps) {
  const { title, explanation, summary, draw, table, height, empty, children, footer } = props;
  const id = useId();
  const figure = useRef<HTMLElement>(null);
  const [isExplained, setExplained] = useState(false);
  const [isTable, setTable] = useState(false);
  const Heading = `h${props.headingLevel ?? 3}` as "h3";
  const save = (write: typeof downloadPng): void => {
    const element = figure.current;
    if (!element) return;
    const width = element.clientWidth;
    write({ title, draw, width, height: heightOf(height, width), element });
  };
  return (
    <figure ref={figure} class="chart" aria-labelledby={`${id}-title`}>
      <figcaption class="chart-head">
        <Heading id={`${id}-title`} class="chart-title">
          {title}
        </Heading>
        <div class="chart-tools">
          <ToolButton
            name={`What ${title} shows`}
            title={explanation}
            pressed={isExplained}
            onPress={() => setExplained(!isExplained)}
          >
            ?
          </ToolButton>
          {empty === undefined && (
            <>
              <ToolButton name={`${title} as a table`} pressed={isTable} onPress={() => setTable(!isTable)}>
                Table
              </ToolButton>
              <ToolButton name={`Save ${title} as PNG`} onPress={() => save(downloadPng)}>
                PNG
              </ToolButton>
              <ToolButton name={`Save ${title} as SVG`} onPress={() => save(downloadSvg)}>
                SVG
              </ToolButton>
            </>
          )}
        </div>
      </figcaption>
      {isExplained && <p class="chart-explanation">{explanation}</p>}
      {children && <div class="chart-controls">{children}</div>}
      <p id={`${id}-summary`} class="chart-hidden">
        {empty ?? summary}
      </p>
      {empty === undefined ? (
        <Picture {...props} label={title} describedBy={`${id}-summary`} />
      ) : (
        <p class="chart-empty" aria-hidden="true" style={{ height: "120px" }}>
          {empty}
        </p>
      )}
      {footer}
      {isTable && empty === undefined && <DataTable caption={title} data={table()} />}
    </figure>
  );
}

interface ToolButtonProps {
  /** What it does, also for screen readers. */
  readonly name: string;
  readonly title?: string;
  readonly pressed?: boolean;
  readonly onPress: () => void;
  readonly children: ComponentChildren;
}

function ToolButton({ name, title, pressed, onPress, children }: ToolButtonProps) {
  return (
    <button
      type="button"
      class="chart-tool"
      aria-label={name}
      title={title ?? name}
      aria-pressed={pressed}
      onClick={onPress}
    >
      {children}
    </button>
  );
}
