export { trialsToCsv } from "./csv.js";
export { csvLogger } from "./csv-logger.js";
export { type JournalStatus, type JournalStorage, journalStorage } from "./journal-storage.js";
export { formatJson, trialRow, trialsToJson } from "./json.js";
export { trialDirectories } from "./trial-directories.js";
