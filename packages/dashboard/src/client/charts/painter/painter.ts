/**
 * What a chart is drawn with. The same drawing goes to a canvas on the screen and to an SVG file, so both look alike.
 * Coordinates are CSS pixels from the upper left corner. Text is drawn as text, whatever it holds.
 */
export interface Painter {
  readonly width: number;
  readonly height: number;
  /** A line through the points; one that is not finite interrupts it. */
  line(xs: ArrayLike<number>, ys: ArrayLike<number>, stroke: Stroke): void;
  /** The area inside the rings; a ring inside another is a hole. */
  area(rings: readonly Ring[], style: AreaStyle): void;
  rect(box: Box, style: AreaStyle): void;
  /** The same mark at each of the points. */
  markers(xs: ArrayLike<number>, ys: ArrayLike<number>, style: MarkerStyle): void;
  text(x: number, y: number, text: string, style: TextStyle): void;
  /** Width of a text of this size. */
  measure(text: string, size: number): number;
  /** Draws only what falls into the box. */
  clip(box: Box, draw: () => void): void;
}

export type Ring = readonly (readonly [x: number, y: number])[];

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Stroke {
  readonly color: string;
  /** Default 1.5. */
  readonly width?: number;
  /** Lengths of dashes and gaps; absent: solid. */
  readonly dash?: readonly number[] | undefined;
  /** 0 to 1, default 1. */
  readonly opacity?: number;
}

export interface AreaStyle {
  readonly fill?: string;
  readonly opacity?: number;
  readonly stroke?: Stroke;
}

export type MarkerShape = "circle" | "ring" | "cross" | "triangle" | "diamond" | "square" | "star";

export interface MarkerStyle {
  readonly shape: MarkerShape;
  /** Half its width. */
  readonly radius: number;
  readonly color: string;
  readonly opacity?: number;
}

export interface TextStyle {
  readonly color: string;
  /** Default 12. */
  readonly size?: number;
  readonly bold?: boolean;
  /** Default "start". */
  readonly align?: "start" | "middle" | "end";
  /** Where `y` is: default the "middle" of the line. */
  readonly anchor?: "top" | "middle" | "bottom";
  /** Turned by a quarter to the left, as the title of a vertical axis is. */
  readonly upright?: boolean;
}

export const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";
export const TEXT_SIZE = 12;
export const LINE_WIDTH = 1.5;
