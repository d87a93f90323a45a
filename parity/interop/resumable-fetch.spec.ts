import { installResumableFetch, resumableFetch } from '@flightdeck/client';
import { memoryThreads } from '@flightdeck/store';
import { CLIENT_59, CLIENTS } from '../support/clients.js';
import { guardConsole, type ConsoleGuard } from '../support/console-guard.js';
import { coreOn, installWindow, send } from '../support/copilot-core.js';
import { createGate } from '../support/gate.js';
import { httpClient, runClient, TRANSPORTS } from '../support/http-client.js';
import { scriptedAgent, type ScriptedRun } from '../support/scripted-agent.js';
import { BASE_PATH, serveRuntime, type ServedRuntime } from '../support/serve-runtime.js';
import { serveSwitchingProxy, type SwitchingProxy } from '../support/switching-proxy.js';
import { until } from '../support/until.js';

const FIRST = 'Said before the deploy. ';
const REST = 'Said after it.';

/** Two servers on one store; requests reach the first one until the deploy. */
interface Deploy {
  readonly old: ServedRuntime;
  readonly fresh: ServedRuntime;
  readonly proxy: SwitchingProxy;
  readonly url: string;
  /** Lets the agent go on. */
  readonly goOn: () => void;
  close(): Promise<void>;
}

let guard: ConsoleGuard;
let deploy: Deploy;
beforeEach(async () => {
  guard = guardConsole();
  deploy = await startDeploy();
});
afterEach(async () => {
  guard.release();
  await deploy.close();
});

async function startDeploy(): Promise<Deploy> {
  const rest = createGate();
  const agent = scriptedAgent(CLIENT_59, async (run: ScriptedRun) => {
    run.started();
    run.emit({ type: 'TEXT_MESSAGE_START', messageId: 'm1', role: 'assistant' });
    run.emit({ type: 'TEXT_MESSAGE_CONTENT', messageId: 'm1', delta: FIRST });
    await rest.passed;
    run.emit({ type: 'TEXT_MESSAGE_CONTENT', messageId: 'm1', delta: REST });
    run.emit({ type: 'TEXT_MESSAGE_END', messageId: 'm1' });
    run.finished();
  });
  const threads = memoryThreads();
  const [old, fresh] = await Promise.all([
    serveRuntime({ agents: { default: agent }, threads }),
    serveRuntime({ agents: { default: agent }, threads }),
  ]);
  const proxy = await serveSwitchingProxy(new URL(old.url).origin);
  return {
    old,
    fresh,
    proxy,
    url: `${proxy.origin}${BASE_PATH}`,
    goOn: () => rest.open(),
    async close() {
      await proxy.close();
      await fresh.close();
      await old.close();
    },
  };
}

/** The connection breaks; the agent goes on only when its client is back, elsewhere. */
async function switchServers(): Promise<void> {
  deploy.proxy.switchTo(new URL(deploy.fresh.url).origin);
  await until('the reconnect', () =>
    deploy.fresh.calls.some((call) => call.method === 'agent/connect'),
  );
  deploy.goOn();
}

describe.each(CLIENTS)(
  'HttpAgent $version with a resumable fetch [client.resumable]',
  (version) => {
    it.each(TRANSPORTS)('lives through a deploy as one unbroken run over %s', async (transport) => {
      const fetch = resumableFetch();
      const agent = httpClient(version, { url: deploy.url, transport, threadId: 't1', fetch });
      const running = runClient(agent, { runId: 'r1' });
      await until('the text', () => agent.messages.some(({ content }) => content === FIRST));
      await switchServers();
      const { events, rejection, runErrors } = await running;
      expect([rejection, runErrors]).toEqual([undefined, []]);
      expect(events.map(({ type }) => type)).toEqual([
        'RUN_STARTED',
        'TEXT_MESSAGE_START',
        'TEXT_MESSAGE_CONTENT',
        'TEXT_MESSAGE_CONTENT',
        'TEXT_MESSAGE_END',
        'RUN_FINISHED',
      ]);
      expect(agent.messages).toEqual([{ id: 'm1', role: 'assistant', content: FIRST + REST }]);
      guard.expectSilence();
    });

    it('lives through it while it follows a run that it has joined', async () => {
      const starter = httpClient(version, { url: deploy.old.url, threadId: 't1' });
      const starting = runClient(starter, { runId: 'r1' });
      await until('the text', () => starter.messages.some(({ content }) => content === FIRST));
      const fetch = resumableFetch();
      // With a message of its own, it is told a reconstruction that has to be resumed behind its end.
      const initialMessages = [{ id: 'u1', role: 'user', content: 'hello' } as const];
      const options = { url: deploy.url, threadId: 't1', fetch, initialMessages };
      const agent = httpClient(version, { ...options, call: 'connect' });
      const joining = runClient(agent);
      await until('the text', () => agent.messages.some(({ content }) => content === FIRST));
      await switchServers();
      const { rejection, runErrors } = await joining;
      expect([rejection, runErrors]).toEqual([undefined, []]);
      expect(agent.messages).toMatchObject([{ id: 'm1', content: FIRST + REST }]);
      await starting;
      guard.expectSilence();
    });
  },
);

describe('CopilotKit with the resumable fetch installed [client.resumable]', () => {
  it.each(['rest', 'single', 'auto'] as const)(
    'lives through a deploy over %s',
    async (transport) => {
      const removeWindow = installWindow();
      const uninstall = installResumableFetch({ match: deploy.url });
      try {
        const recorded = await coreOn({ runtimeUrl: deploy.url, transport, threadId: 't1' });
        const running = send(recorded, { id: 'u1', content: 'hello' });
        const said = (): unknown => recorded.agent().messages.at(-1)?.content;
        await until('the text', () => said() === FIRST);
        await switchServers();
        await running;
        expect(said()).toBe(FIRST + REST);
        recorded.expectErrors();
        guard.expectSilence();
      } finally {
        uninstall();
        removeWindow();
      }
    },
  );

  it('is as it was when it is taken out, and leaves other requests alone', async () => {
    const former = globalThis.fetch;
    const seen: unknown[] = [];
    globalThis.fetch = async (input) => {
      seen.push(input);
      throw new TypeError('no network');
    };
    const plain = globalThis.fetch;
    const uninstall = installResumableFetch({ match: (url) => url.startsWith('http://a/') });
    const init = { method: 'POST', body: '{"runId":"r"}' };
    await expect(fetch('http://b/agent/x/run', init)).rejects.toThrow('no network');
    const request = new Request('http://a/agent/x/run', init);
    await expect(fetch(request)).rejects.toThrow('no network');
    expect(seen).toEqual(['http://b/agent/x/run', request]);
    uninstall();
    expect(globalThis.fetch).toBe(plain);
    globalThis.fetch = former;
  });
});
