import { findPostgres, findRedis, OwnPostgres, OwnRedis } from '@flightdeck/testing';
import { answersPostgres } from '../src/servers/own-postgres.js';
import { answersRedis } from '../src/servers/own-redis.js';

const START_MS = 60_000;
const withPostgres = OwnPostgres.isExpected() ? describe : describe.skip;
const withRedis = OwnRedis.isExpected() ? describe : describe.skip;

withPostgres('a PostgreSQL of a test file', () => {
  it(
    'comes back on its port after both ways of going down, and is gone when closed',
    async () => {
      const server = await OwnPostgres.start();
      try {
        expect(await answersPostgres(server.url)).toBe(true);
        for (const how of ['fast', 'immediate'] as const) {
          await server.stop(how);
          expect(await answersPostgres(server.url)).toBe(false);
          await server.start();
          expect(await answersPostgres(server.url)).toBe(true);
        }
      } finally {
        await server.close();
      }
      expect(await answersPostgres(server.url)).toBe(false);
    },
    START_MS,
  );
});

withRedis('a Redis of a test file', () => {
  it('comes back on its port, and is gone when closed', async () => {
    const server = await OwnRedis.start();
    try {
      await server.restart();
      expect(await answersRedis(server.url)).toBe(true);
    } finally {
      await server.close();
    }
    expect(await answersRedis(server.url)).toBe(false);
  });
});

describe('a server that tests share', () => {
  const { DATABASE_URL, REDIS_URL } = process.env;
  afterEach(() => {
    restore('DATABASE_URL', DATABASE_URL);
    restore('REDIS_URL', REDIS_URL);
  });

  it('is the one that the environment names, or an error if that one is not there', async () => {
    process.env.DATABASE_URL = 'postgres://nobody@127.0.0.1:1/none';
    process.env.REDIS_URL = 'redis://127.0.0.1:1';
    await expect(findPostgres()).rejects.toThrow('DATABASE_URL');
    await expect(findRedis()).rejects.toThrow('REDIS_URL');
  });
});

function restore(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}
