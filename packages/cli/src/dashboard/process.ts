import { constants, setPriority } from "node:os";
import { ShacError } from "@shac/core";
import { type Dashboard, serveDashboard } from "@shac/dashboard";

/** What the process of a dashboard beside a run is told, */
export interface DashboardRequest {
  readonly dir: string;
  readonly port: number | true;
}

/** and what it says once. */
export type DashboardAnswer = { readonly url: string } | { readonly message: string };

// Ctrl-C in a terminal reaches every process there; this one stays until the run is over, however that ends.
process.on("SIGINT", () => {});
process.on("disconnect", () => process.exit());
// The search comes first.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

process.once("message", async ({ dir, port }: DashboardRequest) => {
  const answer: DashboardAnswer = await serve(dir, port).then(
    ({ url }) => ({ url }),
    ({ message }: Error) => ({ message }),
  );
  process.send?.(answer);
});

async function serve(dir: string, port: number | true): Promise<Dashboard> {
  if (port !== true) return serveDashboard({ dir, port });
  try {
    return await serveDashboard({ dir });
  } catch (error) {
    if (!ShacError.isInstance(error) || error.code !== "port-taken") throw error;
    return serveDashboard({ dir, port: 0 });
  }
}
