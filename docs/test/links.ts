const FENCED = /^```[^\n]*\n[\s\S]*?^```$/gm;
const LINK = /\]\(([^()\s]+)(?: "[^"]*")?\)/g;
const HEADING = /^#{1,6} (.+)$/gm;

/** The targets of the links in a Markdown text that are neither addresses nor within code blocks. */
export function relativeLinks(markdown: string): string[] {
  const targets = [...markdown.replaceAll(FENCED, "").matchAll(LINK)].map(([, target = ""]) => target);
  return targets.filter((target) => !/^[a-z]+:/.test(target));
}

/** The anchors that the headings of a Markdown text get on GitHub. */
export function headingAnchors(markdown: string): string[] {
  const times = new Map<string, number>();
  return [...markdown.replaceAll(FENCED, "").matchAll(HEADING)].map(([, heading = ""]) => {
    const anchor = heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(/\s/g, "-");
    const before = times.get(anchor) ?? 0;
    times.set(anchor, before + 1);
    return before === 0 ? anchor : `${anchor}-${before}`;
  });
}
