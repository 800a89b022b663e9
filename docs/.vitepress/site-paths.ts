import { existsSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import type { MarkdownEnv, MarkdownRenderer } from "vitepress";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Where a Markdown file of the repository is on the site: `docs/guide/a.md` is `guide/a.md`, `packages/core/README.md` is `packages/core.md`. */
export function sitePath(file: string): string {
  if (file === "README.md") return "index.md";
  return file.replace(/^docs\//, "").replace(/\/README\.md$/, ".md");
}

/** Points the links of a page at the site's pages; a file that is none is named without a link, since the site does not have it. */
export function linkToSite(markdown: MarkdownRenderer): void {
  markdown.core.ruler.push("link-to-site", ({ tokens, env }) => {
    for (const { children } of tokens) {
      for (const [index, token] of (children ?? []).entries()) {
        const href = token.type === "link_open" ? token.attrGet("href") : null;
        if (href === null || /^([a-z]+:|#)/.test(href)) continue;
        const [, target = "", anchor = ""] = /^([^#]*)(#.*)?$/.exec(href) ?? [];
        const page = pageOf(normalize(join(dirname(sourceOf(env as MarkdownEnv)), target)));
        if (page !== undefined)
          token.attrSet("href", `/${sitePath(page).replace(/(^|\/)index\.md$|\.md$/, "$1")}${anchor}`);
        else {
          token.tag = "span";
          token.attrs = null;
          const close = children?.slice(index).find(({ type }) => type === "link_close");
          if (close) close.tag = "span";
        }
      }
    }
    return true;
  });
}

/** Path of the page's file within the repository. Where a page is rendered rather than searched, `path` is that of the site. */
function sourceOf({ path, realPath = path }: MarkdownEnv): string {
  return realPath.slice(root.length);
}

/** The Markdown file that a link of the repository shows; undefined: none. */
function pageOf(target: string): string | undefined {
  const file = target.endsWith(".md") ? target : join(target, "README.md");
  return /(^|\/)results\//.test(file) || !existsSync(join(root, file)) ? undefined : file;
}
