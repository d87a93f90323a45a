import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import {
  CopilotRuntime,
  createCopilotRuntimeHandler,
  type CopilotRuntimeOptions,
  type DispatcherOptions,
} from '@flightdeck/core';
import {
  conformanceAgent,
  conformanceTranscription,
  runConformance,
  serveFetchHandler,
  type ConformanceReport,
  type LoopbackServer,
} from '../src/index.js';
import { runConformanceCli } from '../src/conformance/cli.js';

// Some hundred requests each, one after another.
jest.setTimeout(120_000);

const SERVERS: LoopbackServer[] = [];

const silence = (): void => undefined;
const SILENT = { debug: silence, info: silence, warn: silence, error: silence };

async function serve(
  options: Partial<CopilotRuntimeOptions> = {},
  mount: Partial<DispatcherOptions> = {},
): Promise<string> {
  const agents = { default: conformanceAgent() };
  const runtime = new CopilotRuntime({ agents, logger: SILENT, ...options });
  const basePath = '/api/copilotkit';
  const handler = createCopilotRuntimeHandler({ runtime, basePath, ...mount });
  const server = await serveFetchHandler(handler);
  SERVERS.push(server);
  return `${server.origin}${basePath}`;
}

afterAll(() => Promise.all(SERVERS.map((server) => server.close())));

function failuresOf({ results }: ConformanceReport): unknown[] {
  return results
    .filter(({ outcome }) => outcome === 'failed')
    .map(({ name, error }) => [name, error]);
}

/** The command line, and what it says. */
async function cli(...args: readonly string[]): Promise<{ code: number; lines: string[] }> {
  const lines: string[] = [];
  const write = (line: string): void => void lines.push(line);
  return { code: await runConformanceCli(args, { out: write, error: write }), lines };
}

describe('the conformance cases', () => {
  it('have names of their own', async () => {
    const { results } = await runConformance({ url: await serve() });
    const names = results.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('all hold for a server with every route open', async () => {
    const url = await serve({
      agents: { default: conformanceAgent({ transcription: true }) },
      transcriptionService: conformanceTranscription(),
      environment: 'development',
    });
    const report = await runConformance({ url });
    expect(failuresOf(report)).toEqual([]);
    expect(report.passed).toBeGreaterThan(400);
  });

  it('all hold for a server in production that knows no users', async () => {
    const report = await runConformance({ url: await serve({ environment: 'production' }) });
    expect(failuresOf(report)).toEqual([]);
    expect(report.passed).toBeGreaterThan(150);
    expect(report.skipped).toBeGreaterThan(0);
  });

  it('all hold for a user of a server in production', async () => {
    const url = await serve({
      environment: 'production',
      identifyUser: (request) => {
        const id = request.headers.get('authorization');
        return id === null ? null : { id };
      },
    });
    const report = await runConformance({ url, headers: { authorization: 'Bearer ada' } });
    expect(failuresOf(report)).toEqual([]);
  });

  it('fail for a server that breaks its promises', async () => {
    const hooks: DispatcherOptions['hooks'] = {
      onResponse({ response }) {
        const headers = new Headers(response.headers);
        headers.delete('x-accel-buffering');
        return new Response(response.body, { status: response.status, headers });
      },
    };
    const report = await runConformance({ url: await serve({}, { hooks }), transports: ['rest'] });
    const names = report.results
      .filter(({ outcome }) => outcome === 'failed')
      .map(({ name }) => name);
    expect(names).toEqual(['nginx is told not to buffer the stream [rest]']);
  });
});

describe('the conformance command', () => {
  let url: string;
  beforeAll(async () => {
    url = await serve();
  });

  it('says one line per case and ends with the count', async () => {
    const { code, lines } = await cli('--url', url, '--transport', 'single');
    expect(code).toBe(0);
    expect(lines).toContainEqual(
      expect.stringMatching(/^ok {3}info names a version \[single\] \(\d+ ms\)$/),
    );
    expect(lines.at(-1)).toMatch(/^\d+ passed, 0 failed$/);
  });

  it('ends with 1 where the agent is another one', async () => {
    const { code, lines } = await cli('--url', url, '--agent', 'nobody');
    expect(code).toBe(1);
    expect(lines.join('\n')).toContain(`The server has no agent 'nobody'`);
    expect(lines.at(-1)).toBe('0 passed, 1 failed');
  });

  it('ends with 1 where there is no server', async () => {
    const { code, lines } = await cli('--url', 'http://127.0.0.1:9/api');
    expect([code, lines.at(-1)]).toEqual([1, '0 passed, 1 failed']);
  });

  it('explains itself when it is used wrongly', async () => {
    for (const args of [
      [],
      ['--url', 'nowhere'],
      ['--url', url, '--transport', 'carrier-pigeon'],
    ]) {
      const { code, lines } = await cli(...args);
      expect(code).toBe(2);
      expect(lines.join('\n')).toContain('--transport rest|single|both');
    }
  });

  it('runs from a checkout without a build', async () => {
    const bin = fileURLToPath(new URL('../bin/conformance.mjs', import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, [bin, '--url', url]);
    expect(stdout.trimEnd().split('\n').at(-1)).toMatch(/^\d+ passed, 0 failed$/);
  });
});
