import { readFileSync } from "node:fs";

/** What may be tuned, as `--template` names it. */
export const TEMPLATE_NAMES = ["function", "tensorflow", "onnx", "command"] as const;

export type TemplateName = (typeof TEMPLATE_NAMES)[number];

interface Template {
  /** For the question what is tuned. */
  readonly title: string;
  readonly hint: string;
  /** Packages of this release; those of the program itself are the same for every template. */
  readonly shac: readonly string[];
  /** Packages of others, with their ranges. */
  readonly others: Readonly<Record<string, string>>;
  /** What is written beside the study file, as the end of its name. */
  readonly companion?: string;
  /** More words for `shac run STUDY_FILE`; of these `{companion}` is the file beside it. */
  readonly run?: string;
}

export const TEMPLATES: Readonly<Record<TemplateName, Template>> = {
  function: {
    title: "A function",
    hint: "anything that JavaScript can call",
    shac: ["threading"],
    others: {},
  },
  tensorflow: {
    title: "A TensorFlow.js model",
    hint: "its training, one evaluation on each core or GPU",
    shac: ["tf-managed"],
    others: { "@tensorflow/tfjs": "^4.22.0", "@tensorflow/tfjs-backend-wasm": "^4.22.0" },
  },
  onnx: {
    title: "An ONNX deployment",
    hint: "thresholds, batches and threads around a trained model",
    shac: ["onnx"],
    others: { "onnxruntime-node": "^1.22.0" },
    companion: "model.onnx",
  },
  command: {
    title: "A command",
    hint: "a program in any language",
    shac: [],
    others: {},
    companion: "program.mjs",
    run: '--command "node {companion} --size {size} --strategy {strategy}"',
  },
};

const FOLDER = new URL("../../templates/", import.meta.url);

/**
 * The text of a study file, which is one of templates/ under another name.
 * @param stem the file's name without its ending, which becomes the study's name
 */
export function studyText(template: TemplateName, stem: string, language: "typescript" | "javascript"): string {
  const text = readFileSync(new URL(`${template}.ts`, FOLDER), "utf8")
    .replace('name: "study"', `name: "${stem}"`)
    .replace("./study-model.onnx", `./${stem}-model.onnx`);
  return language === "typescript" ? text : withoutTypes(text);
}

/** The templates have no other types than one that is imported, as that of a parameter. */
function withoutTypes(text: string): string {
  const [line, type] = /^import type \{ (\w+) \} .*\n/m.exec(text) ?? [];
  return line === undefined ? text : text.replace(line, "").replaceAll(`: ${type}`, "");
}

/** The content of the file that is written beside a study file. */
export function companionContent(template: TemplateName): Uint8Array {
  return readFileSync(new URL(`${template}-${TEMPLATES[template].companion}`, FOLDER));
}
