import { format } from 'node:util';
import * as client59 from '@ag-ui/client';
import * as client57 from 'ag-ui-client-57';
import * as client1 from 'ag-ui-client-1';
import type { ReceivedStream } from '../received-stream.js';
import type { RecordingClient } from '../recording-client.js';
import { violation, type Violation } from './violation.js';

interface OfficialAgent {
  runAgent(parameters: unknown, subscriber: unknown): Promise<unknown>;
}

interface OfficialClient {
  readonly HttpAgent: new (config: {
    url: string;
    threadId: string;
    fetch: () => Promise<Response>;
  }) => OfficialAgent;
}

// The versions declare the same class with types that are not assignable to each other.
const CLIENTS = [
  ['0.0.57', client57],
  ['0.0.59', client59],
  ['1.0.0', client1],
] as unknown as readonly (readonly [version: string, client: OfficialClient])[];

const TERMINAL = /^data: \{"type":"RUN_(?:FINISHED|ERROR)".*\n\n/m;

/** Streams of one client beyond which further ones say nothing new. */
const MAX_STREAMS = 4;
/** Clients copy a message for each of its deltas: reading a longer one takes them minutes. */
const MAX_CHARACTERS = 400_000;

/**
 * I10: every stream from a first event on can be read by the official clients. A resumed one is
 * read behind those that it goes on with, as `resumableFetch` does.
 */
export async function checkOfficialClients({
  threadId,
  streams,
}: RecordingClient): Promise<Violation[]> {
  const found: Violation[] = [];
  const texts = wholeStreams(streams).filter(({ length }) => length <= MAX_CHARACTERS);
  for (const text of texts.slice(0, MAX_STREAMS)) {
    for (const [version, { HttpAgent }] of CLIENTS) {
      const problem = await problemOf(HttpAgent, threadId, text);
      if (problem !== null) found.push(violation('I10', `${threadId}: ${version} says ${problem}`));
    }
  }
  return found;
}

/** What a client with a resuming transport hands to its parser, for each time that it began anew. */
function wholeStreams(streams: readonly ReceivedStream[]): string[] {
  const whole: string[] = [];
  for (const { status, shape, text } of streams) {
    if (status !== 200) continue;
    const complete = text.slice(0, text.lastIndexOf('\n\n') + 2);
    const before = whole.at(-1);
    if (shape !== 'resume' || before === undefined) whole.push(complete);
    // The transport lets go when the run that it was asked for has ended.
    else if (!TERMINAL.test(before))
      whole[whole.length - 1] = `${before}${throughFirstEnd(complete)}`;
  }
  return whole;
}

function throughFirstEnd(text: string): string {
  const end = TERMINAL.exec(text);
  return end === null ? text : text.slice(0, end.index + end[0].length);
}

async function problemOf(
  HttpAgent: OfficialClient['HttpAgent'],
  threadId: string,
  text: string,
): Promise<string | null> {
  const problems: string[] = [];
  const fetchRecorded = async (): Promise<Response> =>
    new Response(text, { headers: { 'content-type': 'text/event-stream' } });
  const agent = new HttpAgent({ url: 'http://recorded.invalid/', threadId, fetch: fetchRecorded });
  const restore = takeConsole((line) => problems.push(line));
  try {
    await agent.runAgent(
      {},
      { onRunFailed: ({ error }: { error: Error }) => void problems.push(error.message) },
    );
  } catch (error) {
    problems.push(error instanceof Error ? error.message : String(error));
  } finally {
    restore();
  }
  // Telling of a run that has failed is what they should do.
  const told = failureIn(text);
  return problems.find((problem) => told === null || !problem.includes(told)) ?? null;
}

/** The text of the RUN_ERROR that a stream ends with. */
function failureIn(text: string): string | null {
  const last = text
    .trimEnd()
    .split('\n\n')
    .findLast((frame) => frame.includes('data: '));
  const { type, message } = JSON.parse(last?.split('data: ')[1] ?? '{}') as Record<string, string>;
  return type === 'RUN_ERROR' ? (message ?? null) : null;
}

/** The clients complain to the console of what they swallow. */
function takeConsole(onLine: (line: string) => void): () => void {
  const { warn, error } = console;
  console.warn = (...values: unknown[]) => onLine(format(...values));
  console.error = console.warn;
  return () => Object.assign(console, { warn, error });
}
