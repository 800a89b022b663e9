let tsx: Promise<void> | undefined;

/**
 * Imports a file of the user's. JavaScript is loaded as Node.js loads it, here as in workers; TypeScript, and what it
 * imports, through tsx, which takes longer to start than the rest of the program.
 */
export async function importModule(url: URL): Promise<unknown> {
  if (/\.[mc]?tsx?$/.test(url.pathname)) {
    tsx ??= registerTsx();
    await tsx;
  }
  return import(url.href);
}

/** Both of tsx's loaders: the first for ES modules, the second for what a package.json makes CommonJS. */
async function registerTsx(): Promise<void> {
  const [esm, cjs] = await Promise.all([import("tsx/esm/api"), import("tsx/cjs/api")]);
  esm.register();
  cjs.register();
}
