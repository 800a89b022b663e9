import { render } from "preact";
import type { ReportData } from "../../report/report-data.js";
import "../charts/charts.css";
import "../style/index.css";
import { followTheme } from "../theme/theme.js";
import "./report.css";
import { ReportPage } from "./report-page.js";

followTheme();
const data = await unpack(document.getElementById("data")?.textContent ?? "");
render(<ReportPage data={data} />, document.getElementById("app") as HTMLElement);

/** The data as it was put into the file: JSON, gzipped, in base 64. */
async function unpack(text: string): Promise<ReportData> {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(plain).json();
}
