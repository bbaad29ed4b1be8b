/** What is asked of an upstream at most, whatever it says. */

/** Of one message of an upstream. */
export const MAX_REPLY_BYTES = 2 * 1024 * 1024;
/** For one call with all its tries. */
export const MOST_CALL_MS = 30_000;
/** For a connection to be made, a process to be started included. */
export const CONNECT_MS = 20_000;
/** For a process to say which protocol it speaks; then the older is spoken. */
export const PROBE_PROCESS_MS = 5_000;
/** Pages of a list of tools, and tools of all of them. */
export const MOST_PAGES = 20;
export const MOST_TOOLS = 5_000;
/** After which the list is asked for again before a tool is called. */
export const LIST_AGAIN_MS = 60_000;
/** Without a call for so long a connection is closed, and its process ended. */
export const IDLE_MS = 5 * 60_000;
/** Calls under way at once. */
export const CONCURRENCY = 4;
