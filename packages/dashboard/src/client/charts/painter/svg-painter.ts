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

/** Where an exported picture has its title. */
export const TITLE_HEIGHT = 32;
export const TITLE_LEFT = 12;
export const TITLE_SIZE = 14;

/** About how wide a letter is, in units of the size, where nothing can measure it. */
const LETTER = 0.56;

/** Writes an SVG file. Needs no browser; with one, `measure` of a canvas gives exact widths of texts. */
export class SvgPainter implements Painter {
  readonly width: number;
  readonly height: number;
  readonly measure: Painter["measure"];
  readonly #parts: string[] = [];
  #clips = 0;

  constructor(width: number, height: number, measure: Painter["measure"] = guessWidth) {
    this.width = width;
    this.height = height;
    this.measure = measure;
  }

  line(xs: ArrayLike<number>, ys: ArrayLike<number>, stroke: Stroke): void {
    let path = "";
    let isDown = false;
    for (let i = 0; i < xs.length; i++) {
      const [x, y] = [xs[i] as number, ys[i] as number];
      const isPoint = Number.isFinite(x) && Number.isFinite(y);
      if (isPoint) path += `${isDown ? "L" : "M"}${round(x)} ${round(y)}`;
      isDown = isPoint;
    }
    this.#path(path, { stroke });
  }

  area(rings: readonly Ring[], style: AreaStyle): void {
    const path = rings.map((ring) => `M${ring.map(([x, y]) => `${round(x)} ${round(y)}`).join("L")}Z`).join("");
    this.#path(path, style);
  }

  rect({ x, y, width, height }: Box, style: AreaStyle): void {
    this.#path(`M${round(x)} ${round(y)}h${round(width)}v${round(height)}h${round(-width)}Z`, style);
  }

  markers(xs: ArrayLike<number>, ys: ArrayLike<number>, { shape, radius, color, opacity }: MarkerStyle): void {
    const marker = markerPath(shape, radius);
    let path = "";
    for (let i = 0; i < xs.length; i++) path += marker(xs[i] as number, ys[i] as number);
    const given = opacity === undefined ? {} : { opacity };
    // A line of no length with a round end is a disc: shorter than any outline of one.
    if (shape === "circle")
      this.#path(path, { stroke: { color, width: 2 * radius, ...given } }, ' stroke-linecap="round"');
    else if (shape !== "ring" && markerPaths[shape].filled) this.#path(path, { fill: color, ...given }, "", "nonzero");
    else this.#path(path, { stroke: { color, ...given } });
  }

  text(x: number, y: number, text: string, style: TextStyle): void {
    const { color, size = TEXT_SIZE, bold, align = "start", anchor = "middle", upright } = style;
    const shift = anchor === "middle" ? 0.35 : anchor === "top" ? 0.8 : -0.2;
    const turn = upright ? ` transform="rotate(-90 ${round(x)} ${round(y)})"` : "";
    this.#parts.push(
      `<text x="${round(x)}" y="${round(y)}" dy="${shift}em" font-size="${size}" text-anchor="${align}" fill="${escapeXml(color)}"${bold ? ' font-weight="600"' : ""}${turn}>${escapeXml(plainText(text))}</text>`,
    );
  }

  clip({ x, y, width, height }: Box, draw: () => void): void {
    const id = `clip-${this.#clips++}`;
    this.#parts.push(
      `<clipPath id="${id}"><rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}"/></clipPath><g clip-path="url(#${id})">`,
    );
    draw();
    this.#parts.push("</g>");
  }

  /** The file: its title, and all that was drawn so far below that. */
  file(title: string, { surface, ink }: { readonly surface: string; readonly ink: string }): string {
    const [name, height] = [escapeXml(plainText(title)), this.height + TITLE_HEIGHT];
    return [
      `<svg xmlns="http://www.w3.org/2000/svg" width="${this.width}" height="${height}" viewBox="0 0 ${this.width} ${height}" role="img" font-family="${escapeXml(FONT)}">`,
      `<title>${name}</title>`,
      `<rect width="100%" height="100%" fill="${escapeXml(surface)}"/>`,
      `<text x="${TITLE_LEFT}" y="${TITLE_HEIGHT / 2}" dy="0.35em" font-size="${TITLE_SIZE}" font-weight="600" fill="${escapeXml(ink)}">${name}</text>`,
      `<g transform="translate(0 ${TITLE_HEIGHT})">`,
      ...this.#parts,
      "</g></svg>\n",
    ].join("\n");
  }

  #path(path: string, { fill, opacity, stroke }: AreaStyle, more = "", rule = "evenodd"): void {
    if (path === "") return;
    const filled =
      fill === undefined ? ' fill="none"' : ` fill="${escapeXml(fill)}" fill-rule="${rule}"${faded("fill", opacity)}`;
    const dash = stroke?.dash ? ` stroke-dasharray="${stroke.dash.join(" ")}"` : "";
    const stroked = stroke
      ? ` stroke="${escapeXml(stroke.color)}" stroke-width="${stroke.width ?? LINE_WIDTH}" stroke-linejoin="round"${faded("stroke", stroke.opacity)}${dash}`
      : "";
    this.#parts.push(`<path d="${path}"${filled}${stroked}${more}/>`);
  }
}

function markerPath(shape: MarkerStyle["shape"], radius: number): (x: number, y: number) => string {
  if (shape === "circle") return (x, y) => `M${round(x)} ${round(y)}h0`;
  if (shape === "ring") {
    const [r, d] = [round(radius), round(2 * radius)];
    return (x, y) => `M${round(x - radius)} ${round(y)}a${r} ${r} 0 1 0 ${d} 0a${r} ${r} 0 1 0 -${d} 0`;
  }
  const { lines, closed } = markerPaths[shape];
  return (x, y) =>
    lines
      .map((line) => {
        const corners = line.map(([dx, dy]) => `${round(x + dx * radius)} ${round(y + dy * radius)}`);
        return `M${corners.join("L")}${closed ? "Z" : ""}`;
      })
      .join("");
}

function faded(what: "fill" | "stroke", opacity: number | undefined): string {
  return opacity === undefined || opacity === 1 ? "" : ` ${what}-opacity="${round(opacity)}"`;
}

function guessWidth(text: string, size: number): number {
  return text.length * size * LETTER;
}

/** Two places are finer than any screen. */
function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
