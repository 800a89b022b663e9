/**
 * What a terminal of unlimited height shows of `output` in the end, a string a line, without colours. Knows what the
 * display uses: carriage return, newline, cursor up, clear to the end of the line and of the screen.
 */
export function readScreen(output: string): string[] {
  const lines: string[] = [""];
  let row = 0;
  let column = 0;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what terminals are told with
  for (const [token, count, command] of output.matchAll(/\u001b\[[?]?(\d*(?:;\d*)*)([A-Za-z])|./gsu)) {
    if (token === "\r") column = 0;
    else if (token === "\n") lines[++row] ??= "";
    else if (command === "A") row = Math.max(row - Number(count), 0);
    else if (command === "K") lines[row] = (lines[row] ?? "").slice(0, column);
    else if (command === "J") {
      lines[row] = (lines[row] ?? "").slice(0, column);
      lines.length = row + 1;
    } else if (command === undefined) {
      const line = lines[row] ?? "";
      lines[row] = line.slice(0, column).padEnd(column) + token + line.slice(column + 1);
      column++;
    }
  }
  return lines;
}
