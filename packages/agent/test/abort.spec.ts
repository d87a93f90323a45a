import {
  BuiltInAgent,
  defineTool,
  registerProvider,
  type BuiltInAgentClassicConfig,
} from '../src/index.js';
import { createGate } from './support/gate.js';
import { openItems } from './support/open-items.js';
import { collectRun, runInput, type AgentEventRecord } from './support/run-events.js';
import {
  callsTools,
  finish,
  says,
  scriptedModel,
  toolCall,
  type ScriptedModel,
  type ScriptedPart,
} from './support/scripted-model.js';

/** A turn with several things open at any time. */
const TURN: readonly ScriptedPart[] = [
  { type: 'reasoning-start', id: 'r' },
  { type: 'reasoning-delta', id: 'r', delta: 'Hm' },
  { type: 'text-start', id: 't' },
  { type: 'text-delta', id: 't', delta: 'Let me see' },
  { type: 'tool-input-start', id: 'c1', toolName: 'slow' },
  { type: 'tool-input-delta', id: 'c1', delta: '{' },
  { type: 'reasoning-end', id: 'r' },
  { type: 'tool-input-delta', id: 'c1', delta: '}' },
  { type: 'tool-call', toolCallId: 'c1', toolName: 'slow', input: '{}' },
  { type: 'text-end', id: 't' },
  ...toolCall('c2', 'pick'),
  ...toolCall('c3', 'slow'),
  finish('tool-calls'),
];

const FRONTEND = [{ name: 'pick', description: 'Picks', parameters: { type: 'object' } }];

/** Answers after some turns of the event loop, unless it is stopped. */
const slow = defineTool({
  name: 'slow',
  description: 'Takes its time',
  execute: async () => {
    for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    return 'done';
  },
});

function subject(): { agent: BuiltInAgent; model: ScriptedModel } {
  const model = scriptedModel([callsTools(toolCall('c0', 'slow')), TURN]);
  return { model, agent: new BuiltInAgent({ model, tools: [slow] }) };
}

const INPUT = { tools: FRONTEND, protocolVersion: '1.0' };

/** How many events an undisturbed run has: the places where it can be stopped. */
const { events: undisturbed } = await collectRun(subject().agent, INPUT);
const PLACES = undisturbed.map((event, index) => [index, event.type] as const).slice(0, -1);

