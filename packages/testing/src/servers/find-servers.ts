import { answersPostgres, OwnPostgres } from './own-postgres.js';
import { answersRedis, OwnRedis } from './own-redis.js';

/** A server that tests may use, but not stop. Close it when they are over. */
export interface FoundServer {
  readonly url: string;
  close(): Promise<void>;
}

interface Kind {
  readonly name: string;
  readonly variable: string;
  readonly usualUrl: string;
  readonly answers: (url: string) => Promise<boolean>;
  readonly isInstalled: () => boolean;
  readonly start: () => Promise<FoundServer>;
}

/**
 * The PostgreSQL at `DATABASE_URL`, else the usual one of this machine (database `test`), else one of
 * its own. `null` if there is none to be had, which in CI is an error.
 */
export function findPostgres(): Promise<FoundServer | null> {
  return find({
    name: 'PostgreSQL',
    variable: 'DATABASE_URL',
    usualUrl: 'postgres://postgres@127.0.0.1:5432/test',
    answers: answersPostgres,
    isInstalled: () => OwnPostgres.isInstalled(),
    start: () => OwnPostgres.start(),
  });
}

/** The Redis at `REDIS_URL`, else the usual one of this machine, else one of its own; `null` as above. */
export function findRedis(): Promise<FoundServer | null> {
  return find({
    name: 'Redis',
    variable: 'REDIS_URL',
    usualUrl: 'redis://127.0.0.1:6379',
    answers: answersRedis,
    isInstalled: () => OwnRedis.isInstalled(),
    start: () => OwnRedis.start(),
  });
}

async function find(kind: Kind): Promise<FoundServer | null> {
  const { name, variable, usualUrl } = kind;
  const given = process.env[variable];
  if (given !== undefined && given !== '') {
    if (await kind.answers(given)) return shared(given);
    throw new Error(`No ${name} answers at ${variable}`);
  }
  if (await kind.answers(usualUrl)) return shared(usualUrl);
  if (kind.isInstalled()) return kind.start();
  if (process.env.CI === 'true') throw new Error(`CI needs a ${name}`);
  return null;
}

/** Somebody else's: closing it is not ours. */
function shared(url: string): FoundServer {
  return { url, close: async () => undefined };
}
