export interface DemoSettings {
  /** Port to listen on; `0` lets the operating system choose. */
  port: number;
  /** Folder reserved for threads on disk. This release keeps threads in memory and writes nothing there. */
  dataDir: string | undefined;
}

/** Reads the settings from environment variables and refuses a port that cannot be one. */
export function readSettings(env: Readonly<Record<string, string | undefined>>): DemoSettings {
  return { port: readPort(env['PORT']), dataDir: env['DATA_DIR'] || undefined };
}

function readPort(text: string | undefined): number {
  if (text === undefined || text.trim() === '') return 3000;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(`PORT must be a whole number from 0 to 65535, not "${text}".`);
  }
  return port;
}
