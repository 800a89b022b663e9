/** Computes for `rounds` times a fixed amount of work. */
// biome-ignore lint/style/noDefaultExport: a backend takes the default export
export default function compute(params: { rounds: number }): number;
