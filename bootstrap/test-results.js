import { existsSync, readFileSync } from "node:fs";

/**
 * Counts the tests in vitest's JSON report, which has to be there; a command without one (`file` undefined) is one test, which
 * was skipped where its `output` has a line "SKIPPED ...".
 *
 * A skipped test says why in its title. One that lacks something of the system says so as
 * "[needs redis-server: apt-get install redis-server]" and counts as failed where CI is set.
 */
export function countTests(file, exitCode, output = "") {
  const counts = { passed: 0, failed: 0, skipped: [], missing: [] };
  const skip = (title) => {
    if (process.env.CI && title.includes("[needs ")) counts.missing.push(`MISSING ${title}`);
    else counts.skipped.push(title);
  };
  if (!file) {
    const skipped = exitCode === 0 ? [...output.matchAll(/\bSKIPPED (.+)$/gm)] : [];
    for (const [, title] of skipped) skip(title);
    if (exitCode === 0 && skipped.length === 0) counts.passed = 1;
  } else if (!existsSync(file)) {
    counts.missing.push(`MISSING ${file}, the report of the tests`);
  } else {
    for (const { assertionResults } of JSON.parse(readFileSync(file, "utf8")).testResults) {
      for (const { status, fullName } of assertionResults) {
        if (status === "passed") counts.passed += 1;
        else if (status === "failed") counts.failed += 1;
        else skip(fullName);
      }
    }
  }
  counts.failed += counts.missing.length;
  if (exitCode !== 0 && counts.failed === 0) counts.failed = 1;
  return counts;
}
