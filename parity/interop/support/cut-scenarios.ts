import type { AnyEvent } from '../../support/clients.js';
import type { Script } from '../../support/scripted-agent.js';
import { USER } from './run-scenarios.js';

/** A run that waits in the middle, and what a client has of it once it is over. */
export interface CutScenario {
  readonly name: string;
  /** The last event before the wait. */
  readonly isLast: (event: AnyEvent) => boolean;
  readonly script: (rest: Promise<void>) => Script;
  readonly whole: readonly unknown[];
}

const STANDS_FOR: ReadonlyMap<string, string> = new Map([
  ['TEXT_MESSAGE_CHUNK', 'TEXT_MESSAGE_CONTENT'],
  ['TOOL_CALL_CHUNK', 'TOOL_CALL_ARGS'],
  ['REASONING_MESSAGE_CHUNK', 'REASONING_MESSAGE_CONTENT'],
]);

const ended = (type: string, delta: string) => (event: AnyEvent) =>
  (STANDS_FOR.get(event.type) ?? event.type) === type && event.delta === delta;

const call = (name: string, args: string, id = 'call'): unknown => ({
  id,
  type: 'function',
  function: { name, arguments: args },
});

/** Everything in one run, with a wait after the event of the given kind. */
function everything(pause: string) {
  return (rest: Promise<void>): Script =>
    async (run) => {
      const wait = async (point: string): Promise<void> => {
        if (point === pause) await rest;
      };
      run.started();
      run.emit({ type: 'STATE_SNAPSHOT', snapshot: { at: 1 } });
      run.emit({ type: 'STEP_STARTED', stepName: 'plan' });
      await wait('step');
      run.emit({ type: 'REASONING_START', messageId: 'span' });
      run.emit({ type: 'REASONING_MESSAGE_START', messageId: 'think', role: 'reasoning' });
      run.emit({ type: 'REASONING_MESSAGE_CONTENT', messageId: 'think', delta: 'Let me ' });
      await wait('thought');
      run.emit({ type: 'REASONING_MESSAGE_CONTENT', messageId: 'think', delta: 'see' });
      run.emit({ type: 'REASONING_MESSAGE_END', messageId: 'think' });
      run.emit({ type: 'REASONING_END', messageId: 'span' });
      run.emit({ type: 'TOOL_CALL_START', toolCallId: 'call', toolCallName: 'lookup' });
      run.emit({ type: 'TOOL_CALL_ARGS', toolCallId: 'call', delta: '{"q"' });
      await wait('call');
      run.emit({ type: 'TOOL_CALL_ARGS', toolCallId: 'call', delta: ':1}' });
      run.emit({ type: 'TOOL_CALL_END', toolCallId: 'call' });
      run.emit({ type: 'TEXT_MESSAGE_START', messageId: 'text', role: 'assistant' });
      run.emit({ type: 'TEXT_MESSAGE_CONTENT', messageId: 'text', delta: 'It is ' });
      await wait('text');
      run.emit({ type: 'TEXT_MESSAGE_CONTENT', messageId: 'text', delta: '42' });
      run.emit({ type: 'TEXT_MESSAGE_END', messageId: 'text' });
      run.emit({ type: 'STEP_FINISHED', stepName: 'plan' });
      run.emit({ type: 'STATE_DELTA', delta: [{ op: 'replace', path: '/at', value: 2 }] });
      run.finished();
    };
}

const EVERYTHING = [
  USER,
  { id: 'think', role: 'reasoning', content: 'Let me see' },
  { id: 'call', role: 'assistant', toolCalls: [call('lookup', '{"q":1}')] },
  { id: 'text', role: 'assistant', content: 'It is 42' },
];

