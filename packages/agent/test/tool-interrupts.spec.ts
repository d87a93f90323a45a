import { asking, ASK, REMOVE, removing } from './support/asking-tools.js';
import { bench, idsOf, interruptsOf, resultsOf, toldOf } from './support/interrupt-bench.js';
import { CLIENTS, type ClientVersion } from './support/run-events.js';
import { callsTools, says, toolCall } from './support/scripted-model.js';

const VERSIONS = Object.keys(CLIENTS) as ClientVersion[];

describe.each(VERSIONS)('an approval, for AG-UI %s', (version) => {
  it('is asked for, and the call is carried out when it is given [agent.tools-approval]', async () => {
    const { removed, tool } = removing();
    const { run, model, client } = bench(version, [REMOVE, says('Done')], { tools: [tool] });
    const first = await run({ text: 'Remove it' });
    expect(interruptsOf(first)).toEqual([
      {
        id: 'c1',
        toolCallId: 'c1',
        reason: 'tool_approval',
        message: 'Approve "remove"?',
        responseSchema: expect.objectContaining({ required: ['approved'] }),
        metadata: { toolName: 'remove' },
      },
    ]);
    expect(resultsOf(first)).toEqual([]);
    expect(removed).toEqual([]);
    const second = await run({ answers: [{ id: 'c1', payload: { approved: true } }] });
    expect(removed).toEqual([{ path: '/tmp/x', times: 1 }]);
    expect(resultsOf(second)).toEqual([['c1', 'removed']]);
    expect(toldOf(model)).toEqual([['c1', 'removed']]);
    expect(client.messages.map(({ role, content }) => [role, content ?? null])).toEqual([
      ['user', 'Remove it'],
      ['assistant', null],
      ['tool', 'removed'],
      ['assistant', 'Done'],
    ]);
    await run({ text: 'Thanks' });
    expect(removed).toHaveLength(1);
  });

  it.each([
    ['is cancelled', { status: 'cancelled' }, ''],
    ['is refused', { payload: { approved: false, reason: 'Not mine' } }, ': Not mine'],
    ['is answered in other words', { payload: 'sure' }, ''],
  ] as const)(
    'lets nothing happen if it %s, and the model knows [agent.tools-approval]',
    async (_, answer, why) => {
      const { removed, tool } = removing();
      const { run, model } = bench(version, [REMOVE, says('OK')], { tools: [tool] });
      await run({ text: 'Remove it' });
      const second = await run({ answers: [{ id: 'c1', ...answer }] });
      const message = `The user did not approve the call of the tool remove${why}`;
      const content = JSON.stringify({ error: { code: 'cancelled', message } });
      expect(resultsOf(second)).toEqual([['c1', content]]);
      expect(toldOf(model)).toEqual([['c1', content]]);
      expect(removed).toEqual([]);
    },
  );

  it('does not hold up a user who says something else', async () => {
    const { removed, tool } = removing();
    const { run, model, client } = bench(version, [REMOVE, says('Fine')], { tools: [tool] });
    await run({ text: 'Remove it' });
    // An instance that has the question in its memory insists on an answer; a reloaded page has not.
    Object.assign(client, { pendingInterrupts: [] });
    const second = await run({ text: 'Never mind' });
    expect(idsOf(second)).toEqual([]);
    expect(toldOf(model)).toEqual([['c1', expect.stringContaining('not answered')]]);
    const third = await run({ answers: [{ id: 'c1', payload: true }] });
    expect(resultsOf(third)).toEqual([['c1', 'removed']]);
    expect(removed).toHaveLength(1);
  });

  it('may be cancelled with what the user says instead', async () => {
    const { removed, tool } = removing();
    const { run, model } = bench(version, [REMOVE, says('Fine')], { tools: [tool] });
    await run({ text: 'Remove it' });
    await run({ text: 'Stop', answers: [{ id: 'c1', status: 'cancelled' }] });
    expect(model.calls.at(-1)?.prompt.map(({ role }) => role)).toEqual([
      'user',
      'assistant',
      'tool',
      'user',
    ]);
    expect(removed).toEqual([]);
  });
});

