import { setImmediate as turn } from "node:timers/promises";
import { canonicalJson, type JsonObject, type JsonValue, type ObjectiveContext } from "@shac/core";
import type { EvaluationRuntime } from "@shac/threading";
import { loadOnnx, type Ort } from "./load-onnx.js";
import type { LoadOptions, OnnxContext, Sessions } from "./onnx-context.js";
import type { RuntimeOptions } from "./options.js";
import { type OpenedSession, openSession, type SessionOpener } from "./sessions/execution-provider.js";
import { ManualSessions } from "./sessions/manual-sessions.js";
import { readModel } from "./sessions/model-content.js";
import { SessionCache } from "./sessions/session-cache.js";
import { withDefaults } from "./sessions/session-options.js";

/** Loads ONNX Runtime into a worker process, and gives every evaluation its `OnnxContext`. */
class OnnxRuntime implements EvaluationRuntime<OnnxContext> {
  readonly #ort: Ort;
  readonly #options: RuntimeOptions;
  readonly #opener: SessionOpener;
  readonly #kept: SessionCache;
  readonly #manual: ManualSessions;

  constructor(ort: Ort, options: RuntimeOptions) {
    this.#ort = ort;
    this.#options = options;
    this.#kept = new SessionCache(options);
    this.#opener = {
      create: ort.InferenceSession.create.bind(ort.InferenceSession) as SessionOpener["create"],
      available: ort.listSupportedBackends().map(({ name }) => name),
    };
    this.#manual = new ManualSessions(ort, (given) => withDefaults(given, options.intraOpNumThreads));
  }

  async begin(base: ObjectiveContext): ReturnType<EvaluationRuntime<OnnxContext>["begin"]> {
    // What the evaluation before opened after its end is not this one's leak.
    await this.#manual.releaseAll();
    const providers = new Set<string>();
    const sessions: Sessions = {
      load: async (model, options = {}) => {
        const { session, provider, refusals } = await this.#load(model, options);
        if (refusals.length > 0) base.log(`Ran on ${provider}, not on ${refusals.join("; ")}`);
        providers.add(provider);
        return session;
      },
    };
    const context = Object.assign(Object.create(base) as ObjectiveContext, { ort: this.#ort, sessions });
    return { context, end: () => this.#end(base, providers) };
  }

  async close(): Promise<void> {
    await this.#manual.releaseAll();
    await this.#kept.close();
  }

  async #load(model: string | URL | Uint8Array, given: LoadOptions): Promise<OpenedSession> {
    const options = withDefaults(given, this.#options.intraOpNumThreads);
    const optionsKey = canonicalJson(options as JsonValue);
    const content = await readModel(model);
    return this.#kept.load(`${content.digest} ${optionsKey}`, content.bytes, () =>
      openSession(this.#opener, content, options),
    );
  }

  async #end(
    base: ObjectiveContext,
    providers: ReadonlySet<string>,
  ): Promise<{ attributes: JsonObject; recycle: boolean }> {
    // A run that the objective did not await is in the turn that follows.
    await turn();
    const leakedSessions = await this.#manual.releaseAll();
    if (leakedSessions > 0) {
      const what = leakedSessions === 1 ? "1 session was" : `${leakedSessions} sessions were`;
      base.log(`${what} opened by ort.InferenceSession.create and not released by the objective; done now.`);
    }
    await this.#kept.endUse();
    return {
      attributes: {
        ...(providers.size > 0 && { executionProviders: [...providers] }),
        ...(leakedSessions > 0 && { leakedSessions }),
      },
      recycle: process.memoryUsage.rss() > this.#options.recycleAboveBytes,
    };
  }
}

/** What the pool calls once in each worker. */
// biome-ignore lint/style/noDefaultExport: the pool takes a runtime module's default export
export default async function createOnnxRuntime(options: JsonObject): Promise<EvaluationRuntime<OnnxContext>> {
  return new OnnxRuntime(await loadOnnx(), options as JsonObject & RuntimeOptions);
}
