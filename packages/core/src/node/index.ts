export { type JournalStorage, journalStorage } from "./journal-storage.js";
