import { type BullmqOptions, bullmqBackend, type EvaluatorService, serveEvaluator } from "@shac/bullmq";
import type { EvaluatorBackend } from "@shac/core";

/**
 * A backend over Redis whose workers are started by open() and end with close(), as the backend cases need it.
 * @param locals what the workers serve, made anew by every open()
 */
export function withWorkers(options: BullmqOptions, locals: () => readonly EvaluatorBackend[]): EvaluatorBackend {
  const backend = bullmqBackend(options);
  let services: EvaluatorService[] = [];
  const close = async (): Promise<void> => {
    await backend.close();
    await Promise.all(services.map((service) => service.close()));
    services = [];
  };
  return {
    apiVersion: 1,
    name: backend.name,
    isolation: backend.isolation,
    cancellation: backend.cancellation,
    async open(study, capacity) {
      await close();
      const log = () => {};
      services = await Promise.all(locals().map((local) => serveEvaluator(local, { ...options, study, log })));
      await backend.open(study, capacity);
    },
    evaluate: (request, channel) => backend.evaluate(request, channel),
    close,
  };
}
