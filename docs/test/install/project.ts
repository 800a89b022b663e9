import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** A folder outside the repository, such as a user's, with a package.json that says nothing. */
export class Project {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async create(registry: string): Promise<Project> {
    const project = new Project(await mkdtemp(join(tmpdir(), "project-")));
    await project.write("package.json", JSON.stringify({ private: true, type: "module" }));
    await project.write(".npmrc", `@shac:registry=${registry}\n`);
    return project;
  }

  async write(file: string, text: string): Promise<void> {
    await writeFile(join(this.folder, file), text);
  }

  /** Runs a program there and gives what it prints. */
  async run(command: string, args: readonly string[]): Promise<string> {
    try {
      return (await execute(command, args, { cwd: this.folder, env: { ...process.env, NODE_PATH: "" } })).stdout;
    } catch (error) {
      const { stdout, stderr } = error as { stdout: string; stderr: string };
      throw new Error(`${command} ${args.join(" ")}\n${stdout}${stderr}`);
    }
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true });
  }
}
