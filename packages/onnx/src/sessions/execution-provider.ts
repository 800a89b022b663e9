import { InvalidOptionError } from "@shac/core";
import type { InferenceSession } from "onnxruntime-node";
import type { ModelContent } from "./model-content.js";
import { ModelLoadError } from "./model-load-error.js";

/** Providers of some build of onnxruntime-node, so that one list of providers may serve several systems. */
const ELSEWHERE = ["coreml", "cuda", "dml", "qnn", "tensorrt", "webgpu"];

/** What sessions are opened with. */
export interface SessionOpener {
  readonly create: (source: Uint8Array | string, options: InferenceSession.SessionOptions) => Promise<InferenceSession>;
  /** Names of the providers that this build of onnxruntime-node has, whether or not their libraries are here. */
  readonly available: readonly string[];
}

export interface OpenedSession {
  readonly session: InferenceSession;
  /** The first provider of the session. */
  readonly provider: string;
  /** Why each provider before it was not used, a line each. */
  readonly refusals: readonly string[];
}

/**
 * Opens a session with the first of `options.executionProviders` that works here, and those after it for what it does not do.
 * ONNX Runtime itself rejects a list when any of it cannot be loaded.
 *
 * @throws InvalidOptionError for a provider that is not known; ModelLoadError when none works
 */
export async function openSession(
  { create, available }: SessionOpener,
  model: ModelContent,
  options: InferenceSession.SessionOptions,
): Promise<OpenedSession> {
  const requested = options.executionProviders?.length ? options.executionProviders : ["cpu"];
  for (const provider of requested) checkProvider(nameOf(provider), available);
  const refusals: string[] = [];
  let cause: unknown;
  for (const [index, provider] of requested.entries()) {
    const name = nameOf(provider);
    if (!available.includes(name)) {
      refusals.push(`${name}: not in onnxruntime-node for ${process.platform} ${process.arch}`);
      continue;
    }
    const executionProviders = requested.slice(index).filter((later) => available.includes(nameOf(later)));
    try {
      const session = await create(model.source, { ...options, executionProviders });
      return { session, provider: name, refusals };
    } catch (thrown) {
      cause = thrown;
      refusals.push(`${name}: ${firstLine(thrown)}`);
    }
  }
  throw new ModelLoadError(`${model.name} cannot be loaded: ${refusals.join("; ")}`, { cause });
}

/** @throws InvalidOptionError */
function checkProvider(name: string, available: readonly string[]): void {
  if (available.includes(name) || ELSEWHERE.includes(name)) return;
  throw new InvalidOptionError(
    `executionProviders names ${JSON.stringify(name)}, which ONNX Runtime does not have; this onnxruntime-node has ${available.join(", ")}.`,
  );
}

function nameOf(provider: InferenceSession.ExecutionProviderConfig): string {
  return typeof provider === "string" ? provider : provider.name;
}

function firstLine(thrown: unknown): string {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return message.trim().split("\n", 1)[0] as string;
}
