import { RuntimeClient, type FetchFunction, type Transport } from '../http/runtime-client.js';
import { withDeadline } from '../support/with-deadline.js';
import { CONFORMANCE_CASES } from './cases/index.js';
import type { ConformanceCase } from './conformance-case.js';
import { ConformanceContext } from './conformance-context.js';
import { readServerInfo } from './server-info.js';

export interface ConformanceOptions {
  /** URL of the base path, such as `http://localhost:3000/api/copilotkit`. */
  readonly url: string;
  /** @default both */
  readonly transports?: readonly Transport[];
  /** The id under which `conformanceAgent()` is mounted. @default 'default' */
  readonly agentId?: string;
  /** Sent with every request, such as `authorization`. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly fetch?: FetchFunction;
  /** Called when a case begins. */
  readonly onStart?: (name: string) => void;
  /** Called as soon as a case has been tried. */
  readonly onResult?: (result: ConformanceResult) => void;
}

export interface ConformanceResult {
  /** The case and the transport by which it was tried. */
  readonly name: string;
  readonly transport: Transport;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  readonly durationMs: number;
  readonly error?: unknown;
}

export interface ConformanceReport {
  readonly results: readonly ConformanceResult[];
  readonly passed: number;
  readonly failed: number;
  /** Cases about what the server does not offer. */
  readonly skipped: number;
}

export const TRANSPORTS: readonly Transport[] = ['rest', 'single'];

/** The longest that one case may take. */
const CASE_DEADLINE_MS = 20_000;

/**
 * Tries every conformance case against a server, one after the other.
 *
 * @throws if `/info` does not answer or the agent is not `conformanceAgent()`
 */
export async function runConformance(options: ConformanceOptions): Promise<ConformanceReport> {
  const results: ConformanceResult[] = [];
  for (const transport of options.transports ?? TRANSPORTS) {
    const context = await openContext(options, transport);
    for (const tried of casesFor(transport)) {
      options.onStart?.(titleOf(tried, transport));
      const result = await tryCase(tried, context);
      results.push(result);
      options.onResult?.(result);
    }
  }
  const count = (outcome: ConformanceResult['outcome']): number =>
    results.filter((result) => result.outcome === outcome).length;
  return {
    results,
    passed: count('passed'),
    failed: count('failed'),
    skipped: count('skipped'),
  };
}

/** The cases that make sense for a transport. */
export function casesFor(transport: Transport): readonly ConformanceCase[] {
  return CONFORMANCE_CASES.filter(({ transports = TRANSPORTS }) => transports.includes(transport));
}

export async function openContext(
  { url, agentId = 'default', headers = {}, fetch: send }: ConformanceOptions,
  transport: Transport,
): Promise<ConformanceContext> {
  const baseUrl = url.replace(/\/$/, '');
  const sender = send === undefined ? {} : { fetch: send };
  const client = new RuntimeClient({ baseUrl, transport, headers, ...sender });
  return new ConformanceContext(client, agentId, await readServerInfo(client, agentId));
}

function titleOf({ name }: ConformanceCase, transport: Transport): string {
  return `${name} [${transport}]`;
}

async function tryCase(
  tried: ConformanceCase,
  context: ConformanceContext,
): Promise<ConformanceResult> {
  const { name, needs, run } = tried;
  const { transport } = context.client;
  const begin = performance.now();
  const result = (outcome: ConformanceResult['outcome']): ConformanceResult => ({
    name: titleOf(tried, transport),
    transport,
    outcome,
    durationMs: performance.now() - begin,
  });
  if (needs?.(context.info) === false) return result('skipped');
  try {
    await withDeadline(run(context), name, CASE_DEADLINE_MS);
    return result('passed');
  } catch (error) {
    return { ...result('failed'), error };
  }
}
