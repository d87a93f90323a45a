import { jest } from '@jest/globals';
import { AbstractAgent } from '@ag-ui/client';
import {
  answer,
  createGate,
  runFinished,
  runStarted,
  ScriptedAgent,
  toolCall,
  toolResult,
  until,
} from '@flightdeck/testing';
import { withServerTools } from '../src/server-tools/with-server-tools.js';
import { defineTool } from '../src/tools/define-tool.js';
import {
  collect,
  KINDS,
  lookup,
  lookUpThenTell,
  structuralAgent,
  typesOf,
  type Input,
  type Script,
} from './support/scripted-inner.js';

describe('withServerTools', () => {
  afterEach(() => jest.restoreAllMocks());

  describe.each(KINDS)('around %s', (_kind, create) => {
    it('runs the tool, tells its result and asks the agent again, within one run [agent.server-tools]', async () => {
      const seen: Input[] = [];
      const agent = withServerTools(create(lookUpThenTell, seen), [lookup]);
      const events = await collect(agent);
      expect(typesOf(events)).toEqual([
        'RUN_STARTED',
        'TOOL_CALL_START',
        'TOOL_CALL_ARGS',
        'TOOL_CALL_END',
        'TOOL_CALL_RESULT',
        'TEXT_MESSAGE_START',
        'TEXT_MESSAGE_CONTENT',
        'TEXT_MESSAGE_END',
        'RUN_FINISHED',
      ]);
      expect(events[4]).toMatchObject({
        toolCallId: 'c-r1',
        role: 'tool',
        content: 'sunny in Rome',
      });
      expect(events.at(-1)).toMatchObject({ threadId: 't1', runId: 'r1' });
      expect(seen).toHaveLength(2);
      expect(seen[0]?.tools).toEqual([
        expect.objectContaining({
          name: 'lookup',
          description: 'Looks up the weather',
          parameters: expect.objectContaining({ type: 'object', required: ['city'] }),
        }),
      ]);
      expect(seen[1]).toMatchObject({
        threadId: 't1',
        messages: [
          {
            role: 'assistant',
            toolCalls: [{ id: 'c-r1', function: { name: 'lookup', arguments: '{"city":"Rome"}' } }],
          },
          { role: 'tool', toolCallId: 'c-r1', content: 'sunny in Rome' },
        ],
      });
      expect(seen[1]?.runId).not.toBe('r1');
    });

    it('leaves a tool to the browser that has one of that name', async () => {
      const seen: Input[] = [];
      const agent = withServerTools(create(lookUpThenTell, seen), [lookup]);
      const browser = { name: 'lookup', description: 'By the browser', parameters: {} };
      const events = await collect(agent, { tools: [browser] });
      expect(typesOf(events)).not.toContain('TOOL_CALL_RESULT');
      expect(seen).toHaveLength(1);
      expect(seen[0]?.tools).toEqual([browser]);
    });

    it('ends the run after its results where the browser has to answer, too', async () => {
      const seen: Input[] = [];
      const script: Script = function* both(input) {
        yield runStarted(input);
        yield* toolCall({ id: 'c1', name: 'confirm', args: {} });
        yield* toolCall({ id: 'c2', name: 'lookup', args: { city: 'Oslo' } });
        yield runFinished(input);
      };
      const agent = withServerTools(create(script, seen), [lookup]);
      const events = await collect(agent);
      expect(typesOf(events).slice(-2)).toEqual(['TOOL_CALL_RESULT', 'RUN_FINISHED']);
      expect(events.at(-2)).toMatchObject({ toolCallId: 'c2' });
      expect(seen).toHaveLength(1);
    });

    it('does not answer a call that the agent has answered itself', async () => {
      const script: Script = function* own(input) {
        yield runStarted(input);
        yield* toolCall({ id: 'c1', name: 'lookup', args: { city: 'Oslo' } });
        yield toolResult('c1', 'by the agent');
        yield runFinished(input);
      };
      const events = await collect(withServerTools(create(script), [lookup]));
      expect(events.filter(({ type }) => type === 'TOOL_CALL_RESULT')).toMatchObject([
        { content: 'by the agent' },
      ]);
    });

    it('asks no more than ten times', async () => {
      const seen: Input[] = [];
      const script: Script = function* again(input) {
        yield runStarted(input);
        yield* toolCall({ id: `c${seen.length}`, name: 'lookup', args: { city: 'Oslo' } });
        yield runFinished(input);
      };
      const events = await collect(withServerTools(create(script, seen), [lookup]));
      expect(seen).toHaveLength(10);
      expect(events.filter(({ type }) => type === 'TOOL_CALL_RESULT')).toHaveLength(10);
      expect(events.at(-1)).toMatchObject({ type: 'RUN_FINISHED', runId: 'r1' });
    });

    it('ends with the error of the agent', async () => {
      const seen: Input[] = [];
      const script: Script = function* failing(input) {
        yield runStarted(input);
        yield* toolCall({ id: 'c1', name: 'lookup', args: { city: 'Oslo' } });
        yield { type: 'RUN_ERROR', message: 'no model' };
      };
      const events = await collect(withServerTools(create(script, seen), [lookup]));
      expect(events.at(-1)).toMatchObject({ type: 'RUN_ERROR', message: 'no model' });
      expect(typesOf(events)).not.toContain('TOOL_CALL_RESULT');
      expect(seen).toHaveLength(1);
    });

    it('gives the next step the state that the agent and the tools have made', async () => {
      const seen: Input[] = [];
      const script: Script = function* counting(input) {
        yield runStarted(input);
        if (seen.length === 1) {
          yield { type: 'STATE_SNAPSHOT', snapshot: { count: 1 } };
          yield { type: 'STATE_DELTA', delta: [{ op: 'replace', path: '/count', value: 2 }] };
          yield* toolCall({ id: 'c1', name: 'double', args: {} });
        }
        yield runFinished(input);
      };
      const double = defineTool({
        name: 'double',
        description: 'Doubles',
        execute: (_input, { state, setState }) => {
          const { count } = state as { count: number };
          setState({ count: count * 2 });
        },
      });
      const events = await collect(withServerTools(create(script, seen), [double]));
      expect(events.filter(({ type }) => type === 'STATE_SNAPSHOT')).toMatchObject([
        { snapshot: { count: 1 } },
        { snapshot: { count: 4 } },
      ]);
      expect(seen[1]?.state).toEqual({ count: 4 });
    });

    it('stops agent and tool when it is told to, and tells nothing more', async () => {
      const started = createGate();
      let toolSignal: AbortSignal | undefined;
      const slow = defineTool({
        name: 'lookup',
        description: 'Never answers',
        execute: (_input, { abortSignal }) => {
          toolSignal = abortSignal;
          started.open();
          return new Promise(() => undefined);
        },
      });
      const agent = withServerTools(create(lookUpThenTell), [slow]);
      const running = collect(agent);
      await started.opened;
      agent.abortRun();
      const events = await running;
      expect(toolSignal?.aborted).toBe(true);
      expect(events.at(-1)).toMatchObject({ type: 'TOOL_CALL_END' });
    });

    it('runs clones only, each with what the host has set', async () => {
      const seen: Input[] = [];
      const headers: unknown[] = [];
      const tool = defineTool({
        name: 'lookup',
        description: 'Tells the headers',
        execute: (_input, context) => {
          headers.push(context.headers, context.agentId);
          return 'x';
        },
      });
      const registered = withServerTools(create(lookUpThenTell, seen), [tool]);
      const first = registered.clone() as typeof registered;
      const second = registered.clone() as typeof registered;
      Object.assign(first, { headers: { authorization: 'a' }, agentId: 'one' });
      Object.assign(second, { headers: { authorization: 'b' }, agentId: 'two' });
      await Promise.all([collect(first), collect(second)]);
      expect(headers).toEqual([{ authorization: 'a' }, 'one', { authorization: 'b' }, 'two']);
      expect(registered.messages).toEqual([]);
    });
  });

  it('is an agent of AG-UI with the description and the capabilities of the other one', async () => {
    const inner = new ScriptedAgent(({ input }) => answer(input), {
      description: 'Says hello',
      headers: { 'x-own': '1' },
      getCapabilities: () => ({ identity: { name: 'Hello' } }),
    });
    const agent = withServerTools(inner, []).clone() as ReturnType<typeof withServerTools>;
    expect(agent).toBeInstanceOf(AbstractAgent);
    expect(agent).toMatchObject({ description: 'Says hello', headers: { 'x-own': '1' } });
    expect(await agent.getCapabilities?.()).toEqual({ identity: { name: 'Hello' } });
  });

  it('has no capabilities where the other agent has none', () => {
    expect(withServerTools(new ScriptedAgent(), []).getCapabilities).toBeUndefined();
  });

  it('fails the run where the agent rejects', async () => {
    const agent = withServerTools(
      structuralAgent(function* broken() {
        yield { type: 'RUN_STARTED', threadId: 't1', runId: 'r1' };
        throw new Error('out of order');
      }),
      [lookup],
    );
    // AG-UI reports failures there.
    jest.spyOn(console, 'error').mockImplementation(() => undefined);
    await expect(collect(agent)).rejects.toThrow('out of order');
  });

  it('ends at an interrupt of the agent, after its own results', async () => {
    const seen: Input[] = [];
    const outcome = { type: 'interrupt', interrupts: [{ id: 'i1', reason: 'approval' }] };
    const agent = withServerTools(
      structuralAgent(function* asking(input) {
        yield runStarted(input);
        yield* toolCall({ id: 'c1', name: 'lookup', args: { city: 'Oslo' } });
        yield { ...runFinished(input), outcome };
      }, seen),
      [lookup],
    );
    const events = await collect(agent);
    expect(events.slice(-2)).toMatchObject([
      { type: 'TOOL_CALL_RESULT' },
      { type: 'RUN_FINISHED', outcome },
    ]);
    expect(seen).toHaveLength(1);
  });

  it('leaves nothing behind when its listener goes', async () => {
    const gate = createGate();
    const inner = new ScriptedAgent(async function* waiting({ input }) {
      yield runStarted(input);
      await gate.opened;
      yield runFinished(input);
    });
    const events: unknown[] = [];
    const subscription = withServerTools(inner, [lookup])
      .run({ threadId: 't', runId: 'r', messages: [], tools: [], context: [], state: {} } as never)
      .subscribe((event) => events.push(event));
    await until(() => events.length === 1);
    subscription.unsubscribe();
    expect(inner.log.aborts).toBe(1);
    gate.open();
    await Promise.resolve();
    expect(events).toHaveLength(1);
  });
});
