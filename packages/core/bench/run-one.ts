import { type Measurement, record } from "./record.js";

/** Each bench measures while it is loaded. */
const [name = "", file = ""] = process.argv.slice(2);
const { measurements }: { measurements: readonly Measurement[] } = await import(file);
record(name, measurements);
