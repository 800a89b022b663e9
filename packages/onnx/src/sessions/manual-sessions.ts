import type { InferenceSession } from "onnxruntime-node";
import type { Ort } from "../load-onnx.js";

/** `ort.InferenceSession.create` in all its forms. */
type Create = (
  model: string | Uint8Array | ArrayBufferLike,
  ...rest: readonly (number | InferenceSession.SessionOptions | undefined)[]
) => Promise<InferenceSession>;

/** Sessions that the objective opens by `ort.InferenceSession.create`, which this class replaces. */
export class ManualSessions {
  readonly #open = new Set<Promise<InferenceSession>>();

  /** @param adjust applied to the options of each session */
  constructor(ort: Ort, adjust: (options: InferenceSession.SessionOptions) => InferenceSession.SessionOptions) {
    const create = ort.InferenceSession.create.bind(ort.InferenceSession);
    const open: Create = async (model, ...rest) => {
      const [offset, length] = rest.filter((value) => typeof value === "number");
      const options = rest.find((value) => typeof value === "object") ?? {};
      // The form with a part of a buffer has its options elsewhere.
      const source = offset === undefined ? model : new Uint8Array(model as ArrayBuffer, offset, length);
      return create(source as Uint8Array, adjust(options));
    };
    const replaced: Create = (...given) => this.#track(open(...given));
    ort.InferenceSession.create = replaced as typeof ort.InferenceSession.create;
  }

  /** Releases those that the objective did not, and resolves to their number. */
  async releaseAll(): Promise<number> {
    let count = 0;
    for (const opening of [...this.#open]) {
      const session = await opening.catch(() => undefined);
      if (session === undefined || !this.#open.has(opening)) continue;
      count += 1;
      await session.release();
    }
    return count;
  }

  #track(opening: Promise<InferenceSession>): Promise<InferenceSession> {
    this.#open.add(opening);
    opening.then(
      (session) => {
        const release = session.release.bind(session);
        session.release = () => {
          this.#open.delete(opening);
          return release();
        };
      },
      () => this.#open.delete(opening),
    );
    return opening;
  }
}
