/** Calls `call` so many times, `lanes` of them at once; resolves to the milliseconds that it took. */
export async function inLanes(calls: number, lanes: number, call: () => Promise<unknown>): Promise<number> {
  let begun = 0;
  const lane = async (): Promise<void> => {
    while (begun < calls) {
      begun++;
      await call();
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: lanes }, lane));
  return performance.now() - began;
}
