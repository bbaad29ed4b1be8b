/**
 * What runs in a thread of its own beside an import: a process that is deep in a database's work hears nobody, and must not
 * go on when whoever started it has gone. Where a process keeps its parent's number for ever (Windows), it finds out later,
 * by its channel.
 */
const LOOK_MS = 500;

const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL');
}, LOOK_MS);
