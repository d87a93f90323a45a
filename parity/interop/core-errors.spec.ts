import { send, type RecordedCore } from '../support/copilot-core.js';
import { CLIENT_59 } from '../support/clients.js';
import { createGate } from '../support/gate.js';
import { scriptedAgent } from '../support/scripted-agent.js';
import { until } from '../support/until.js';
import { CoreFixture, CORE_TRANSPORTS } from './support/core-fixture.js';

/** AG-UI writes every failed run to the console itself. */
const REPORTED = /^error: Agent execution failed/;

describe.each(CORE_TRANSPORTS)(
  'what goes wrong, seen by CopilotKit core over %s [client.core-errors]',
  (transport) => {
    let fixture: CoreFixture;
    beforeEach(() => {
      fixture = new CoreFixture(transport);
    });
    afterEach(() => fixture.release());

    /** After a refusal the client asks whether the runtime is still there; the answer is that it is. */
    const probed = async (client: RecordedCore, clients = 1, running = 0): Promise<void> => {
      const infos = (): number => fixture.calls().filter((call) => call === 'info').length;
      await until('the health probe', () => infos() === clients + 1);
      await fixture.served.idle(running);
      expect(client.core.runtimeConnectionStatus).toBe('connected');
    };

    it('an agent that has gone since the client connected [client.core-health]', async () => {
      let known = true;
      const agent = scriptedAgent(CLIENT_59, (run) => run.started());
      await fixture.serve(() => undefined, { agents: () => (known ? { default: agent } : {}) });
      const client = await fixture.client();
      known = false;
      await send(client, { id: 'u1', content: 'hi' });
      expect(client.errors.map(({ message }) => message)).toEqual(
        Array.from({ length: 2 }, () => expect.stringMatching(/^HTTP 404: .*Agent not found/)),
      );
      client.expectErrors('agent_run_failed_event', 'agent_run_failed');
      await probed(client);
      fixture.guard.expectSilence(REPORTED);
    });

    it('a thread that is busy [trap.t4] [client.core-health]', async () => {
      const rest = createGate();
      await fixture.serve(async (run) => {
        run.started();
        await rest.passed;
        run.finished();
      });
      const client = await fixture.client();
      const second = await fixture.client();
      const running = send(client, { id: 'u1', content: 'hi' });
      await until('the run', () => fixture.served.runtime.engine?.activeRuns === 1);
      await send(second, { id: 'u2', content: 'me, too' });
      for (const { message } of second.errors) {
        expect(message).toMatch(/^HTTP 409: .*Thread already running.*run_in_progress/);
      }
      second.expectErrors('agent_run_failed_event', 'agent_run_failed');
      await probed(second, 2, 1);
      // What the user has typed is still there to be sent again.
      expect(second.agent().messages).toEqual([{ id: 'u2', role: 'user', content: 'me, too' }]);
      rest.open();
      await running;
      client.expectErrors();
      await send(second, { id: 'u3', content: 'now?' });
      second.expectErrors();
      fixture.guard.expectSilence(REPORTED);
    });

    it('a run error', async () => {
      await fixture.serve((run) => {
        run.started();
        run.say('m1', 'I try');
        run.emit({ type: 'RUN_ERROR', message: 'The model is overloaded', code: 'OVERLOADED' });
      });
      const client = await fixture.client();
      await send(client, { id: 'u1', content: 'hi' });
      expect(client.errors.map(({ message }) => message)).toEqual(['The model is overloaded']);
      client.expectErrors('agent_run_error_event');
      expect(client.agent().messages.at(-1)).toMatchObject({ id: 'm1', content: 'I try' });
      fixture.guard.expectSilence();
    });

    it('an agent that throws, whose text stays on the server in production [trap.t7]', async () => {
      await fixture.serve(
        () => {
          throw new Error('sk-secret is not a valid key');
        },
        { environment: 'production', newId: () => 'reference-1' },
      );
      const client = await fixture.client();
      await send(client, { id: 'u1', content: 'hi' });
      expect(client.errors.map(({ message }) => message)).toEqual([
        'The agent failed (reference reference-1)',
      ]);
      client.expectErrors('agent_run_error_event');
      expect(fixture.served.log).toEqual([
        expect.objectContaining({ level: 'error', message: 'Run failed (INCOMPLETE_STREAM)' }),
      ]);
      fixture.guard.expectSilence(REPORTED);
    });

    it('nothing at all: a thread that nobody has used', async () => {
      await fixture.serve(() => undefined);
      const client = await fixture.client({ threadId: 'unheard-of' });
      await client.core.connectAgent({ agent: client.agent() });
      expect(client.agent().messages).toEqual([]);
      client.expectErrors();
      fixture.guard.expectSilence();
    });

    it('a caller that nobody knows', async () => {
      await fixture.serve((run) => run.started(), {
        identifyUser: (request) => {
          const id = request.headers.get('x-user');
          return id === null ? null : { id };
        },
      });
      const client = await fixture.client();
      await send(client, { id: 'u1', content: 'hi' });
      expect(client.errors[0]?.message).toMatch(/^HTTP 401: /);
      client.expectErrors('agent_run_failed_event', 'agent_run_failed');
      await probed(client);
      fixture.guard.expectSilence(REPORTED);
    });
  },
);
