import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Message, Tool } from '@flightdeck/core';
import type { ScriptedRun, Script } from '../../support/scripted-agent.js';

/** A run as an agent carries it out, and what a client must have of it at the end. */
export interface RunScenario {
  readonly name: string;
  readonly script: Script;
  readonly tools?: readonly Tool[];
  /** The client's messages after the user's own one. */
  readonly messages: readonly unknown[];
  readonly state?: unknown;
  /** The RUN_ERROR that ends the run, if one does. */
  readonly error?: { readonly code?: string; readonly message?: string };
  /** The types of the events that only say something in passing. */
  readonly says?: readonly string[];
  /** The first client version that knows such events. */
  readonly since?: '0.0.59';
  /** Whether it is the agent's base class that goes wrong. */
  readonly needsClientBase?: boolean;
  /** What the runtime logs. */
  readonly logs?: RegExp;
}

export const USER: Message = { id: 'u1', role: 'user', content: 'hi' };

export const FRONTEND_TOOL: Tool = {
  name: 'pick_colour',
  description: 'Asks the user for a colour',
  parameters: { type: 'object', properties: { shade: { type: 'string' } } },
};

export function callTool(
  run: ScriptedRun,
  call: { id: string; name: string; args: readonly string[]; parent?: string },
): void {
  const { id: toolCallId, name: toolCallName, args, parent } = call;
  const from = parent === undefined ? {} : { parentMessageId: parent };
  run.emit({ type: 'TOOL_CALL_START', toolCallId, toolCallName, ...from });
  for (const delta of args) run.emit({ type: 'TOOL_CALL_ARGS', toolCallId, delta });
  run.emit({ type: 'TOOL_CALL_END', toolCallId });
}

export function think(run: ScriptedRun, id: string, ...deltas: readonly string[]): void {
  run.emit({ type: 'REASONING_START', messageId: `${id}-span` });
  run.emit({ type: 'REASONING_MESSAGE_START', messageId: id, role: 'reasoning' });
  for (const delta of deltas) run.emit({ type: 'REASONING_MESSAGE_CONTENT', messageId: id, delta });
  run.emit({ type: 'REASONING_MESSAGE_END', messageId: id });
  run.emit({ type: 'REASONING_END', messageId: `${id}-span` });
}

function toolCall(id: string, name: string, args: string): unknown {
  return { id, type: 'function', function: { name, arguments: args } };
}

const said = (id: string, content: string): unknown => ({ id, role: 'assistant', content });

