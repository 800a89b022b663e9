import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { CanvasPainter } from "../painter/canvas-painter.js";
import type { Draw } from "../painter/draw.js";
import type { Hits } from "../painter/hits.js";
import { readTheme } from "./read-theme.js";
import { Tooltip } from "./tooltip.js";
import { useThemeVersion } from "./use-theme.js";
import { useWidth } from "./use-width.js";

/** A drag over the picture, in its pixels. */
export interface Drag {
  readonly from: readonly [x: number, y: number];
  readonly to: readonly [x: number, y: number];
  readonly isDone: boolean;
}

/** Pixels that a click may move. */
const CLICK = 4;

export type PictureHeight = number | ((width: number) => number);

interface PictureProps {
  readonly draw: Draw;
  /** CSS pixels; some charts need more where they are narrow. */
  readonly height: PictureHeight;
  readonly label: string;
  /** Id of the text that says what the picture shows. */
  readonly describedBy: string;
  /** Marked, by the id that its hit has. */
  readonly selected?: number | undefined;
  readonly onChoose?: ((id: number) => void) | undefined;
  readonly onDrag?: ((drag: Drag, width: number) => void) | undefined;
}

/** The canvas of a chart: sharp on every screen, repainted when its size, colours or data change, with a tooltip and arrow keys. */
export function Picture(props: PictureProps) {
  const { draw, label, describedBy, selected, onChoose } = props;
  const host = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const hits = useRef<Hits | undefined>(undefined);
  const [pointed, setPointed] = useState(-1);
  const [painted, setPainted] = useState(0);
  const width = useWidth(host);
  const height = heightOf(props.height, width);
  const theme = useThemeVersion();

  useLayoutEffect(() => {
    if (canvas.current && width > 0) hits.current = paint(canvas.current, width, height, draw);
    setPainted((before) => before + 1);
  }, [draw, width, height, theme]);

  const found = hits.current;
  const count = found?.count ?? 0;
  const current = pointed < count ? pointed : -1;
  const choose = (index: number): void => {
    const id = found?.id?.(index);
    if (id !== undefined) onChoose?.(id);
  };
  const events = usePointing({ ...props, width, hits: found, current, setPointed, choose });
  return (
    <div
      ref={host}
      class="chart-picture"
      {...accessibility(count, label, describedBy)}
      style={{ height: `${height}px`, cursor: current >= 0 && onChoose ? "pointer" : undefined }}
      {...events}
    >
      <canvas ref={canvas} class="chart-canvas" />
      {found && painted > 0 && <Selected hits={found} selected={selected} />}
      {found && current >= 0 && <Outline hits={found} index={current} />}
      {found && current >= 0 && <Tooltip place={found.place(current)} lines={found.describe(current)} width={width} />}
    </div>
  );
}

export function heightOf(height: PictureHeight, width: number): number {
  return typeof height === "number" ? height : Math.round(height(width));
}

/** An image, or something that arrow keys work in where there is anything to point at. */
function accessibility(count: number, label: string, describedBy: string) {
  const texts = { "aria-label": label, "aria-describedby": describedBy };
  if (count === 0) return { ...texts, role: "img" as const };
  return { ...texts, role: "application" as const, "aria-roledescription": "chart", tabIndex: 0 };
}

function paint(canvas: HTMLCanvasElement, width: number, height: number, draw: Draw): Hits | undefined {
  const ratio = Math.min(3, Math.max(1, window.devicePixelRatio));
  const [across, down] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== across) canvas.width = across;
  if (canvas.height !== down) canvas.height = down;
  const context = canvas.getContext("2d");
  if (!context) return undefined;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return draw(new CanvasPainter(context, width, height), readTheme(canvas));
}

interface Pointing extends PictureProps {
  readonly width: number;
  readonly hits: Hits | undefined;
  readonly current: number;
  readonly setPointed: (index: number) => void;
  readonly choose: (index: number) => void;
}

function usePointing({ hits, current, setPointed, choose, onDrag, width }: Pointing) {
  const start = useRef<readonly [number, number] | undefined>(undefined);
  const isDrag = useRef(false);
  const drag = (event: PointerEvent, isDone: boolean): void => {
    const [from, to] = [start.current, position(event)];
    if (from && Math.hypot(to[0] - from[0], to[1] - from[1]) > CLICK) isDrag.current = true;
    if (from && isDrag.current) onDrag?.({ from, to, isDone }, width);
    if (isDone) start.current = undefined;
  };
  return {
    onPointerMove(event: PointerEvent) {
      if (start.current) drag(event, false);
      else setPointed(hits?.find(...position(event)) ?? -1);
    },
    onPointerDown(event: PointerEvent) {
      if (!onDrag || event.button !== 0) return;
      isDrag.current = false;
      start.current = position(event);
      (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    },
    onPointerUp: (event: PointerEvent) => drag(event, true),
    onPointerLeave: () => setPointed(-1),
    onBlur: () => setPointed(-1),
    onClick(event: MouseEvent) {
      if (!isDrag.current) choose(hits?.find(...position(event)) ?? -1);
      isDrag.current = false;
    },
    onKeyDown(event: KeyboardEvent) {
      const next = nextIndex(event.key, current, hits?.count ?? 0);
      if (event.key === "Enter" && current >= 0) choose(current);
      else if (event.key === "Escape") setPointed(-1);
      else if (next === undefined) return;
      else setPointed(next);
      event.preventDefault();
    },
  };
}

function nextIndex(key: string, current: number, count: number): number | undefined {
  const page = Math.max(1, Math.floor(count / 20));
  const steps: Record<string, number> = {
    ArrowRight: 1,
    ArrowDown: 1,
    ArrowLeft: -1,
    ArrowUp: -1,
    PageDown: page,
    PageUp: -page,
  };
  if (count === 0) return undefined;
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  const step = steps[key];
  if (step === undefined) return undefined;
  return Math.max(0, Math.min(count - 1, current < 0 && step < 0 ? count - 1 : current + step));
}

function position(event: MouseEvent): [number, number] {
  const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
  return [event.clientX - box.left, event.clientY - box.top];
}

function Selected({ hits, selected }: { readonly hits: Hits; readonly selected: number | undefined }) {
  if (selected === undefined || !hits.id) return null;
  for (let index = 0; index < hits.count; index++) {
    if (hits.id(index) !== selected) continue;
    const [x, y] = hits.place(index);
    return (
      <>
        <Outline hits={hits} index={index} />
        <div class="chart-ring" style={{ transform: `translate(${x}px, ${y}px)` }} />
      </>
    );
  }
  return null;
}

function Outline({ hits, index }: { readonly hits: Hits; readonly index: number }) {
  const line = hits.outline?.(index);
  if (!line) return null;
  return (
    <svg class="chart-outline" aria-hidden="true">
      <polyline points={line.map((point) => point.join(",")).join(" ")} />
    </svg>
  );
}
