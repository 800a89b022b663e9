import { CanvasPainter } from "../painter/canvas-painter.js";
import type { Draw } from "../painter/draw.js";
import { FONT } from "../painter/painter.js";
import { SvgPainter, TITLE_HEIGHT, TITLE_LEFT, TITLE_SIZE } from "../painter/svg-painter.js";
import { readTheme } from "./read-theme.js";

interface ExportedPicture {
  readonly title: string;
  readonly draw: Draw;
  readonly width: number;
  readonly height: number;
  /** Whose colours it has. */
  readonly element: Element;
}

/** Pixels of a PNG for each CSS pixel: enough for print. */
const PNG_RATIO = 2;

/** Saves a chart with its title as PNG. */
export function downloadPng(picture: ExportedPicture): void {
  const { width, height } = picture;
  const canvas = document.createElement("canvas");
  canvas.width = width * PNG_RATIO;
  canvas.height = (height + TITLE_HEIGHT) * PNG_RATIO;
  const context = canvas.getContext("2d");
  if (!context) return;
  const theme = readTheme(picture.element);
  context.scale(PNG_RATIO, PNG_RATIO);
  context.fillStyle = theme.surface;
  context.fillRect(0, 0, width, height + TITLE_HEIGHT);
  const style = { color: theme.ink, size: TITLE_SIZE, bold: true };
  new CanvasPainter(context, width, height).text(TITLE_LEFT, TITLE_HEIGHT / 2, picture.title, style);
  context.translate(0, TITLE_HEIGHT);
  picture.draw(new CanvasPainter(context, width, height), theme);
  canvas.toBlob((blob) => {
    if (blob) download(blob, `${fileName(picture.title)}.png`);
  });
}

/** Saves a chart with its title as SVG. */
export function downloadSvg(picture: ExportedPicture): void {
  const context = document.createElement("canvas").getContext("2d");
  const painter = new SvgPainter(picture.width, picture.height, (text, size) => {
    if (!context) return text.length * size;
    context.font = `${size}px ${FONT}`;
    return context.measureText(text).width;
  });
  const theme = readTheme(picture.element);
  picture.draw(painter, theme);
  download(new Blob([painter.file(picture.title, theme)], { type: "image/svg+xml" }), `${fileName(picture.title)}.svg`);
}

function download(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

function fileName(title: string): string {
  return title.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
}
