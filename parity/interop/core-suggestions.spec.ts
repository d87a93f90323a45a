import { send, type RecordedCore } from '../support/copilot-core.js';
import { createGate } from '../support/gate.js';
import { aborted, type Script } from '../support/scripted-agent.js';
import { until } from '../support/until.js';
import { CoreFixture, CORE_TRANSPORTS } from './support/core-fixture.js';
import { callTool } from './support/run-scenarios.js';

const SUGGESTIONS = [
  { title: 'Colours', message: 'Show me colours' },
  { title: 'Shapes', message: 'Show me shapes' },
];

const suggester: Script = (run) => {
  run.started();
  if (run.input.tools[0]?.name === 'copilotkitSuggest') {
    const args = JSON.stringify({ suggestions: SUGGESTIONS });
    const half = Math.floor(args.length / 2);
    callTool(run, {
      id: 'suggest',
      name: 'copilotkitSuggest',
      args: [args.slice(0, half), args.slice(half)],
    });
  } else {
    run.say(`m-${run.input.runId}`, 'Hello');
  }
  run.finished();
};

const CONFIG = { instructions: 'Suggest something', available: 'always' } as const;

describe.each(CORE_TRANSPORTS)(
  'suggestions of CopilotKit core over %s [client.core-suggestions]',
  (transport) => {
    let fixture: CoreFixture;
    beforeEach(() => {
      fixture = new CoreFixture(transport);
    });
    afterEach(() => fixture.release());

    const threadIds = async (): Promise<string[]> => {
      const { runtime } = fixture.served;
      const page = await runtime.engine?.store.threads.list(
        { tenantId: '', userId: null },
        { limit: 50, archived: 'all' },
      );
      return (page?.threads ?? []).map(({ threadId }) => threadId);
    };

    /** The client asks for suggestions by itself after every run. */
    const suggested = async (client: RecordedCore): Promise<void> => {
      const titles = (): string[] =>
        client.core.getSuggestions('default').suggestions.map(({ title }) => title);
      await until('the suggestions', () => titles().length === SUGGESTIONS.length);
      await until('their end', () => !client.core.getSuggestions('default').isLoading);
      await fixture.served.idle();
    };

    it('come, and leave no thread behind', async () => {
      await fixture.serve(suggester);
      const client = await fixture.client({ suggestionsConfig: [CONFIG] });
      await send(client, { id: 'u1', content: 'hi' });
      await suggested(client);
      expect(client.core.getSuggestions('default').suggestions).toEqual(
        SUGGESTIONS.map((suggestion) =>
          expect.objectContaining({ ...suggestion, isLoading: false }),
        ),
      );
      const asked = transport === 'rest' ? 'agent/suggest' : 'agent/run';
      expect(fixture.calls()).toEqual(['info', 'agent/run', asked]);
      expect(await threadIds()).toEqual(['t1']);
      expect(fixture.served.runtime.detachedEngine.activeRuns).toBe(0);
      client.expectErrors();
      fixture.guard.expectSilence();
    });

    it('are given up when the user goes on [suggest.single-route]', async () => {
      const asked = createGate();
      const left = createGate();
      let times = 0;
      await fixture.serve(async (run) => {
        if (run.input.tools[0]?.name !== 'copilotkitSuggest') return suggester(run);
        times += 1;
        if (times > 1) return suggester(run);
        run.started();
        asked.open();
        await aborted(run.signal);
        left.open();
      });
      const client = await fixture.client({ suggestionsConfig: [CONFIG] });
      client.core.reloadSuggestions('default');
      await asked.passed;
      client.core.clearSuggestions('default');
      await left.passed;
      await send(client, { id: 'u1', content: 'hi' });
      await suggested(client);
      expect(await threadIds()).toEqual(['t1']);
      client.expectErrors();
      fixture.guard.expectSilence();
    });

    it('may run while the conversation does', async () => {
      const rest = createGate();
      await fixture.serve(async (run) => {
        if (run.input.tools[0]?.name === 'copilotkitSuggest') return suggester(run);
        run.started();
        await rest.passed;
        run.finished();
      });
      const client = await fixture.client({ suggestionsConfig: [CONFIG] });
      const running = send(client, { id: 'u1', content: 'hi' });
      await until('the run', () => fixture.served.runtime.engine?.activeRuns === 1);
      client.core.reloadSuggestions('default');
      await until(
        'the suggestions',
        () => client.core.getSuggestions('default').suggestions.length,
      );
      rest.open();
      await running;
      await suggested(client);
      expect(await threadIds()).toEqual(['t1']);
      client.expectErrors();
      fixture.guard.expectSilence();
    });
  },
);
