import { join } from 'node:path';

export interface DemoSettings {
  /** Port to listen on; `0` lets the operating system choose. */
  readonly port: number;
  readonly storage: DemoStorage;
  /** What instances behind one address sign tokens with; `null` for a single one. */
  readonly realtimeSecret: string | null;
}

/** Where threads live: in one file, or in a PostgreSQL that several instances may share. */
export type DemoStorage =
  | { readonly kind: 'sqlite'; readonly file: string }
  | {
      readonly kind: 'postgres';
      readonly url: string;
      readonly schema: string;
      /** Milliseconds after which a silent instance's runs go on elsewhere; `null` for the default. */
      readonly leaseMs: number | null;
    };

type Environment = Readonly<Record<string, string | undefined>>;

const MAX_PORT = 65_535;

/**
 * Reads the settings from environment variables.
 *
 * @param home the folder beside which threads are kept unless `DATA_DIR` says otherwise
 * @throws Error for a value that cannot be one
 */
export function readSettings(env: Environment, home: string): DemoSettings {
  return {
    port: readNumber(env, 'PORT', { otherwise: 3000, most: MAX_PORT }),
    storage: readStorage(env, home),
    realtimeSecret: env['DEMO_REALTIME_SECRET'] || null,
  };
}

function readStorage(env: Environment, home: string): DemoStorage {
  const url = env['DEMO_DATABASE_URL'];
  if (!url) {
    return { kind: 'sqlite', file: join(env['DATA_DIR'] || join(home, '.data'), 'threads.db') };
  }
  return {
    kind: 'postgres',
    url,
    schema: env['DEMO_DATABASE_SCHEMA'] || 'flightdeck_demo',
    leaseMs: readNumber(env, 'DEMO_LEASE_MS', { otherwise: null, most: 600_000 }),
  };
}

interface NumberRule<T> {
  readonly otherwise: T;
  readonly most: number;
}

function readNumber<T>(
  env: Environment,
  name: string,
  { otherwise, most }: NumberRule<T>,
): number | T {
  const text = env[name];
  if (text === undefined || text.trim() === '') return otherwise;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > most) {
    throw new Error(`${name} must be a whole number from 0 to ${most}, not "${text}".`);
  }
  return value;
}