describe('abortRun()', () => {
  it.each(PLACES)('leaves nothing open after event %i, %s [agent.abort]', async (place) => {
    const { agent } = subject();
    let seen = 0;
    const { events, error } = await collectRun(agent, INPUT, () => {
      if (seen === place) agent.abortRun();
      seen += 1;
    });
    expect(error).toBeUndefined();
    expect(openItems(events)).toEqual([]);
    expect(events.at(-1)).toMatchObject({ type: 'RUN_FINISHED', outcome: { type: 'cancelled' } });
    expect(events.filter(({ type }) => type === 'RUN_FINISHED')).toHaveLength(1);
  });

  it('tells clients before 1.0 nothing of an outcome that they would refuse', async () => {
    const { agent } = subject();
    const { events } = await collectRun(agent, { tools: FRONTEND }, ({ type }) => {
      if (type === 'TEXT_MESSAGE_CONTENT') agent.abortRun();
    });
    expect(events.at(-1)).not.toHaveProperty('outcome');
  });

  it('tells the usage of the steps that were complete', async () => {
    const { agent } = subject();
    const { events } = await collectRun(agent, INPUT, ({ type }) => {
      if (type === 'TEXT_MESSAGE_CONTENT') agent.abortRun();
    });
    expect(events.at(-1)).toMatchObject({ usage: [{ model: 'script-1', inputTokens: 10 }] });
  });

  it('ends a run whose model never answers', async () => {
    let asked = () => {};
    const began = new Promise<void>((resolve) => (asked = resolve));
    const model = scriptedModel([
      async function* silent() {
        asked();
        await new Promise(() => {});
        yield* [];
      },
    ]);
    const agent = new BuiltInAgent({ model });
    const run = collectRun(agent, INPUT);
    await began;
    agent.abortRun();
    expect((await run).events.at(-1)).toMatchObject({ outcome: { type: 'cancelled' } });
    expect(model.calls[0]?.abortSignal?.aborted).toBe(true);
  });

  it('ends a run whose tool never answers, and aborts the tool', async () => {
    let signal: AbortSignal | undefined;
    const agent: BuiltInAgent = new BuiltInAgent({
      model: scriptedModel([callsTools(toolCall('c1', 'hang'))]),
      tools: [
        defineTool({
          name: 'hang',
          description: 'Hangs',
          execute: (_, { abortSignal }) => {
            signal = abortSignal;
            queueMicrotask(() => agent.abortRun());
            return new Promise(() => {});
          },
        }),
      ],
    });
    const { events } = await collectRun(agent, INPUT);
    expect(signal?.aborted).toBe(true);
    expect(openItems(events)).toEqual([]);
    expect(events.at(-1)).toMatchObject({ outcome: { type: 'cancelled' } });
  });

  it('ends a run whose prompt function never answers', async () => {
    const agent: BuiltInAgent = new BuiltInAgent({
      model: scriptedModel([says('never')]),
      prompt: () => {
        queueMicrotask(() => agent.abortRun());
        return new Promise<string>(() => {});
      },
    });
    const { events } = await collectRun(agent, INPUT);
    expect(events.at(-1)).toMatchObject({ outcome: { type: 'cancelled' } });
  });

  it.each<[title: string, config: (hang: () => Promise<never>) => BuiltInAgentClassicConfig]>([
    [
      'factory of a provider',
      (hang) => {
        registerProvider('hanging', hang);
        return { model: 'hanging/model' };
      },
    ],
    [
      'check of arguments',
      (hang) => {
        const standard = {
          version: 1,
          vendor: 'app',
          validate: hang,
          jsonSchema: { input: () => ({ type: 'object' }) },
        };
        return {
          model: scriptedModel([callsTools(toolCall('c1', 'look'))]),
          tools: [{ name: 'look', description: '', parameters: { '~standard': standard } }],
          toolTimeoutMs: 0,
        };
      },
    ],
    [
      'schema',
      (hang) => {
        const schema = {
          [Symbol.for('vercel.ai.schema')]: true,
          get jsonSchema() {
            return hang();
          },
        };
        return {
          model: scriptedModel([says('never')]),
          tools: [{ name: 'look', description: '', parameters: schema, execute: () => 1 }],
        };
      },
    ],
  ])('ends a run that a hanging %s holds', async (_, config) => {
    let hanging = createGate();
    const hang = (): Promise<never> => {
      hanging.open();
      return new Promise(() => {});
    };
    const agent = new BuiltInAgent(config(hang));
    // The constructor has had a look at the schema.
    hanging = createGate();
    const run = collectRun(agent, INPUT);
    await hanging.opened;
    agent.abortRun();
    const { events } = await run;
    expect(events.at(-1)).toMatchObject({ outcome: { type: 'cancelled' } });
    expect(openItems(events)).toEqual([]);
  });

  it('reaches a run that nobody has subscribed to yet', async () => {
    const { agent, model } = subject();
    const events: AgentEventRecord[] = [];
    const observable = agent.run(runInput(INPUT) as never);
    agent.abortRun();
    await new Promise<void>((resolve) => {
      observable.subscribe({
        next: (event) => events.push(event as unknown as AgentEventRecord),
        complete: resolve,
      });
    });
    expect(events.map(({ type }) => type)).toEqual(['RUN_STARTED', 'RUN_FINISHED']);
    expect(model.calls).toHaveLength(0);
  });
});

describe('unsubscribing', () => {
  it.each(PLACES)(
    'silences the run after event %i, %s, and frees the agent [agent.abort]',
    async (place) => {
      const { agent } = subject();
      const events: AgentEventRecord[] = [];
      await new Promise<void>((resolve) => {
        const subscription = agent.run(runInput(INPUT) as never).subscribe((event) => {
          events.push(event as unknown as AgentEventRecord);
          if (events.length !== place + 1) return;
          // Not yet assigned while the first event is told.
          queueMicrotask(() => {
            subscription.unsubscribe();
            events.length = 0;
            resolve();
          });
        });
      });
      const { error } = await collectRun(agent, INPUT);
      expect(error).toBeUndefined();
      expect(events).toEqual([]);
    },
  );

  it('reaches the provider', async () => {
    const { agent, model } = subject();
    await new Promise<void>((resolve) => {
      const subscription = agent.run(runInput(INPUT) as never).subscribe(({ type }) => {
        if (type !== 'TEXT_MESSAGE_CONTENT') return;
        subscription.unsubscribe();
        resolve();
      });
    });
    expect(model.calls.at(-1)?.abortSignal?.aborted).toBe(true);
  });
});
