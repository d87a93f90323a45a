import { CLIENT_59 } from '../support/clients.js';
import { guardConsole, type ConsoleGuard } from '../support/console-guard.js';
import { coreOn, installWindow, recordedCore, send } from '../support/copilot-core.js';
import { scriptedAgent } from '../support/scripted-agent.js';
import { serveRuntime, type ServedRuntime, type ServeOptions } from '../support/serve-runtime.js';

let guard: ConsoleGuard;
let served: ServedRuntime;
let removeWindow: () => void;
beforeEach(() => {
  guard = guardConsole();
  removeWindow = installWindow();
});
afterEach(async () => {
  removeWindow();
  guard.release();
  await served.close();
});

async function start(options: ServeOptions = {}): Promise<void> {
  served = await serveRuntime({
    agents: {
      default: scriptedAgent(
        CLIENT_59,
        (run) => {
          run.started();
          run.say('m1', 'Hello ', 'world');
          run.finished();
        },
        { description: 'Says hello' },
      ),
    },
    ...options,
  });
}

const requestLines = (): string[] =>
  served.requests.map(({ method, url }) => `${method} ${url.replace('/api/copilotkit', '')}`);

const ways = [
  ['auto', undefined, 'rest'],
  ['auto', 'multi-route', 'rest'],
  ['auto', 'single-route', 'single'],
  ['rest', undefined, 'rest'],
  ['rest', 'multi-route', 'rest'],
  ['single', undefined, 'single'],
  ['single', 'single-route', 'single'],
] as const;

describe.each(ways)(
  'transport %s at a mount of mode %s [transport.auto-detection]',
  (transport, mode, resolved) => {
    it('connects, tells the agents and runs', async () => {
      await start(mode === undefined ? {} : { mode });
      const recorded = await coreOn({ runtimeUrl: served.url, transport, threadId: 't1' });
      const { core, log } = recorded;
      expect(core.runtimeTransport).toBe(resolved);
      expect(log).toEqual(['status connected']);
      expect(core.runtimeMode).toBe('sse');
      expect(core.runtimeVersion).toEqual(expect.any(String));
      expect(core.audioFileTranscriptionEnabled).toBe(false);
      expect(core.suggestions).toBe(true);
      expect(core.telemetryDisabled).toBe(true);
      expect(core.licenseStatus).toBeUndefined();
      expect(Object.keys(core.agents)).toEqual(['default']);
      expect(recorded.agent().description).toBe('Says hello');
      await send(recorded, { id: 'u1', content: 'hi' });
      expect(recorded.agent().messages).toEqual([
        { id: 'u1', role: 'user', content: 'hi' },
        { id: 'm1', role: 'assistant', content: 'Hello world' },
      ]);
      const [run] = requestLines().slice(-1);
      expect(run).toBe(resolved === 'rest' ? 'POST /agent/default/run' : 'POST ');
      recorded.expectErrors();
      guard.expectSilence();
    });
  },
);

describe('the single endpoint', () => {
  it('is served with the slash that the application has put at its end [transport.trailing-slash]', async () => {
    await start({ mode: 'single-route' });
    const recorded = await coreOn({
      runtimeUrl: `${served.url}/`,
      transport: 'single',
      threadId: 't1',
    });
    await send(recorded, { id: 'u1', content: 'hi' });
    expect(recorded.agent().messages).toHaveLength(2);
    expect(new Set(requestLines())).toEqual(new Set(['POST /']));
    recorded.expectErrors();
    guard.expectSilence();
  });

  it('is explained to a client whose mount serves REST only [transport.wrong-mode-explained]', async () => {
    await start({ mode: 'multi-route' });
    const recorded = recordedCore({ runtimeUrl: served.url, transport: 'single' });
    await new Promise<void>((resolve) => {
      recorded.core.subscribe({ onError: () => resolve() });
    });
    expect(recorded.errors).toEqual([
      {
        code: 'runtime_info_fetch_failed',
        message: expect.stringContaining('nothing at this URL serves envelopes'),
      },
    ]);
    expect(recorded.core.runtimeConnectionStatus).toBe('error');
    guard.expectSilence(/^warn: Failed to load runtime info/);
  });
});

describe('what the application has configured', () => {
  it('reaches the runtime with every request [client.core-app-settings]', async () => {
    await start();
    const recorded = await coreOn({
      runtimeUrl: served.url,
      threadId: 't1',
      headers: { Authorization: 'Bearer a', 'X-Tenant': 'acme' },
      properties: { userId: 'u1' },
    });
    await send(recorded, { id: 'u1', content: 'hi' });
    expect(served.requests).toHaveLength(2);
    for (const { headers } of served.requests) {
      expect(headers).toMatchObject({ authorization: 'Bearer a', 'x-tenant': 'acme' });
    }
    recorded.expectErrors();
    guard.expectSilence();
  });
});
