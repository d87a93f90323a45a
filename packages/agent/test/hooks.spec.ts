import {
  BuiltInAgent,
  defineTool,
  type AgentEvent,
  type BuiltInAgentClassicConfig,
  type FinishReport,
  type StepReport,
  type ToolCallReport,
} from '../src/index.js';
import { REMOVE, removing } from './support/asking-tools.js';
import { bench } from './support/interrupt-bench.js';
import { createRecordingLogger } from './support/recording-logger.js';
import { collectRun } from './support/run-events.js';
import {
  callsTools,
  finish,
  says,
  scriptedModel,
  toolCall,
  type ScriptedTurn,
} from './support/scripted-model.js';

const add = defineTool({ name: 'add', description: 'Adds', execute: () => 3 });
const broken = defineTool({
  name: 'broken',
  description: 'Fails',
  execute: () => Promise.reject(new Error('broken')),
});
const hanging = defineTool({
  name: 'hanging',
  description: 'Hangs',
  execute: () => new Promise(() => {}),
});
const approve = defineTool({ name: 'approve', description: 'Asks a person', interrupt: true });
const pick = { name: 'pick', description: 'Picks', parameters: { type: 'object' } };

function subject(turns: readonly ScriptedTurn[], config: Partial<BuiltInAgentClassicConfig> = {}) {
  const heard = {
    events: [] as AgentEvent[],
    steps: [] as StepReport[],
    calls: [] as ToolCallReport[],
    ends: [] as FinishReport[],
  };
  const agent = new BuiltInAgent({
    model: scriptedModel(turns),
    logger: createRecordingLogger(),
    maxRetries: 0,
    tools: [add, broken, hanging, approve],
    onEvent: (event) => heard.events.push(event),
    onStep: (step) => heard.steps.push(step),
    onToolCall: (call) => heard.calls.push(call),
    onFinish: (end) => heard.ends.push(end),
    ...config,
  });
  return { agent, heard };
}

describe('the hooks of a run', () => {
  it('hear each event as it was emitted [agent.hooks]', async () => {
    const { agent, heard } = subject([callsTools(toolCall('c1', 'add')), says('Three')]);
    const { events } = await collectRun(agent);
    expect(heard.events).toEqual(events);
    expect(heard.events.at(-1)?.type).toBe('RUN_FINISHED');
  });

  it('hear how each call of a step ended, but for those that others answer [agent.hooks]', async () => {
    const { agent, heard } = subject([
      callsTools(
        toolCall('c1', 'add'),
        toolCall('c2', 'broken'),
        toolCall('c3', 'made_up'),
        toolCall('c4', 'add', 'no JSON'),
        toolCall('c5', 'pick'),
        toolCall('c6', 'approve'),
      ),
    ]);
    await collectRun(agent, { tools: [pick] });
    const byId = heard.calls.toSorted((a, b) => a.toolCallId.localeCompare(b.toolCallId));
    expect(byId.map((report) => ({ ...report, durationMs: 0 }))).toEqual(
      [
        { toolCallId: 'c1', toolName: 'add', origin: 'server' },
        { toolCallId: 'c2', toolName: 'broken', origin: 'server', error: 'tool_failed' },
        { toolCallId: 'c3', toolName: 'made_up', error: 'unknown_tool' },
        { toolCallId: 'c4', toolName: 'add', origin: 'server', error: 'invalid_arguments' },
      ].map((report) => ({ threadId: 'thread', runId: 'run', durationMs: 0, ...report })),
    );
    expect(byId.every(({ durationMs }) => durationMs >= 0)).toBe(true);
  });

  const ends: readonly (readonly [
    string,
    FinishReport['outcome'],
    number,
    readonly ScriptedTurn[],
    Partial<BuiltInAgentClassicConfig>,
  ])[] = [
    ['an answer', 'success', 1, [says('Hi')], {}],
    ['too many steps', 'success', 2, [callsTools(toolCall('', 'add'))], { maxSteps: 2 }],
    ['a question to a person', 'interrupt', 1, [callsTools(toolCall('c1', 'approve'))], {}],
    [
      'a failed second answer',
      'error',
      1,
      [callsTools(toolCall('c1', 'add')), [{ type: 'error', error: new Error('no') }]],
      {},
    ],
    [
      'a failed tool that ends the run',
      'error',
      1,
      [callsTools(toolCall('c1', 'broken'))],
      { onToolError: 'abort' },
    ],
    ['a withheld answer', 'error', 0, [[finish('content-filter')]], {}],
    ['a model that cannot be loaded', 'error', 0, [], { model: 'nobody/nothing' }],
    [
      'a history that is refused',
      'error',
      0,
      [says('Hi')],
      { compactHistory: () => Promise.reject(new Error('no')) },
    ],
  ];

  it.each(ends)(
    'hear one end, and each step once, after %s [agent.hooks]',
    async (...[, outcome, steps, turns, config]) => {
      const { agent, heard } = subject(turns, config);
      await collectRun(agent);
      expect(heard.ends).toMatchObject([{ outcome, steps }]);
      expect(heard.steps.map(({ step }) => step)).toEqual(
        Array.from({ length: steps }, (__, index) => index + 1),
      );
    },
  );

  it('hear one end of a run that is stopped while a tool works [agent.hooks]', async () => {
    const { agent, heard } = subject([callsTools(toolCall('c1', 'hanging'))]);
    await collectRun(agent, {}, ({ type }) => {
      if (type === 'TOOL_CALL_END') setImmediate(() => agent.abortRun());
    });
    expect(heard.ends).toMatchObject([{ outcome: 'cancelled', steps: 1 }]);
    expect(heard.steps).toHaveLength(1);
    expect(heard.calls).toMatchObject([{ toolCallId: 'c1', error: 'cancelled' }]);
  });

  it('hear of a call that waits for an approval when it is carried out', async () => {
    const calls: ToolCallReport[] = [];
    const { tool } = removing();
    const { run } = bench('1.0.0', [REMOVE, says('Done')], {
      tools: [tool],
      onToolCall: (call) => calls.push(call),
    });
    await run({ text: 'Remove it' });
    expect(calls).toEqual([]);
    await run({ answers: [{ id: 'c1', payload: { approved: true } }] });
    expect(calls).toMatchObject([{ toolCallId: 'c1', toolName: 'remove', runId: 'run-2' }]);
    expect(calls[0]).not.toHaveProperty('error');
  });

  it('change nothing by throwing, and are logged [agent.hooks]', async () => {
    const logger = createRecordingLogger();
    const throws = (): never => {
      throw new Error('hook');
    };
    const { agent } = subject([callsTools(toolCall('c1', 'add')), says('Three')], {
      logger,
      onEvent: throws,
      onStep: throws,
      onToolCall: throws,
      onFinish: throws,
    });
    const { events, error } = await collectRun(agent);
    expect(error).toBeUndefined();
    expect(events.at(-1)?.type).toBe('RUN_FINISHED');
    expect(logger.lines.map(({ message }) => message).toSorted()).toEqual([
      'onEvent failed',
      'onFinish failed',
      'onStep failed',
      'onToolCall failed',
    ]);
  });
});
