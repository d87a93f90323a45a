import { jest } from '@jest/globals';
import { BuiltInAgent, type AnyToolDefinition } from '../src/index.js';
import { asking, ASK, REMOVE, removing } from './support/asking-tools.js';
import { createGate } from './support/gate.js';
import { bench, idsOf, resultsOf, toldOf } from './support/interrupt-bench.js';
import { callsTools, says, scriptedModel, toolCall } from './support/scripted-model.js';

describe('a call that goes on', () => {
  const calling = (input: string) => [
    { id: 'u', role: 'user', content: 'Hi' },
    {
      id: 'a',
      role: 'assistant',
      toolCalls: [{ id: 'c1', type: 'function', function: { name: 'remove', arguments: input } }],
    },
  ];
  const YES = [{ id: 'c1', payload: true }];

  it('has its arguments checked again, as browsers send them', async () => {
    const { removed, tool } = removing();
    const { run, client } = bench('0.0.59', [says('OK')], { tools: [tool] });
    client.setMessages(calling('{"path":7}') as never);
    expect(resultsOf(await run({ answers: YES }))).toEqual([
      ['c1', expect.stringContaining('invalid_arguments')],
    ]);
    expect(removed).toEqual([]);
  });

  it('is not carried out twice', async () => {
    const { removed, tool } = removing();
    const { run, client } = bench('0.0.59', [says('OK')], { tools: [tool] });
    const done = { id: 't', role: 'tool', toolCallId: 'c1', content: 'removed' };
    client.setMessages([...calling('{"path":"x"}'), done] as never);
    expect(resultsOf(await run({ answers: YES }))).toEqual([]);
    expect(removed).toEqual([]);
  });

  it('is answered in place, also in a history that must be complete', async () => {
    const { tool } = removing();
    const { run, client, model } = bench('0.0.59', [says('OK')], {
      tools: [tool],
      historyRepair: 'error',
    });
    client.setMessages([
      ...calling('{"path":"x"}'),
      { id: 'u2', role: 'user', content: 'Well?' },
    ] as never);
    await run({ answers: YES });
    expect(model.calls[0]?.prompt.map(({ role }) => role)).toEqual([
      'user',
      'assistant',
      'tool',
      'user',
    ]);
    expect(toldOf(model)).toEqual([['c1', 'removed']]);
  });

  it('keeps what the provider wants back of the call, beside earlier answers', async () => {
    const metadata = { scripted: { signature: 's' } };
    const turn = toolCall('c1', 'ask').map((part) =>
      part.type === 'tool-call' ? { ...part, providerMetadata: metadata } : part,
    );
    const { run, model } = bench('0.0.57', [callsTools(turn), says('OK')], {
      tools: [
        asking(async (_, { interrupt }) => [await interrupt('One?'), await interrupt('Two?')]),
      ],
    });
    await run({ text: 'Ask' });
    await run({ answers: [{ id: 'c1', payload: 1 }] });
    await run({ answers: [{ id: 'c1#2', payload: 2 }] });
    const said = model.calls[1]?.prompt.find(({ role }) => role === 'assistant');
    expect(said?.content).toMatchObject([{ toolCallId: 'c1', providerOptions: metadata }]);
  });

  it('shows the model pictures, too', async () => {
    const picture = { type: 'file', mediaType: 'image/png', data: new Uint8Array([1, 2, 3]) };
    const { tool } = removing({
      execute: () => ({ type: 'content', value: [{ type: 'text', text: 'Gone' }, picture] }),
    });
    const model = scriptedModel([REMOVE, says('OK')], { provider: 'anthropic.messages' });
    const { run } = bench('0.0.59', [], { model, tools: [tool] });
    await run({ text: 'Go' });
    expect(resultsOf(await run({ answers: YES }))).toEqual([['c1', 'Gone']]);
    expect(toldOf(model)).toEqual([
      ['c1', [{ type: 'text', text: 'Gone' }, expect.objectContaining({ mediaType: 'image/png' })]],
    ]);
  });

  it('asks several questions at the same time', async () => {
    const { run } = bench('1.0.0', [ASK, says('OK')], {
      tools: [
        asking(async (_, { interrupt }) => Promise.all([interrupt('One?'), interrupt('Two?')])),
      ],
    });
    expect(idsOf(await run({ text: 'Ask' }))).toEqual(['c1', 'c1#2']);
    const answers = [
      { id: 'c1#2', payload: 2 },
      { id: 'c1', payload: 1 },
    ];
    expect(resultsOf(await run({ answers }))).toEqual([
      ['c1', '[{"status":"resolved","payload":1},{"status":"resolved","payload":2}]'],
    ]);
  });

  it('does again what it does before it asks, and nothing that comes after', async () => {
    const done: string[] = [];
    const { run } = bench('0.0.59', [ASK, says('OK')], {
      tools: [
        asking(async (_, { interrupt, toolCallId }) => {
          done.push(`before ${toolCallId}`);
          await interrupt('Go on?');
          done.push('after');
        }),
      ],
    });
    await run({ text: 'Ask' });
    expect(done).toEqual(['before c1']);
    await run({ answers: [{ id: 'c1' }] });
    expect(done).toEqual(['before c1', 'before c1', 'after']);
  });

  it('waits although its tool catches the interrupt, never awaits it, or hangs', async () => {
    const never = new Promise(() => undefined);
    const tools: AnyToolDefinition[] = [
      { ...asking((_, { interrupt }) => interrupt('x').catch(() => 'caught')), name: 'catches' },
      { ...asking((_, { interrupt }) => void interrupt('x')), name: 'forgets' },
      {
        ...asking(async (_, { interrupt }) => {
          await interrupt('x').catch(() => never);
        }),
        name: 'hangs',
        timeoutMs: 1,
      },
    ];
    const turn = callsTools(...tools.map(({ name }) => toolCall(name, name)));
    const { run } = bench('0.0.59', [turn], { tools });
    expect(idsOf(await run({ text: 'Ask' }))).toEqual(['catches', 'forgets', 'hangs']);
  });

  it('has an approval as its first question, asked or not', async () => {
    const tool = {
      ...asking(async (_, { interrupt }) => (await interrupt('Sure?')).payload),
      needsApproval: ({ harmless }: { harmless?: boolean }) => harmless !== true,
    } as AnyToolDefinition;
    const turns = [
      callsTools(toolCall('c1', 'ask', { harmless: true }), toolCall('c2', 'ask')),
      says('OK'),
    ];
    const { run } = bench('1.0.0', turns, { tools: [tool] });
    expect(idsOf(await run({ text: 'Ask' }))).toEqual(['c1#2', 'c2']);
    const second = await run({
      answers: [
        { id: 'c1#2', payload: 'yes' },
        { id: 'c2', payload: { approved: true } },
      ],
    });
    expect(resultsOf(second)).toEqual([['c1', 'yes']]);
    expect(idsOf(second)).toEqual(['c2#2']);
    expect(resultsOf(await run({ answers: [{ id: 'c2#2', payload: 'no' }] }))).toEqual([
      ['c2', 'no'],
    ]);
  });

  it('is not carried out if it cannot be told whether it needs an approval', async () => {
    const { removed, tool } = removing({
      needsApproval: () => {
        throw new Error('no database');
      },
    });
    const { run } = bench('0.0.59', [REMOVE, says('OK')], { tools: [tool] });
    expect(resultsOf(await run({ text: 'Go' }))).toEqual([
      ['c1', expect.stringContaining('tool_failed')],
    ]);
    expect(removed).toEqual([]);
  });

  it('is answered for when its run is stopped', async () => {
    const gate = createGate();
    const { tool } = removing({
      execute: async () => {
        gate.open();
        await new Promise(() => undefined);
      },
    });
    const { run, agent, model } = bench('0.0.59', [REMOVE, says('OK')], { tools: [tool] });
    await run({ text: 'Go' });
    const running = run({ answers: YES });
    await gate.opened;
    agent.abortRun();
    expect(resultsOf(await running)).toEqual([['c1', expect.stringContaining('cancelled')]]);
    expect(model.calls).toHaveLength(1);
  });

  it('can be answered again if its run has failed', async () => {
    // AG-UI reports every run that fails.
    jest.spyOn(console, 'error').mockImplementation(() => {});
    let attempts = 0;
    const { tool } = removing({
      execute: () => {
        attempts += 1;
        if (attempts === 1) throw new Error('no disk');
        return 'removed';
      },
    });
    const { run } = bench('0.0.59', [REMOVE, says('OK')], { tools: [tool], onToolError: 'abort' });
    await run({ text: 'Go' });
    await expect(run({ answers: YES })).rejects.toMatchObject({ code: 'tool_failure' });
    expect(resultsOf(await run({ answers: YES }))).toEqual([['c1', 'removed']]);
    jest.restoreAllMocks();
  });
});

describe('a tool that needs approval', () => {
  it.each([
    ['the browser executes', { execute: undefined as never }],
    ['a person answers', { interrupt: true }],
  ])('is refused if %s it', (_, changes) => {
    const { tool } = removing(changes);
    expect(() => new BuiltInAgent({ model: scriptedModel([]), tools: [tool] })).toThrow(
      'needsApproval',
    );
  });
});
