/** File descriptors that a worker process has beside the standard ones. */
export const MESSAGES_FD = 3;
export const WATCHDOG_FD = 4;
