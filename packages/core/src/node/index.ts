export { trialsToCsv } from "./csv.js";
export { csvLogger } from "./csv-logger.js";
export { type JournalStorage, journalStorage } from "./journal-storage.js";
export { trialDirectories } from "./trial-directories.js";
