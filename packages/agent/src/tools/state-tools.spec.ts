import { callTool } from './call-tool.js';
import { createRunState, type StateEvent } from './run-state.js';
import { createStateTools } from './state-tools.js';
import { createToolSet } from './tool-set.js';

async function call(toolName: string, input: unknown) {
  const events: StateEvent[] = [];
  const state = createRunState({ n: 1 }, (event) => events.push(event));
  const tools = createToolSet({ state: createStateTools(state) });
  const outcome = await callTool(
    tools.get(toolName),
    { toolCallId: 'c', toolName, input: JSON.stringify(input) },
    {
      context: { threadId: 't', runId: 'r', agentId: 'a', headers: {}, forwardedProps: {} },
      state,
      signal: new AbortController().signal,
      redact: () => 'redacted',
    },
  );
  return { outcome, events, specs: tools.specs };
}

describe('createStateTools', () => {
  it('offers both tools under the names that frontends know [agent.state-tools]', async () => {
    const { specs } = await call('AGUISendStateSnapshot', { snapshot: {} });
    expect(specs).toMatchObject([
      { name: 'AGUISendStateSnapshot', inputSchema: { required: ['snapshot'] } },
      {
        name: 'AGUISendStateDelta',
        inputSchema: {
          properties: {
            delta: { items: { properties: { op: { enum: ['add', 'replace', 'remove'] } } } },
          },
          required: ['delta'],
        },
      },
    ]);
  });

  it('replaces the state', async () => {
    const { outcome, events } = await call('AGUISendStateSnapshot', { snapshot: { n: 2 } });
    expect(outcome?.content).toBe('{"success":true}');
    expect(events).toEqual([{ type: 'STATE_SNAPSHOT', snapshot: { n: 2 } }]);
  });

  it('patches the state', async () => {
    const delta = [{ op: 'replace', path: '/n', value: 2 }];
    const { outcome, events } = await call('AGUISendStateDelta', { delta });
    expect(outcome?.content).toBe('{"success":true}');
    expect(events).toEqual([
      { type: 'STATE_SNAPSHOT', snapshot: { n: 1 } },
      { type: 'STATE_DELTA', delta },
    ]);
  });

  it.each([
    ['AGUISendStateSnapshot', {}, /snapshot/],
    ['AGUISendStateDelta', { delta: 'all' }, /delta/],
    [
      'AGUISendStateDelta',
      { delta: [{ op: 'remove', path: '/x' }] },
      /operation 0 cannot be applied/,
    ],
  ])('tells the model what is wrong with a call of %s', async (toolName, input, message) => {
    const { outcome, events } = await call(toolName, input);
    expect(outcome?.error).toEqual({
      code: 'invalid_arguments',
      message: expect.stringMatching(message),
    });
    expect(events).toEqual([]);
  });
});
