import { parseArgs } from 'node:util';
import type { Transport } from '../http/runtime-client.js';
import { runConformance, TRANSPORTS, type ConformanceResult } from './run-conformance.js';

/** Where the command line writes to. */
export interface ConformanceOutput {
  readonly out: (line: string) => void;
  readonly error: (line: string) => void;
}

const USAGE = `Tries a running server against what CopilotKit clients expect.

  conformance --url http://localhost:3000/api/copilotkit [--transport rest|single|both]
              [--agent default] [--header 'authorization: Bearer …']...

The server has to serve conformanceAgent() of @flightdeck/testing under the id given by --agent.`;

/** How long a case may take before the output says which one it is. */
const PROGRESS_MS = 2_000;

/** Runs the command line; answers the exit code: 0 if everything holds, 1 if not, 2 for wrong usage. */
export async function runConformanceCli(
  args: readonly string[],
  { out, error }: ConformanceOutput,
): Promise<number> {
  const options = readOptions(args);
  if (typeof options === 'string') {
    error(`${options}\n\n${USAGE}`);
    return 2;
  }
  let current = options.url;
  out(`Trying ${options.url} (${options.transports.join(' and ')})`);
  const progress = setInterval(() => out(`...  still at: ${current}`), PROGRESS_MS);
  try {
    const { passed, failed, skipped } = await runConformance({
      ...options,
      onStart: (name) => {
        current = name;
        progress.refresh();
      },
      onResult: (result) => out(lineOf(result)),
    });
    if (skipped > 0)
      out(`${skipped} left out, because the server does not offer what they are about`);
    out(`${passed} passed, ${failed} failed`);
    return failed === 0 ? 0 : 1;
  } catch (failure) {
    error(`The server cannot be tried: ${textOf(failure)}`);
    out('0 passed, 1 failed');
    return 1;
  } finally {
    clearInterval(progress);
  }
}

interface CliOptions {
  readonly url: string;
  readonly agentId: string;
  readonly transports: readonly Transport[];
  readonly headers: Readonly<Record<string, string>>;
}

/** The options, or what is wrong with them. */
function readOptions(args: readonly string[]): CliOptions | string {
  let values;
  try {
    ({ values } = parseArgs({
      // pnpm passes the separator on that npm takes away.
      args: args.filter((arg) => arg !== '--'),
      options: {
        url: { type: 'string' },
        transport: { type: 'string', default: 'both' },
        agent: { type: 'string', default: 'default' },
        header: { type: 'string', multiple: true, default: [] },
      },
    }));
  } catch (failure) {
    return textOf(failure);
  }
  const { url, transport, agent, header } = values;
  if (url === undefined || !URL.canParse(url)) return '--url needs the URL of a base path';
  const transports = transport === 'both' ? TRANSPORTS : TRANSPORTS.filter((t) => t === transport);
  if (transports.length === 0) return '--transport must be rest, single or both';
  const fields = header.map((text) => /^([^:\s]+):\s*(.*)$/.exec(text));
  if (fields.includes(null)) return `--header must look like 'name: value'`;
  const headers = Object.fromEntries(fields.map((match) => [match?.[1] ?? '', match?.[2] ?? '']));
  return { url, agentId: agent, transports, headers };
}

const WORDS = { passed: 'ok  ', failed: 'FAIL', skipped: 'skip' } as const;

function lineOf({ name, outcome, durationMs, error }: ConformanceResult): string {
  const line = `${WORDS[outcome]} ${name} (${Math.round(durationMs)} ms)`;
  return outcome === 'failed'
    ? `${line}\n       ${textOf(error).replaceAll('\n', '\n       ')}`
    : line;
}

function textOf(failure: unknown): string {
  if (!(failure instanceof Error)) return String(failure);
  const cause = failure.cause instanceof Error ? ` (${failure.cause.message})` : '';
  return `${failure.message}${cause}`;
}