describe.each(VERSIONS)('a tool that asks, for AG-UI %s', (version) => {
  it('gets its answers one after the other [agent.tools-interrupt]', async () => {
    const seen: unknown[] = [];
    const tool = asking(async (_, { interrupt, toolCallId }) => {
      const colour = await interrupt({ message: 'Colour?', reason: 'choice', metadata: { n: 1 } });
      const size = await interrupt('Size?');
      const name = await interrupt('Name?');
      seen.push(toolCallId);
      return [colour, size, name];
    });
    const { run, model } = bench(version, [ASK, says('Done')], { tools: [tool] });
    const first = await run({ text: 'Ask me' });
    expect(interruptsOf(first)).toEqual([
      { id: 'c1', toolCallId: 'c1', reason: 'choice', message: 'Colour?', metadata: { n: 1 } },
    ]);
    const second = await run({ answers: [{ id: 'c1', payload: 'red' }] });
    expect(interruptsOf(second)).toEqual([
      { id: 'c1#2', toolCallId: 'c1', reason: 'tool_call', message: 'Size?' },
    ]);
    expect(model.calls).toHaveLength(1);
    const third = await run({ answers: [{ id: 'c1#2', status: 'cancelled' }] });
    expect(idsOf(third)).toEqual(['c1#3']);
    const last = await run({ answers: [{ id: 'c1#3', payload: { name: 'Ann' } }] });
    expect(JSON.parse(String((resultsOf(last)[0] as unknown[])[1]))).toEqual([
      { status: 'resolved', payload: 'red' },
      { status: 'cancelled' },
      { status: 'resolved', payload: { name: 'Ann' } },
    ]);
    expect(seen).toEqual(['c1']);
    expect(toldOf(model)).toHaveLength(1);
  });

  it('goes on beside others: of the server, of the browser, and answered by people [agent.tools-interrupt]', async () => {
    const { removed, tool } = removing();
    const turn = callsTools(
      toolCall('c1', 'remove', { path: 'a' }),
      toolCall('c2', 'remove', { path: 'b' }),
      toolCall('c3', 'time'),
      toolCall('c4', 'pick'),
      toolCall('c5', 'person'),
      toolCall('c6', 'ask'),
    );
    const { run, model, client } = bench(version, [turn, says('Done')], {
      tools: [
        tool,
        { name: 'time', description: 'Tells the time', execute: () => 'noon' },
        { name: 'person', description: 'Asks a person', interrupt: true },
        asking(async (_, { interrupt }) => (await interrupt('Which?')).payload),
      ],
    });
    const tools = [{ name: 'pick', description: 'Picks', parameters: { type: 'object' } }];
    const first = await run({ text: 'Go', tools });
    expect(idsOf(first)).toEqual(['c1', 'c2', 'c5', 'c6']);
    expect(resultsOf(first)).toEqual([['c3', 'noon']]);
    client.addMessage({ id: 'picked', role: 'tool', toolCallId: 'c4', content: 'teal' });
    const second = await run({
      tools,
      answers: [
        { id: 'c1', payload: true },
        { id: 'c2', status: 'cancelled' },
        { id: 'c5', payload: 'me' },
        { id: 'c6', payload: 'this' },
      ],
    });
    expect(removed).toEqual([{ path: 'a', times: 1 }]);
    expect(new Map(resultsOf(second) as [string, string][])).toEqual(
      new Map([
        ['c5', '"me"'],
        ['c1', 'removed'],
        ['c2', expect.stringContaining('did not approve')],
        ['c6', 'this'],
      ]),
    );
    expect(toldOf(model).map((told) => (told as string[])[0])).toEqual([
      'c1',
      'c2',
      'c3',
      'c4',
      'c5',
      'c6',
    ]);
  });
});