export const CUT_SCENARIOS: readonly CutScenario[] = [
  {
    name: 'a step',
    isLast: ({ type }) => type === 'STEP_STARTED',
    script: everything('step'),
    whole: EVERYTHING,
  },
  {
    name: 'a thought',
    isLast: ended('REASONING_MESSAGE_CONTENT', 'Let me '),
    script: everything('thought'),
    whole: EVERYTHING,
  },
  {
    name: 'a tool call',
    isLast: ended('TOOL_CALL_ARGS', '{"q"'),
    script: everything('call'),
    whole: EVERYTHING,
  },
  {
    name: 'a text',
    isLast: ended('TEXT_MESSAGE_CONTENT', 'It is '),
    script: everything('text'),
    whole: EVERYTHING,
  },
  {
    name: 'the second call of a message that has text',
    isLast: ended('TOOL_CALL_ARGS', '{"b"'),
    script: (rest) => async (run) => {
      const from = { parentMessageId: 'text' };
      run.started();
      run.emit({ type: 'STATE_SNAPSHOT', snapshot: { at: 2 } });
      run.say('text', 'I look');
      run.emit({ type: 'TOOL_CALL_START', toolCallId: 'one', toolCallName: 'lookup', ...from });
      run.emit({ type: 'TOOL_CALL_ARGS', toolCallId: 'one', delta: '{}' });
      run.emit({ type: 'TOOL_CALL_END', toolCallId: 'one' });
      run.emit({ type: 'TOOL_CALL_START', toolCallId: 'two', toolCallName: 'lookup', ...from });
      run.emit({ type: 'TOOL_CALL_ARGS', toolCallId: 'two', delta: '{"b"' });
      await rest;
      run.emit({ type: 'TOOL_CALL_ARGS', toolCallId: 'two', delta: ':2}' });
      run.emit({ type: 'TOOL_CALL_END', toolCallId: 'two' });
      run.finished();
    },
    whole: [
      USER,
      {
        id: 'text',
        role: 'assistant',
        content: 'I look',
        toolCalls: [call('lookup', '{}', 'one'), call('lookup', '{"b":2}', 'two')],
      },
    ],
  },
  {
    name: 'a text in chunks',
    isLast: ended('TEXT_MESSAGE_CONTENT', 'It is '),
    script: (rest) => async (run) => {
      const chunk = { type: 'TEXT_MESSAGE_CHUNK', messageId: 'text', role: 'assistant' };
      run.started();
      run.emit({ type: 'STATE_SNAPSHOT', snapshot: { at: 2 } });
      run.emit({ ...chunk, delta: 'It is ' });
      await rest;
      run.emit({ ...chunk, delta: '42' });
      run.finished();
    },
    whole: [USER, { id: 'text', role: 'assistant', content: 'It is 42' }],
  },
  {
    name: 'a text in chunks that are named once',
    isLast: ended('TEXT_MESSAGE_CONTENT', 'It is '),
    script: (rest) => async (run) => {
      run.started();
      run.emit({ type: 'STATE_SNAPSHOT', snapshot: { at: 2 } });
      run.emit({ type: 'TEXT_MESSAGE_CHUNK', messageId: 'text', delta: 'It is ' });
      await rest;
      run.emit({ type: 'TEXT_MESSAGE_CHUNK', delta: '42' });
      run.finished();
    },
    whole: [USER, { id: 'text', role: 'assistant', content: 'It is 42' }],
  },
  {
    name: 'a tool call in chunks',
    isLast: ended('TOOL_CALL_ARGS', '{"q"'),
    script: (rest) => async (run) => {
      const opening = { toolCallId: 'call', toolCallName: 'lookup', parentMessageId: 'text' };
      run.started();
      run.emit({ type: 'STATE_SNAPSHOT', snapshot: { at: 2 } });
      run.say('text', 'I look');
      run.emit({ type: 'TOOL_CALL_CHUNK', ...opening, delta: '{"q"' });
      await rest;
      run.emit({ type: 'TOOL_CALL_CHUNK', delta: ':1}' });
      run.finished();
    },
    whole: [
      USER,
      {
        id: 'text',
        role: 'assistant',
        content: 'I look',
        toolCalls: [call('lookup', '{"q":1}')],
      },
    ],
  },
  {
    name: 'a thought in chunks',
    isLast: ended('REASONING_MESSAGE_CONTENT', 'Let me '),
    script: (rest) => async (run) => {
      run.started();
      run.emit({ type: 'STATE_SNAPSHOT', snapshot: { at: 2 } });
      run.emit({ type: 'REASONING_MESSAGE_CHUNK', messageId: 'think', delta: 'Let me ' });
      await rest;
      run.emit({ type: 'REASONING_MESSAGE_CHUNK', delta: 'see' });
      run.finished();
    },
    whole: [USER, { id: 'think', role: 'reasoning', content: 'Let me see' }],
  },
  {
    name: 'an activity',
    isLast: ({ type }) => type === 'ACTIVITY_SNAPSHOT',
    script: (rest) => async (run) => {
      const activity = { messageId: 'activity', activityType: 'SEARCH' };
      run.started();
      run.emit({ type: 'STATE_SNAPSHOT', snapshot: { at: 2 } });
      run.emit({ type: 'ACTIVITY_SNAPSHOT', ...activity, content: { hits: [1] } });
      await rest;
      const patch = [{ op: 'add', path: '/hits/-', value: 2 }];
      run.emit({ type: 'ACTIVITY_DELTA', ...activity, patch });
      run.finished();
    },
    whole: [
      USER,
      { id: 'activity', role: 'activity', activityType: 'SEARCH', content: { hits: [1, 2] } },
    ],
  },
];