/** Runs that end by themselves. */
const COMPLETE: readonly RunScenario[] = [
  {
    name: 'text in deltas',
    script(run) {
      run.started();
      run.say('m1', 'Hello ', 'world');
      run.say('m2', 'Bye');
      run.finished();
    },
    messages: [said('m1', 'Hello world'), said('m2', 'Bye')],
  },
  {
    name: 'text in chunks',
    script(run) {
      run.started();
      const chunk = { type: 'TEXT_MESSAGE_CHUNK', messageId: 'm1', role: 'assistant' };
      run.emit({ ...chunk, delta: 'Hello ' });
      run.emit({ ...chunk, delta: 'world' });
      run.finished();
    },
    messages: [said('m1', 'Hello world')],
  },
  {
    name: 'reasoning before the answer',
    script(run) {
      run.started();
      think(run, 'r1', 'Let me ', 'see');
      run.say('m1', 'Four');
      run.finished();
    },
    messages: [{ id: 'r1', role: 'reasoning', content: 'Let me see' }, said('m1', 'Four')],
  },
  {
    name: 'a frontend tool that stays pending',
    tools: [FRONTEND_TOOL],
    script(run) {
      run.started();
      run.say('m1', 'One moment');
      callTool(run, {
        id: 'c1',
        name: 'pick_colour',
        args: ['{"shade"', ':"dark"}'],
        parent: 'm1',
      });
      run.finished();
    },
    messages: [
      {
        id: 'm1',
        role: 'assistant',
        content: 'One moment',
        toolCalls: [toolCall('c1', 'pick_colour', '{"shade":"dark"}')],
      },
    ],
  },
  {
    name: 'a server tool with its result',
    script(run) {
      run.started();
      callTool(run, { id: 'c1', name: 'lookup', args: ['{"q":1}'], parent: 'm1' });
      run.emit({
        type: 'TOOL_CALL_RESULT',
        messageId: 't1',
        toolCallId: 'c1',
        role: 'tool',
        content: '42',
      });
      run.say('m2', 'It is 42');
      run.finished();
    },
    messages: [
      { id: 'm1', role: 'assistant', toolCalls: [toolCall('c1', 'lookup', '{"q":1}')] },
      { id: 't1', role: 'tool', toolCallId: 'c1', content: '42' },
      said('m2', 'It is 42'),
    ],
  },
  {
    name: 'a state snapshot and its deltas',
    script(run) {
      run.started();
      run.emit({ type: 'STATE_SNAPSHOT', snapshot: { steps: ['a'], done: false } });
      run.emit({ type: 'STATE_DELTA', delta: [{ op: 'add', path: '/steps/-', value: 'b' }] });
      run.emit({ type: 'STATE_DELTA', delta: [{ op: 'replace', path: '/done', value: true }] });
      run.finished();
    },
    messages: [],
    state: { steps: ['a', 'b'], done: true },
  },
  {
    name: 'steps around text',
    script(run) {
      run.started();
      run.emit({ type: 'STEP_STARTED', stepName: 'plan' });
      run.say('m1', 'Planned');
      run.emit({ type: 'STEP_FINISHED', stepName: 'plan' });
      run.finished();
    },
    messages: [said('m1', 'Planned')],
    says: ['STEP_STARTED', 'STEP_FINISHED'],
  },
  {
    name: 'an activity and its delta',
    script(run) {
      run.started();
      run.emit({
        type: 'ACTIVITY_SNAPSHOT',
        messageId: 'a1',
        activityType: 'SEARCH',
        content: { hits: 1 },
      });
      run.emit({
        type: 'ACTIVITY_DELTA',
        messageId: 'a1',
        activityType: 'SEARCH',
        patch: [{ op: 'replace', path: '/hits', value: 2 }],
      });
      run.finished();
    },
    messages: [{ id: 'a1', role: 'activity', activityType: 'SEARCH', content: { hits: 2 } }],
  },
  {
    name: 'custom and raw events',
    script(run) {
      run.started();
      run.emit({ type: 'CUSTOM', name: 'progress', value: { percent: 50 } });
      run.emit({ type: 'RAW', event: { vendor: true }, source: 'model' });
      run.say('m1', 'Done');
      run.finished();
    },
    messages: [said('m1', 'Done')],
    says: ['CUSTOM', 'RAW'],
  },
  {
    name: 'a messages snapshot',
    script(run) {
      run.started();
      run.say('m1', 'Draft');
      run.emit({
        type: 'MESSAGES_SNAPSHOT',
        messages: [...run.input.messages, { id: 'm2', role: 'assistant', content: 'Final' }],
      });
      run.finished();
    },
    messages: [said('m2', 'Final')],
  },
  {
    name: 'an interrupt',
    script(run) {
      const { threadId, runId } = run.input;
      run.started();
      run.say('m1', 'May I?');
      run.emit({
        type: 'RUN_FINISHED',
        threadId,
        runId,
        outcome: { type: 'interrupt', interrupts: [{ id: 'i1', reason: 'approval' }] },
      });
    },
    messages: [said('m1', 'May I?')],
  },
];

/** What AG-UI knows since 0.0.59. */
const SINCE_59: readonly RunScenario[] = [
  {
    name: 'a subagent that answers',
    since: '0.0.59',
    script(run) {
      run.started();
      run.emit({ type: 'SUBAGENT_STARTED', subagentRunId: 's1', name: 'researcher' });
      const by = { subagentRunId: 's1', messageId: 'm1' };
      run.emit({ type: 'TEXT_MESSAGE_START', role: 'assistant', ...by });
      run.emit({ type: 'TEXT_MESSAGE_CONTENT', delta: 'Found', ...by });
      run.emit({ type: 'TEXT_MESSAGE_END', ...by });
      run.emit({ type: 'SUBAGENT_FINISHED', subagentRunId: 's1' });
      run.say('m2', 'Done');
      run.finished();
    },
    messages: [{ ...(said('m1', 'Found') as object), subagentRunId: 's1' }, said('m2', 'Done')],
    says: ['SUBAGENT_STARTED', 'SUBAGENT_FINISHED'],
  },
  {
    name: 'a subagent left running',
    since: '0.0.59',
    script(run) {
      run.started();
      run.emit({ type: 'SUBAGENT_STARTED', subagentRunId: 's1', name: 'researcher' });
    },
    messages: [],
    says: ['SUBAGENT_STARTED', 'SUBAGENT_ERROR'],
    error: {
      code: 'INCOMPLETE_STREAM',
      message: 'Run ended without emitting a terminal event',
    },
  },
];

