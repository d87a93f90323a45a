import { defineTool } from '@flightdeck/agent';
import { serveFetchHandler, withDeadline } from '@flightdeck/testing';
import { CLIENT_1 } from '../support/clients.js';
import { runClient } from '../support/http-client.js';
import { until } from '../support/until.js';
import { AgentBench, CHAT } from './support/agent-bench.js';

const STOPS = 25;
/** Nothing more is said, and the answer does not end. */
const SILENCE = '';

/** A model that never comes to an end, and says how many of its answers are still being sent. */
class EndlessModel {
  open = 0;
  begun = 0;
  #server: Awaited<ReturnType<typeof serveFetchHandler>> | undefined;

  static async start(): Promise<EndlessModel> {
    const model = new EndlessModel();
    model.#server = await serveFetchHandler(() => Promise.resolve(model.#answer()));
    return model;
  }

  get origin(): string {
    return this.#server?.origin ?? '';
  }

  async close(): Promise<void> {
    await this.#server?.close();
  }

  /** Every other answer calls a tool. */
  #answer(): Response {
    this.begun += 1;
    this.open += 1;
    const frames = this.begun % 2 === 1 ? callOfTool() : endlessText();
    const close = (): void => void (this.open -= 1);
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        const { done, value } = frames.next();
        if (value === SILENCE) return new Promise<void>(() => {});
        if (done !== true) return controller.enqueue(new TextEncoder().encode(value));
        close();
        return controller.close();
      },
      cancel: close,
    });
    return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
  }
}

function* endlessText(): Generator<string, void, void> {
  for (let word = 0; word < 40; word += 1) yield frame({ delta: { content: 'word ' } });
  yield SILENCE;
}

function* callOfTool(): Generator<string, void, void> {
  for (let word = 0; word < 10; word += 1) yield frame({ delta: { content: 'word ' } });
  const call = { name: 'wait', arguments: '{}' };
  yield frame({
    delta: { tool_calls: [{ index: 0, id: 'c1', type: 'function', function: call }] },
  });
  yield frame({ delta: {}, finish_reason: 'tool_calls' });
  yield 'data: [DONE]\n\n';
}

function frame(choice: object): string {
  const chunk = { id: 'x', created: 1, model: 'm', choices: [{ index: 0, ...choice }] };
  return `data: ${JSON.stringify(chunk)}\n\n`;
}

describe('a run that is stopped anywhere', () => {
  it('leaves no connection to its provider open and no tool running, and the thread goes on [agent.abort]', async () => {
    const bench = await AgentBench.start(CLIENT_1);
    const model = await EndlessModel.start();
    let tools = 0;
    const wait = defineTool({
      name: 'wait',
      description: 'Waits a little',
      execute: (_input, { abortSignal }) => {
        tools += 1;
        return new Promise((resolve) => {
          const end = (): void => {
            clearTimeout(timer);
            tools -= 1;
            resolve('done');
          };
          const timer = setTimeout(end, 5);
          abortSignal.addEventListener('abort', end, { once: true });
        });
      },
    });
    try {
      const conversation = await bench.converse({
        config: { tools: [wait], baseURL: `${model.origin}${CHAT.path}` },
      });
      const random = seeded(42);
      for (let turn = 0; turn < STOPS; turn += 1) {
        const { agent } = conversation;
        const after = Math.floor(random() * 40);
        let seen = 0;
        agent.addMessage({ id: `turn-${turn}`, role: 'user', content: 'go' });
        const { unsubscribe } = subscribeTo(agent, () => (seen += 1));
        const running = runClient(agent);
        // oxlint-disable-next-line no-await-in-loop -- one turn after the other
        await until('the run to get there', () => seen >= after);
        // oxlint-disable-next-line no-await-in-loop
        await bench.stop(conversation);
        // oxlint-disable-next-line no-await-in-loop
        const run = await withDeadline(running, 'the run to end');
        unsubscribe();
        expect(run.runErrors).toEqual([]);
        expect(run.events.at(-1)?.type).toBe('RUN_FINISHED');
        // oxlint-disable-next-line no-await-in-loop
        await until('everything to be closed', () => model.open === 0 && tools === 0);
      }
      expect(model.begun).toBeGreaterThanOrEqual(STOPS / 2);
      bench.guard.expectSilence();
    } finally {
      await bench.close();
      await model.close();
    }
  });
});

type Subscribing = {
  subscribe(subscriber: { onEvent(): void }): { unsubscribe(): void };
};

function subscribeTo(agent: unknown, onEvent: () => void): { unsubscribe(): void } {
  // Every AG-UI agent has it; the tests' own interface does not name it.
  return (agent as Subscribing).subscribe({ onEvent });
}

/** The same numbers from 0 to 1 in every run of the test. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}
