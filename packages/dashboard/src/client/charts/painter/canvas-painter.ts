import { markerPaths } from "./marker-path.js";
import {
  type AreaStyle,
  type Box,
  FONT,
  LINE_WIDTH,
  type MarkerStyle,
  type Painter,
  type Ring,
  type Stroke,
  TEXT_SIZE,
  type TextStyle,
} from "./painter.js";
import { plainText } from "./plain-text.js";

const SMALL = 1.6;

/** Draws on a canvas whose transformation maps CSS pixels to its own. */
export class CanvasPainter implements Painter {
  readonly width: number;
  readonly height: number;
  readonly #context: CanvasRenderingContext2D;

  constructor(context: CanvasRenderingContext2D, width: number, height: number) {
    this.width = width;
    this.height = height;
    this.#context = context;
  }

  line(xs: ArrayLike<number>, ys: ArrayLike<number>, stroke: Stroke): void {
    const context = this.#context;
    context.beginPath();
    let isDown = false;
    for (let i = 0; i < xs.length; i++) {
      const [x, y] = [xs[i] as number, ys[i] as number];
      if (!Number.isFinite(x) || !Number.isFinite(y)) isDown = false;
      else if (isDown) context.lineTo(x, y);
      else {
        context.moveTo(x, y);
        isDown = true;
      }
    }
    this.#stroke(stroke);
  }

  area(rings: readonly Ring[], style: AreaStyle): void {
    this.#context.beginPath();
    for (const ring of rings) {
      ring.forEach(([x, y], i) => {
        if (i === 0) this.#context.moveTo(x, y);
        else this.#context.lineTo(x, y);
      });
      this.#context.closePath();
    }
    this.#fillAndStroke(style);
  }

  rect(box: Box, style: AreaStyle): void {
    this.#context.beginPath();
    this.#context.rect(box.x, box.y, box.width, box.height);
    this.#fillAndStroke(style);
  }

  markers(xs: ArrayLike<number>, ys: ArrayLike<number>, { shape, radius, color, opacity }: MarkerStyle): void {
    const context = this.#context;
    context.beginPath();
    if (shape === "circle" && radius < SMALL) {
      // As small as this a disc looks like a square, which is painted many times as fast.
      const side = radius * 1.8;
      for (let i = 0; i < xs.length; i++)
        context.rect((xs[i] as number) - side / 2, (ys[i] as number) - side / 2, side, side);
    } else if (shape === "circle" || shape === "ring") {
      for (let i = 0; i < xs.length; i++) {
        const [x, y] = [xs[i] as number, ys[i] as number];
        context.moveTo(x + radius, y);
        context.arc(x, y, radius, 0, 2 * Math.PI);
      }
    } else this.#corners(xs, ys, shape, radius);
    const isFilled = shape === "circle" || (shape !== "ring" && markerPaths[shape].filled);
    // Marks that overlap are one area, not holes in each other.
    if (isFilled) this.#fill(color, opacity, "nonzero");
    else this.#stroke({ color, ...(opacity !== undefined && { opacity }) });
  }

  text(x: number, y: number, text: string, style: TextStyle): void {
    const context = this.#context;
    context.save();
    context.font = `${style.bold ? "600 " : ""}${style.size ?? TEXT_SIZE}px ${FONT}`;
    context.fillStyle = style.color;
    context.textAlign = style.align === "middle" ? "center" : style.align === "end" ? "right" : "left";
    context.textBaseline = style.anchor ?? "middle";
    context.translate(x, y);
    if (style.upright) context.rotate(-Math.PI / 2);
    context.fillText(plainText(text), 0, 0);
    context.restore();
  }

  measure(text: string, size: number): number {
    this.#context.font = `${size}px ${FONT}`;
    return this.#context.measureText(text).width;
  }

  clip(box: Box, draw: () => void): void {
    this.#context.save();
    this.#context.beginPath();
    this.#context.rect(box.x, box.y, box.width, box.height);
    this.#context.clip();
    draw();
    this.#context.restore();
  }

  #corners(
    xs: ArrayLike<number>,
    ys: ArrayLike<number>,
    shape: Exclude<MarkerStyle["shape"], "circle" | "ring">,
    radius: number,
  ): void {
    const { lines, closed } = markerPaths[shape];
    for (let i = 0; i < xs.length; i++) {
      for (const line of lines) {
        line.forEach(([dx, dy], corner) => {
          const [x, y] = [(xs[i] as number) + dx * radius, (ys[i] as number) + dy * radius];
          if (corner === 0) this.#context.moveTo(x, y);
          else this.#context.lineTo(x, y);
        });
        if (closed) this.#context.closePath();
      }
    }
  }

  #fillAndStroke({ fill, opacity, stroke }: AreaStyle): void {
    if (fill !== undefined) this.#fill(fill, opacity, "evenodd");
    if (stroke) this.#stroke(stroke);
  }

  #fill(color: string, opacity = 1, rule: CanvasFillRule): void {
    this.#context.globalAlpha = opacity;
    this.#context.fillStyle = color;
    this.#context.fill(rule);
    this.#context.globalAlpha = 1;
  }

  #stroke({ color, width = LINE_WIDTH, dash, opacity = 1 }: Stroke): void {
    const context = this.#context;
    context.globalAlpha = opacity;
    context.strokeStyle = color;
    context.lineWidth = width;
    context.lineJoin = "round";
    context.setLineDash(dash ? [...dash] : []);
    context.stroke();
    context.globalAlpha = 1;
  }
}
