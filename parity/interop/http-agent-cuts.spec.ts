import { resumableFetch } from '@flightdeck/client';
import { CLIENTS } from '../support/clients.js';
import { guardConsole, type ConsoleGuard } from '../support/console-guard.js';
import { cutFetch } from '../support/cut-fetch.js';
import { createGate } from '../support/gate.js';
import { httpClient, runClient, TRANSPORTS, type ClientOptions } from '../support/http-client.js';
import { AGENT_MAKES, type Script } from '../support/scripted-agent.js';
import { serveRuntime, type ServedRuntime } from '../support/serve-runtime.js';
import { until } from '../support/until.js';
import { CUT_SCENARIOS } from './support/cut-scenarios.js';
import { USER } from './support/run-scenarios.js';

let guard: ConsoleGuard;
let served: ServedRuntime;
beforeEach(() => {
  guard = guardConsole();
});
afterEach(async () => {
  guard.release();
  await served.close();
});

/** Clients call theirs with a text and an init, always. */
function asFetch(cut: ReturnType<typeof cutFetch>): typeof fetch {
  return (input, init = {}) => cut(input as string, init);
}

const ways = CLIENTS.flatMap((client) =>
  TRANSPORTS.flatMap((transport) =>
    AGENT_MAKES.filter(([make]) => make === '0.0.59' || make === 'a plain object').map(
      ([make, build]) => [client.version, transport, make, { client, build }] as const,
    ),
  ),
);
const cuts = CUT_SCENARIOS.map((scenario) => [scenario.name, scenario] as const);

describe.each(ways)(
  'HttpAgent %s over %s, an agent built on %s [client.ag-ui-replays]',
  (...way) => {
    const [, transport, , { client: version, build }] = way;
    const start = async (script: Script): Promise<void> => {
      served = await serveRuntime({
        agents: { default: build(script) },
        mode: transport === 'rest' ? 'multi-route' : 'single-route',
      });
    };
    const client = (options: Partial<ClientOptions> = {}) =>
      httpClient(version, { url: served.url, transport, threadId: 't1', ...options });

    /** A connect with what a client has kept, cut off after the same event again if it is wanted. */
    const comeBack = (
      kept: { messages: unknown; state: unknown },
      fetch?: ClientOptions['fetch'],
    ) =>
      client({
        call: 'connect',
        initialMessages: structuredClone(kept.messages) as never,
        initialState: structuredClone(kept.state),
        ...(fetch === undefined ? {} : { fetch }),
      });

    it.each(cuts)(
      'is whole again after two cuts in the middle of %s [replay.rebase] [stream.chunks]',
      async (_, scenario) => {
        const rest = createGate();
        await start(scenario.script(rest.passed));
        const reader = client({ initialMessages: [USER], fetch: cutFetch(scenario.isLast) });
        const torn = await runClient(reader, { runId: 'r1' });
        expect(torn.rejection).toBeUndefined();
        expect(torn.events.some(scenario.isLast)).toBe(true);
        const inTheMiddle = cutFetch(({ type }) => type === 'STATE_SNAPSHOT');
        const second = comeBack(reader, inTheMiddle);
        const again = await runClient(second);
        expect(again.rejection).toBeUndefined();
        const third = comeBack(second);
        const joining = runClient(third);
        await until('the third connection', () => served.requests.length === 3);
        rest.open();
        const { rejection } = await joining;
        expect(rejection).toBeUndefined();
        expect(third.messages).toEqual(scenario.whole);
        expect(third.state).toEqual({ at: 2 });
        guard.expectSilence();
      },
    );

    it.each(cuts)('joins in the middle of %s, then has the whole', async (_, scenario) => {
      const rest = createGate();
      await start(scenario.script(rest.passed));
      const first = client({ initialMessages: [USER] });
      const running = runClient(first, { runId: 'r1' });
      await until('the run', () => served.runtime.engine?.activeRuns === 1);
      const second = client({ call: 'connect' });
      const joining = runClient(second);
      await until('both', () => served.requests.length === 2);
      rest.open();
      for (const { rejection } of await Promise.all([running, joining])) {
        expect(rejection).toBeUndefined();
      }
      expect(first.messages).toEqual(scenario.whole);
      expect(second.messages).toEqual(scenario.whole);
      expect(second.state).toEqual({ at: 2 });
      guard.expectSilence();
    });

    it.each(cuts)(
      'goes on as one stream when its transport resumes after %s [replay.resume] [client.resumable]',
      async (_, scenario) => {
        const rest = createGate();
        await start(scenario.script(rest.passed));
        const fetch = resumableFetch({ fetch: asFetch(cutFetch(scenario.isLast)), minDelayMs: 0 });
        const reader = client({ initialMessages: [USER], fetch });
        const running = runClient(reader, { runId: 'r1' });
        await until('the resume', () => served.requests.length === 2);
        rest.open();
        const { rejection, events } = await running;
        expect(rejection).toBeUndefined();
        expect(events.filter((event) => event.type === 'RUN_STARTED')).toHaveLength(1);
        expect(reader.messages).toEqual(scenario.whole);
        expect(reader.state).toEqual({ at: 2 });
        guard.expectSilence();
      },
    );
  },
);
