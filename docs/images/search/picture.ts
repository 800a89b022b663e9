/** What makes the pictures readable on a light page and on a dark one: classes instead of colours, and a ground of their own. */
const STYLE = `
text{font:12px system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif;fill:#1a1f29}
.title{font-size:13px;font-weight:600}.note{fill:#586273}.end{text-anchor:end}.middle{text-anchor:middle}
.ground,.fog{fill:#fff}.fog{fill-opacity:.82}.valley{fill:#3552cc;fill-opacity:.1}
path,line{fill:none;stroke-width:1}.frame{stroke:#586273}.grid{stroke:#e6e9ee}.edge{stroke:#c2570c;stroke-width:1.5}
.dot{fill:#1a1f29;stroke:#fff}.new,.good{fill:#c2570c;stroke:#fff}.bad{fill:#fff;stroke:#586273;stroke-width:1.5}
.lowest{stroke:#b3286b;stroke-width:2}
.line,.true{stroke:#1a1f29;stroke-width:2}.true{stroke-width:1.5;stroke-dasharray:2 3}.mean{stroke:#3552cc;stroke-width:2}
.band{fill:#3552cc;fill-opacity:.18;stroke:none}.halving{stroke:#586273;stroke-dasharray:6 4}
.shac-gp{stroke:#3552cc}.shac{stroke:#c2570c;stroke-dasharray:8 4}.random{stroke:#0d7f73;stroke-dasharray:2 3}
.series{stroke-width:2.25}
@media(prefers-color-scheme:dark){text{fill:#e8ebf0}.note{fill:#a3adbd}.ground,.fog{fill:#161a21}
.valley{fill:#8ea2ff;fill-opacity:.12}.frame{stroke:#a3adbd}.grid{stroke:#2a303b}.edge{stroke:#ff9d5c}
.dot{fill:#e8ebf0;stroke:#161a21}.new,.good{fill:#ff9d5c;stroke:#161a21}.bad{fill:#161a21;stroke:#a3adbd}
.lowest{stroke:#ff7fb6}.line,.true{stroke:#e8ebf0}.mean{stroke:#8ea2ff}.band{fill:#8ea2ff}.halving{stroke:#a3adbd}
.shac-gp{stroke:#8ea2ff}.shac{stroke:#ff9d5c}.random{stroke:#4fd1c1}}`;

export type XY = readonly [x: number, y: number];

/** An SVG file in the making; coordinates are pixels from the upper left corner. */
export class Picture {
  readonly #parts: string[];

  /** @param alt what the picture shows, for those who cannot see it */
  constructor(width: number, height: number, alt: string) {
    this.#parts = [
      `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
      `<title>${alt}</title>`,
      `<style>${STYLE}</style>`,
      `<rect class="ground" width="${width}" height="${height}" rx="8"/>`,
    ];
  }

  /** @param name class of the text: "title" or "note", with "middle" or "end" for where `x` is */
  text([x, y]: XY, text: string, name: string): void {
    this.#parts.push(`<text class="${name}" x="${pixel(x)}" y="${pixel(y)}">${text}</text>`);
  }

  /** A line through the points. */
  line(points: readonly XY[], name: string): void {
    this.#parts.push(`<path class="${name}" d="${through(points)}"/>`);
  }

  /** The areas within the rings; one within another is a hole. */
  area(rings: readonly (readonly XY[])[], name: string): void {
    const path = rings.map((ring) => `${through(ring)}Z`).join("");
    this.#parts.push(`<path class="${name}" fill-rule="evenodd" d="${path}"/>`);
  }

  dots(points: readonly XY[], name: string, radius = 4): void {
    for (const [x, y] of points) {
      this.#parts.push(`<circle class="${name}" cx="${pixel(x)}" cy="${pixel(y)}" r="${radius}"/>`);
    }
  }

  /** A cross at each of the points. */
  crosses(points: readonly XY[], name: string, radius = 5): void {
    for (const [x, y] of points) {
      this.line(
        [
          [x - radius, y - radius],
          [x + radius, y + radius],
        ],
        name,
      );
      this.line(
        [
          [x - radius, y + radius],
          [x + radius, y - radius],
        ],
        name,
      );
    }
  }

  /** What `draw` draws, kept to be drawn by `use` at other places. */
  define(id: string, draw: () => void): void {
    this.#parts.push(`<defs><g id="${id}">`);
    draw();
    this.#parts.push("</g></defs>");
  }

  use(id: string, [x, y]: XY): void {
    this.#parts.push(`<use href="#${id}" x="${pixel(x)}" y="${pixel(y)}"/>`);
  }

  /** The file. */
  toString(): string {
    return `${this.#parts.join("\n")}\n</svg>\n`;
  }
}

function through(points: readonly XY[]): string {
  return `M${points.map(([x, y]) => `${pixel(x)} ${pixel(y)}`).join("L")}`;
}

/** A tenth is finer than any screen, and coarser than what machines differ by. */
function pixel(value: number): number {
  return Math.round(value * 10) / 10;
}
