/** One evaluation: runs of a model, for which a session is loaded as `load` says: "kept" or "anew". */
// biome-ignore lint/style/noDefaultExport: a backend takes the default export
export default async ({ model, input, state, runs, load = "kept", options = {} }, { ort, sessions }) => {
  const began = performance.now();
  const session =
    load === "kept" ? await sessions.load(model, options) : await ort.InferenceSession.create(model, options);
  const loadMs = performance.now() - began;
  const feeds = Object.fromEntries(
    Object.entries({ input, state }).map(([name, shape]) => {
      const size = shape.reduce((product, length) => product * length, 1);
      return [name, new ort.Tensor("float32", new Float32Array(size).fill(0.1), shape)];
    }),
  );
  feeds.sr = new ort.Tensor("int64", [16000n], []);
  for (let i = 0; i < runs; i++) await session.run(feeds);
  if (load !== "kept") await session.release();
  return { value: loadMs };
};
