import { join } from 'node:path';

export interface DemoSettings {
  /** Port to listen on; `0` lets the operating system choose. */
  readonly port: number;
  readonly storage: DemoStorage;
  /** What instances behind one address sign tokens with; `null` for a single one. */
  readonly realtimeSecret: string | null;
  /** `provider/model-id`; `null` for the scripted model, which needs no key. */
  readonly modelName: string | null;
  /** Who turns speech into text. */
  readonly voice: 'openai' | 'scripted';
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

/** Value of `DEMO_MODEL` that asks for the script although there is a key. */
const SCRIPTED = 'scripted';

const MODELS = [
  ['OPENAI_API_KEY', 'openai/gpt-4o-mini'],
  ['ANTHROPIC_API_KEY', 'anthropic/claude-haiku-4-5'],
  ['GOOGLE_API_KEY', 'google/gemini-2.5-flash'],
] as const;

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
    modelName: readModelName(env),
    voice: env['OPENAI_API_KEY'] && env['DEMO_MODEL'] !== SCRIPTED ? 'openai' : 'scripted',
  };
}

/** A model that was asked for, else one of the first provider that there is a key for. */
function readModelName(env: Environment): string | null {
  const wanted = env['DEMO_MODEL'];
  if (wanted) return wanted === SCRIPTED ? null : wanted;
  return MODELS.find(([key]) => env[key])?.[1] ?? null;
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
