export type { CliIo } from './cli-io.js';
export { main } from './main.js';
export { createTerminalIo, type TerminalProcess } from './terminal-io.js';
