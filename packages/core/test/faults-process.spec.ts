import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  collectRun,
  jsonOf,
  RawConnection,
  rawPost,
  runBodySaying,
  RuntimeClient,
  SseReader,
  terminalOf,
  uniqueId,
  withDeadline,
} from '@flightdeck/testing';

/*
 * What Jest would take for a failing test, Node takes for the end of the process. Here is a process
 * that has only itself.
 */

const HERE = fileURLToPath(new URL('.', import.meta.url));
const directory = mkdtempSync(join(tmpdir(), 'flightdeck-survivor-'));

let child: ChildProcess | undefined;
let origin: string;
let faults: number;
let rest: RuntimeClient;

beforeAll(async () => {
  const bundle = join(directory, 'survivor.mjs');
  bundleTo(bundle);
  child = spawn(process.execPath, [bundle], { stdio: ['ignore', 'pipe', 'inherit'] });
  const said = once(child.stdout ?? child, 'data');
  const [line] = (await withDeadline(said, 'the server')) as [Buffer];
  ({ origin, faults } = JSON.parse(line.toString()) as { origin: string; faults: number });
  rest = new RuntimeClient({ baseUrl: `${origin}/api` });
});

afterAll(() => {
  child?.kill();
  rmSync(directory, { recursive: true });
});

/** In a process of its own, because esbuild does not work on the typed arrays of Jest's realm. */
function bundleTo(outfile: string): void {
  const options = {
    entryPoints: [join(HERE, 'support/survivor.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    conditions: ['dev-source'],
    logLevel: 'error',
  };
  const code = `import { buildSync } from 'esbuild'; buildSync(${JSON.stringify(options)});`;
  execFileSync(process.execPath, ['--input-type=module', '--eval', code], { cwd: HERE });
}

/** The process is alive, works, and has left nothing unhandled. */
async function expectHealth(): Promise<void> {
  expect(child?.exitCode).toBeNull();
  const { events } = await collectRun(await rest.run('default', runBodySaying('say hello')));
  expect(terminalOf(events).type).toBe('RUN_FINISHED');
  expect(await jsonOf(await fetch(`${origin}/counts`))).toEqual({
    unhandledRejections: 0,
    uncaughtExceptions: 0,
  });
}

describe('a server process', () => {
  it('survives every faulty agent', async () => {
    for (let index = 0; index < faults; index += 1) {
      const response = await rest.run(String(index), runBodySaying('hello'));
      terminalOf((await collectRun(response)).events);
    }
    expect(faults).toBeGreaterThan(25);
    await expectHealth();
  });

  it('survives clients that reset their connections in the middle of a run', async () => {
    const key = uniqueId('hold');
    const connections = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const connection = await RawConnection.open(origin);
        const body = JSON.stringify(runBodySaying(`hold ${key}`));
        connection.send(rawPost(`${origin}/api/agent/default/run`, body));
        await connection.receives('held');
        return connection;
      }),
    );
    for (const connection of connections) connection.destroy();
    await collectRun(await rest.run('default', runBodySaying(`release ${key}`)));
    await expectHealth();
  });

  it('survives clients that reset their connections in the middle of an upload', async () => {
    for (let index = 0; index < 20; index += 1) {
      const connection = await RawConnection.open(origin);
      const request = rawPost(
        `${origin}/api/agent/default/run`,
        JSON.stringify(runBodySaying('a')),
      );
      connection.send(request.slice(0, request.length - 1 - index * 10));
      connection.destroy();
    }
    await expectHealth();
  });

  it('survives agents that ignore their stop', async () => {
    const body = runBodySaying(`wedge ${uniqueId('hold')}`);
    const reader = new SseReader(await rest.run('default', body));
    await reader.readTo('TEXT_MESSAGE_CONTENT');
    await jsonOf(await rest.stop('default', body.threadId));
    expect(terminalOf(await reader.restOfEvents()).type).toBe('RUN_FINISHED');
    await expectHealth();
  });
});
