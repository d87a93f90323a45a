import {
  a2ui,
  asAguiMiddleware,
  composeMiddlewares,
  mcpApps,
  openGenerativeUI,
  type AguiEvent,
  type RunMiddleware,
  type RunTransform,
} from '@flightdeck/middlewares';
import { PlainObservable } from '../support/plain-observable.js';
import { bounded, type Row } from '../support/row.js';

const DELTAS = 10_000;
const ROUNDS = 15;
const STARTED: AguiEvent = { type: 'RUN_STARTED', threadId: 'thread', runId: 'run' };
const FINISHED: AguiEvent = { type: 'RUN_FINISHED', threadId: 'thread', runId: 'run' };

/** A conversation of 100 kB comes with every run: what a middleware costs must not depend on it. */
const MESSAGES = Array.from({ length: 50 }, (_, index) => ({
  id: `message-${index}`,
  role: index % 2 === 0 ? 'user' : 'assistant',
  content: 'x'.repeat(2_000),
}));

const INPUT = {
  threadId: 'thread',
  runId: 'run',
  messages: MESSAGES,
  tools: [],
  context: [],
  forwardedProps: {},
};

const RUNS: Readonly<Record<string, readonly AguiEvent[]>> = {
  'text of other messages': text(),
  'a call of another tool': call('look_up', JSON.stringify({ text: 'word '.repeat(8_000) })),
  'a sandboxed page of 1 MB': call(
    'generateSandboxedUi',
    JSON.stringify({ html: '<p class="a">word</p>\n'.repeat(45_000) }),
  ),
  'a surface with a list of 1 MB': call('render_a2ui', JSON.stringify(surface(25_000))),
};

/**
 * What all middlewares together cost per event, beside handing the events on without any: runs of
 * 10,000 deltas, median of 15 rounds in which both take turns.
 */
export async function middlewares(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [what, events] of Object.entries(RUNS)) rows.push(...(await measure(what, events)));
  rows.push(await measureAdapter());
  return rows;
}

/** The text run through `agent.use(asAguiMiddleware(…))`: upstream's base class takes 1.5 ms. */
async function measureAdapter(): Promise<Row> {
  const events = text();
  const used = asAguiMiddleware(composed(), PlainObservable);
  const agent = new PlainObservable((subscriber) => {
    for (const event of events) subscriber.next(event);
    subscriber.complete();
    return () => {};
  });
  const rounds: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = performance.now();
    await new Promise<void>((resolve, reject) => {
      used(INPUT, { run: () => agent }).subscribe({
        // What comes out is what went in.
        next: (event) => take(event as AguiEvent),
        error: reject,
        complete: resolve,
      });
    });
    rounds.push(performance.now() - before);
  }
  const perEvent = (median(rounds) * 1_000) / events.length;
  const row = { workload: 'middlewares', store: 'none', what: 'by asAguiMiddleware: per event' };
  return bounded(row, perEvent, 20, (us) => `${us.toFixed(2)} µs`);
}

async function measure(what: string, events: readonly AguiEvent[]): Promise<Row[]> {
  const through: number[] = [];
  const without: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const transform = await begin();
    without.push(timed(events, (event) => [event]));
    const pushed = timed(events, (event) => transform.push(event));
    const ending = performance.now();
    for await (const event of transform.end()) take(event);
    through.push(pushed + performance.now() - ending);
  }
  const all = median(through);
  const perEvent = (all * 1_000) / events.length;
  const ratio = all / median(without);
  const row = { workload: 'middlewares', store: 'none', what };
  return [
    bounded({ ...row, what: `${what}: per event` }, perEvent, 20, (us) => `${us.toFixed(2)} µs`),
    bounded({ ...row, what: `${what}: all` }, all, 1_000, (ms) => `${ms.toFixed(1)} ms`),
    { ...row, what: `${what}: × no middleware`, figure: `${ratio.toFixed(1)} ×` },
  ];
}

/** All that a runtime puts around an agent. The server of the apps is not there: it adds no tools. */
function composed(): RunMiddleware {
  return composeMiddlewares([a2ui({}), mcpApps({ servers: [] }), openGenerativeUI(true)]);
}

async function begin(): Promise<RunTransform> {
  const { signal } = new AbortController();
  const begun = await composed().begin(INPUT, { agentId: 'default', signal, headers: {} });
  if (begun === null || 'answer' in begun) throw new Error('The middlewares are not on');
  return begun;
}

let taken = 0;

/** Keeps what nobody reads from being optimised away. */
function take(event: AguiEvent): void {
  taken += event.type.length;
}

function timed(
  events: readonly AguiEvent[],
  push: (event: AguiEvent) => readonly AguiEvent[],
): number {
  const before = performance.now();
  for (const event of events) for (const out of push(event)) take(out);
  return performance.now() - before;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function text(): AguiEvent[] {
  const contents = Array.from({ length: DELTAS }, () => ({
    type: 'TEXT_MESSAGE_CONTENT',
    messageId: 'text',
    delta: 'word ',
  }));
  const start = { type: 'TEXT_MESSAGE_START', messageId: 'text', role: 'assistant' };
  return [STARTED, start, ...contents, { type: 'TEXT_MESSAGE_END', messageId: 'text' }, FINISHED];
}

function call(toolCallName: string, args: string): AguiEvent[] {
  const size = Math.ceil(args.length / DELTAS);
  const deltas = Array.from({ length: DELTAS }, (_, index) => ({
    type: 'TOOL_CALL_ARGS',
    toolCallId: 'call',
    delta: args.slice(index * size, (index + 1) * size),
  }));
  const start = { type: 'TOOL_CALL_START', toolCallId: 'call', toolCallName };
  return [STARTED, start, ...deltas, { type: 'TOOL_CALL_END', toolCallId: 'call' }, FINISHED];
}

function surface(items: number): object {
  return {
    surfaceId: 'list',
    components: [
      { id: 'root', component: 'Column', children: { componentId: 'row', path: '/items' } },
      { id: 'row', component: 'Text', text: { path: 'name' } },
    ],
    data: {
      items: Array.from({ length: items }, (_, index) => ({ name: `Item number ${index}`, index })),
    },
  };
}
