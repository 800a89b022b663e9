import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { collectReport } from "./collect-report.js";

/** Which study, and where it is kept. */
export interface ReportOptions {
  /** Folder of the studies. Default ".shac". */
  readonly dir?: string;
  readonly name: string;
}

/**
 * One HTML file about a study, to keep or to send: its charts, best trials and settings at this moment. It needs nothing beside
 * itself, asks the network for nothing, and may be read while the study runs.
 *
 * It holds all trials; of the parameters, where there are more than a million numbers, only the most important.
 *
 * @throws StorageError when there is no such study or it cannot be read
 */
export async function createReport({ dir = ".shac", name }: ReportOptions): Promise<string> {
  const [data, script, style] = await Promise.all([collectReport(dir, name), asset("report.js"), asset("report.css")]);
  // In base 64 no text of a study can end the element that holds it.
  const packed = gzipSync(JSON.stringify(data)).toString("base64");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src ${hash(script)}; style-src ${hash(style)}; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(name)} · shac report</title>
<style>${style}</style>
</head>
<body>
<noscript>This report needs JavaScript.</noscript>
<div id="app"></div>
<script type="application/octet-stream" id="data">${packed}</script>
<script type="module">${script}</script>
</body>
</html>
`;
}

/** A file that was built for reports, with nothing in it that would end the element around it. */
async function asset(file: string): Promise<string> {
  const text = await readFile(new URL(`../report-page/${file}`, import.meta.url), "utf8");
  return text.replaceAll("</", "<\\/").replaceAll("<!--", "<\\!--").trim();
}

function hash(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
