import { CLIENTS, type ClientVersion } from '../support/clients.js';
import { guardConsole, type ConsoleGuard } from '../support/console-guard.js';
import { httpClient, runClient, TRANSPORTS, type Transport } from '../support/http-client.js';
import { AGENT_MAKES } from '../support/scripted-agent.js';
import { serveRuntime } from '../support/serve-runtime.js';
import { RUN_SCENARIOS, USER, type RunScenario } from './support/run-scenarios.js';

let guard: ConsoleGuard;
beforeEach(() => {
  guard = guardConsole();
});
afterEach(() => guard.release());

interface Attempt {
  readonly client: ClientVersion;
  readonly build: (typeof AGENT_MAKES)[number][1];
  readonly scenario: RunScenario;
  readonly transport: Transport;
  readonly fastPath: boolean;
}

/** One run of a scenario over loopback; everything that the client can tell of it. */
async function attempt({ client, build, scenario, transport, fastPath }: Attempt) {
  let references = 0;
  const served = await serveRuntime({
    agents: { default: build(scenario.script) },
    mode: transport === 'rest' ? 'multi-route' : 'single-route',
    fastPath,
    newId: () => `reference-${(references += 1)}`,
  });
  try {
    const agent = httpClient(client, {
      url: served.url,
      transport,
      threadId: 't1',
      initialMessages: [USER],
    });
    const run = await runClient(agent, { runId: 'r1', tools: scenario.tools ?? [] });
    return { run, messages: agent.messages, state: agent.state, log: served.log };
  } finally {
    await served.close();
  }
}

function expectOutcome(
  { run, messages, state, log }: Awaited<ReturnType<typeof attempt>>,
  scenario: RunScenario,
): void {
  expect(run.rejection).toBeUndefined();
  expect(run.failures).toEqual([]);
  expect(run.finalized).toBe(1);
  expect(messages).toEqual([USER, ...scenario.messages]);
  expect(state).toEqual(scenario.state ?? {});
  expect(run.events[0]).toMatchObject({ type: 'RUN_STARTED', threadId: 't1', runId: 'r1' });
  const types = run.events.map((event) => event.type);
  expect(types).toEqual(expect.arrayContaining([...(scenario.says ?? [])]));
  const terminals = types.filter((type) => type === 'RUN_FINISHED' || type === 'RUN_ERROR');
  expect(terminals).toEqual([scenario.error === undefined ? 'RUN_FINISHED' : 'RUN_ERROR']);
  expect(types.at(-1)).toBe(terminals[0]);
  expect(run.runErrors).toEqual(
    scenario.error === undefined ? [] : [expect.objectContaining(scenario.error)],
  );
  if (scenario.logs === undefined) expect(log).toEqual([]);
  else expect(log.map(({ message }) => message)).toEqual([expect.stringMatching(scenario.logs)]);
}

describe.each(CLIENTS.map((client) => [client.version, client] as const))(
  'HttpAgent %s [client.ag-ui-runs]',
  (_, client) => {
    describe.each(AGENT_MAKES)(
      'runs an agent built on %s [run.structural-agents]',
      (make, build) => {
        const scenarios = RUN_SCENARIOS.filter(({ needsClientBase = false, since }) => {
          const applies = !needsClientBase || make !== 'a plain object';
          return applies && (since === undefined || ![client.version, make].includes('0.0.57'));
        });
        it.each(scenarios.map((scenario) => [scenario.name, scenario] as const))(
          '%s: the same with and without the fast path, on both transports [run.fast-path] [stream.all-event-types] [stream.subagents] [finalise.failed]',
          async (__, scenario) => {
            const ways = TRANSPORTS.flatMap((transport) =>
              [true, false].map((fastPath) => ({ transport, fastPath })),
            );
            const outcomes = [];
            for (const way of ways) {
              const outcome = await attempt({ client, build, scenario, ...way });
              expectOutcome(outcome, scenario);
              outcomes.push(outcome.run.events);
            }
            for (const events of outcomes) expect(events).toEqual(outcomes[0]);
            // An agent that fails is reported by its own copy of AG-UI, on the server.
            if (scenario.logs === undefined) guard.expectSilence();
            else guard.expectSilence(/^error: Agent execution failed/);
          },
        );
      },
    );
  },
);
