import type { ModelData } from "./model-data.js";
import type { ModelFit } from "./model-fits.js";
import { Posterior } from "./posterior.js";

/** The two posteriors of a fit, computed when one is asked for: a batch of one point needs one of them. */
export class FittedModels {
  readonly #data: ModelData;
  readonly #fit: ModelFit;
  #posterior: Posterior | undefined;
  #doubter: Posterior | undefined;
  /** Of earlier data, to be gone on from. */
  readonly #earlierPosterior: Posterior | undefined;
  readonly #earlierDoubter: Posterior | undefined;

  constructor(data: ModelData, fit: ModelFit, before: FittedModels | undefined) {
    this.#data = data;
    this.#fit = fit;
    if (before === undefined) return;
    this.#earlierPosterior = before.#posterior ?? before.#earlierPosterior;
    this.#earlierDoubter = before.#doubter ?? before.#earlierDoubter;
  }

  /** Under the likeliest hyperparameters. */
  get posterior(): Posterior {
    this.#posterior ??= new Posterior(this.#data, this.#fit.theta, this.#earlierPosterior);
    return this.#posterior;
  }

  /** Under hyperparameters that are not quite as likely: what it does not know, nobody knows. */
  get doubter(): Posterior {
    this.#doubter ??= new Posterior(this.#data, this.#fit.other, this.#earlierDoubter);
    return this.#doubter;
  }
}
