import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** Every Markdown file that is for people, relative to `root`. */
export function markdownFiles(root: string): string[] {
  const children = (parent: string): string[] =>
    existsSync(join(root, parent))
      ? readdirSync(join(root, parent)).flatMap((name) => [
          `${parent}/${name}/README.md`,
          `${parent}/${name}/CHANGELOG.md`,
        ])
      : [];
  const guides = readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md") && !/node_modules|\.snippets/.test(file))
    .map((file) => `docs/${file}`);
  const top = ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "CODE_OF_CONDUCT.md", "SECURITY.md"];
  const files = [...top, ...children("packages"), ...children("examples"), ...guides];
  return files.filter((file) => existsSync(join(root, file)));
}