/** Runs that go wrong in the ways in which agents do. */
const BROKEN: readonly RunScenario[] = [
  {
    name: 'a run error of its own',
    script(run) {
      run.started();
      run.say('m1', 'Trying');
      run.emit({ type: 'RUN_ERROR', message: 'The model is overloaded', code: 'OVERLOADED' });
    },
    messages: [said('m1', 'Trying')],
    error: { code: 'OVERLOADED', message: 'The model is overloaded' },
  },
  {
    name: 'a failure before its first event',
    script() {
      throw new Error('No API key');
    },
    messages: [],
    error: { code: 'INCOMPLETE_STREAM', message: 'No API key' },
    logs: /Run failed \(INCOMPLETE_STREAM\)/,
  },
  {
    name: 'a failure in the middle of a text',
    async script(run) {
      run.started();
      run.emit({ type: 'TEXT_MESSAGE_START', messageId: 'm1', role: 'assistant' });
      run.emit({ type: 'TEXT_MESSAGE_CONTENT', messageId: 'm1', delta: 'Half' });
      // AG-UI's reducer forgets what was emitted in the turn in which an agent fails.
      await nextTurn();
      throw new Error('The model hung up');
    },
    messages: [said('m1', 'Half')],
    error: { code: 'INCOMPLETE_STREAM', message: 'The model hung up' },
    logs: /Run failed \(INCOMPLETE_STREAM\)/,
  },
  {
    name: 'an end that leaves a text open',
    async script(run) {
      run.started();
      run.emit({ type: 'TEXT_MESSAGE_START', messageId: 'm1', role: 'assistant' });
      run.emit({ type: 'TEXT_MESSAGE_CONTENT', messageId: 'm1', delta: 'Half' });
      await nextTurn();
      run.finished();
    },
    messages: [said('m1', 'Half')],
    needsClientBase: true,
    // The agent's own copy of AG-UI refuses it, in words of its own.
    error: { code: 'INCOMPLETE_STREAM' },
    logs: /Run failed \(INCOMPLETE_STREAM\)/,
  },
  {
    name: 'everything left open',
    script(run) {
      run.started();
      run.emit({ type: 'STEP_STARTED', stepName: 'plan' });
      run.emit({ type: 'REASONING_START', messageId: 'r1-span' });
      run.emit({ type: 'REASONING_MESSAGE_START', messageId: 'r1', role: 'reasoning' });
      run.emit({ type: 'REASONING_MESSAGE_CONTENT', messageId: 'r1', delta: 'Hm' });
      run.emit({ type: 'TEXT_MESSAGE_START', messageId: 'm1', role: 'assistant' });
      run.emit({ type: 'TEXT_MESSAGE_CONTENT', messageId: 'm1', delta: 'Half' });
      run.emit({ type: 'TOOL_CALL_START', toolCallId: 'c1', toolCallName: 'lookup' });
      run.emit({ type: 'TOOL_CALL_ARGS', toolCallId: 'c1', delta: '{"q"' });
    },
    messages: [
      { id: 'r1', role: 'reasoning', content: 'Hm' },
      said('m1', 'Half'),
      { id: 'c1', role: 'assistant', toolCalls: [toolCall('c1', 'lookup', '{"q"')] },
      {
        id: 'c1-result',
        role: 'tool',
        toolCallId: 'c1',
        content: JSON.stringify({
          status: 'error',
          reason: 'missing_terminal_event',
          message: 'Run ended without emitting a terminal event',
        }),
      },
    ],
    error: {
      code: 'INCOMPLETE_STREAM',
      message: 'Run ended without emitting a terminal event',
    },
  },
  {
    name: 'silence',
    script: () => undefined,
    messages: [],
    error: {
      code: 'INCOMPLETE_STREAM',
      message: 'Run ended without emitting a terminal event',
    },
  },
  {
    name: 'a frontend tool and no end',
    tools: [FRONTEND_TOOL],
    script(run) {
      run.started();
      callTool(run, { id: 'c1', name: 'pick_colour', args: ['{}'], parent: 'm1' });
    },
    messages: [{ id: 'm1', role: 'assistant', toolCalls: [toolCall('c1', 'pick_colour', '{}')] }],
    error: {
      code: 'INCOMPLETE_STREAM',
      message: 'Run ended without emitting a terminal event',
    },
  },
];

export const RUN_SCENARIOS: readonly RunScenario[] = [...COMPLETE, ...SINCE_59, ...BROKEN];
