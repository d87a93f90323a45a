import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';

const folder = fileURLToPath(new URL('..', import.meta.url));
const bundle = `${folder}test-output/main.js`;

interface Manifest {
  readonly scripts: { readonly build: string };
}

interface Demo {
  readonly process: ChildProcess;
  readonly firstLine: string;
  readonly url: string;
}

let running: ChildProcess | undefined;

async function startDemo(port: string): Promise<Demo> {
  const child = spawn(process.execPath, [bundle], {
    env: { PATH: process.env['PATH'], PORT: port },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running = child;
  let output = '';
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  const exited = once(child, 'exit');
  while (!output.includes('\n')) {
    const [code] = await Promise.race([once(child.stdout, 'data').then(() => []), exited]);
    if (code !== undefined) throw new Error(errors);
  }
  const [firstLine = ''] = output.split('\n');
  return { process: child, firstLine, url: firstLine.replace('Flightdeck Nest demo: ', '') };
}

async function ask(url: string, content: string): Promise<Response> {
  return fetch(`${url}/agent/default/run`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      threadId: 'thread',
      runId: `run-${content}`,
      messages: [{ id: content, role: 'user', content }],
      tools: [],
      context: [],
    }),
  });
}

beforeAll(async () => {
  const manifest = JSON.parse(await readFile(`${folder}package.json`, 'utf8')) as Manifest;
  const [command = '', ...flags] = manifest.scripts.build.split(' ');
  // Not over a build that somebody runs.
  const args = flags.map((flag) => (flag.startsWith('--outfile=') ? `--outfile=${bundle}` : flag));
  await promisify(execFile)(`${folder}node_modules/.bin/${command}`, args, { cwd: folder });
}, 60_000);

afterEach(() => {
  running?.kill('SIGKILL');
});

describe('the Nest demo', () => {
  it('prints its address, answers, and remembers', async () => {
    const { firstLine, url } = await startDemo('0');
    expect(firstLine).toMatch(
      /^Flightdeck Nest demo: http:\/\/localhost:[1-9]\d*\/api\/copilotkit$/,
    );
    const info = await fetch(`${url}/info`, { headers: { origin: 'https://page.example' } });
    expect(info.headers.get('access-control-allow-origin')).toBe('*');
    expect(await info.json()).toMatchObject({
      agents: { default: { className: 'ScriptedAgent' } },
      threadEndpoints: { list: true },
    });
    const events = await (await ask(url, 'hello')).text();
    expect(events).toContain('NestJS');
    expect(events).toContain('"type":"RUN_FINISHED"');
    const threads = await fetch(`${url}/threads`);
    expect(await threads.json()).toMatchObject({ threads: [{ id: 'thread' }] });
  });

  it('ends on SIGTERM, once its answers are out', async () => {
    const { process: child, url } = await startDemo('0');
    const response = await ask(url, 'short');
    child.kill('SIGTERM');
    const [text, [code, signal]] = await Promise.all([response.text(), once(child, 'exit')]);
    expect(text).toContain('"type":"RUN_FINISHED"');
    // Nest sends itself the signal again when it has closed.
    expect([code, signal]).toEqual([null, 'SIGTERM']);
  });

  it('refuses a port that is none', async () => {
    await expect(startDemo('tower')).rejects.toThrow('PORT must be a whole number');
  });
});
