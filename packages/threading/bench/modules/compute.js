/** Computes for `rounds` times a fixed amount of work. */
// biome-ignore lint/style/noDefaultExport: a backend takes the default export
export default function compute({ rounds }) {
  let x = 0.5;
  for (let i = 0; i < rounds * 1000; i++) x = 3.9 * x * (1 - x);
  return x;
}
