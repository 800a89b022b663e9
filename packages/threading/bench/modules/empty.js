// biome-ignore lint/style/noDefaultExport: every pool calls the default export
export default () => 0;
