import { call, result, text, thought, turn, user, type FidelityScript } from '../script.js';

const interrupt = (...ids: readonly string[]) => ({
  type: 'RUN_FINISHED',
  outcome: {
    type: 'interrupt',
    interrupts: ids.map((id) => ({ id, reason: 'approval', message: 'May I?' })),
  },
});
const failure = { type: 'RUN_ERROR', message: 'The model is overloaded', code: 'OVERLOADED' };
const answer = (...ids: readonly string[]) =>
  ids.map((interruptId) => ({ interruptId, status: 'resolved', payload: { ok: true } }));

export const OTHERS: readonly FidelityScript[] = [
  {
    name: 'a snapshot of the messages that drops, changes and adds some',
    runs: [
      turn('u1', ...text('m1', 'Draft'), ...text('m2', 'Kept')),
      turn(
        'u2',
        ...thought('r1', 'Hm'),
        {
          type: 'MESSAGES_SNAPSHOT',
          messages: [
            user('u1'),
            { id: 'm2', role: 'assistant', content: 'Kept and changed' },
            user('u2'),
            { id: 'm3', role: 'assistant', content: 'New' },
          ],
        },
        ...text('m4', 'After it'),
      ),
    ],
  },
  {
    name: 'a snapshot with calls, results and reasoning',
    runs: [
      turn('u1', {
        type: 'MESSAGES_SNAPSHOT',
        messages: [
          user('u1'),
          { id: 'r1', role: 'reasoning', content: 'Hm' },
          {
            id: 'm1',
            role: 'assistant',
            content: 'Wait',
            toolCalls: [{ id: 'c1', type: 'function', function: { name: 'a', arguments: '{}' } }],
          },
          { id: 't1', role: 'tool', toolCallId: 'c1', content: 'ok' },
        ],
      }),
      turn('u2', ...call('c2', ['{}'], { parentMessageId: 'm2' }), result('c2', 'done')),
    ],
  },
  {
    name: 'steps, custom and raw events around a text',
    runs: [
      turn(
        'u1',
        { type: 'STEP_STARTED', stepName: 'outer' },
        { type: 'STEP_STARTED', stepName: 'inner' },
        { type: 'CUSTOM', name: 'progress', value: { percent: 50 } },
        ...text('m1', 'Half'),
        { type: 'STEP_FINISHED', stepName: 'inner' },
        { type: 'RAW', event: { vendor: { deep: [1, null] } }, source: 'model' },
        { type: 'STEP_FINISHED', stepName: 'outer' },
      ),
    ],
  },
  { name: 'a failed run', runs: [turn('u1', ...text('m1', 'I try'), failure)] },
  {
    name: 'failed runs between others, and a question that nobody answered',
    runs: [
      turn('u1', ...text('m1', 'Fine')),
      turn('u2', failure),
      turn('u3', ...text('m3', 'Fine again')),
    ],
  },
  { name: 'an interrupt', runs: [turn('u1', ...text('m1', 'Wait'), interrupt('i1', 'i2'))] },
  {
    name: 'an interrupt that is answered, after an answer that failed',
    runs: [
      turn('u1', ...call('c1', ['{}'], { parentMessageId: 'm1' }), interrupt('i1')),
      { ...turn([], failure), resume: answer('i1') },
      { ...turn([], result('c1', 'approved'), ...text('m2', 'Thanks')), resume: answer('i1') },
    ],
  },
  {
    name: 'everything at once',
    runs: [
      turn(
        'u1',
        { type: 'STEP_STARTED', stepName: 'plan' },
        ...thought('r1', 'Plan'),
        { type: 'STATE_SNAPSHOT', snapshot: { plan: [] } },
        { type: 'ACTIVITY_SNAPSHOT', messageId: 'a1', activityType: 'PLAN', content: { at: 0 } },
        ...call('c1', ['{"q":', '1}'], { parentMessageId: 'm1' }),
        { type: 'STATE_DELTA', delta: [{ op: 'add', path: '/plan/-', value: 'look' }] },
        result('c1', 'seen'),
        { type: 'STEP_FINISHED', stepName: 'plan' },
        ...text('m2', 'Done ', 'it'),
      ),
      turn(
        'u2',
        { type: 'STATE_DELTA', delta: [{ op: 'add', path: '/plan/-', value: 'tell' }] },
        {
          type: 'ACTIVITY_DELTA',
          messageId: 'a1',
          activityType: 'PLAN',
          patch: [{ op: 'replace', path: '/at', value: 1 }],
        },
        ...text('m3', 'Told'),
      ),
    ],
  },
];

const by = (subagentRunId: string, event: Readonly<Record<string, unknown>>) => ({
  type: '',
  ...event,
  subagentRunId,
});

export const SUBAGENTS: readonly FidelityScript[] = [
  {
    name: 'subagents that answer and call tools',
    since: '0.0.59',
    runs: [
      turn(
        'u1',
        { type: 'SUBAGENT_STARTED', subagentRunId: 's1', name: 'researcher' },
        ...text('m1', 'Found').map((event) => by('s1', event)),
        ...call('c1', ['{}'], { parentMessageId: 'm2' }).map((event) => by('s1', event)),
        by('s1', result('c1', 'ok')),
        { type: 'SUBAGENT_FINISHED', subagentRunId: 's1' },
        ...text('m3', 'Done'),
      ),
    ],
  },
  {
    name: 'a subagent that fails inside another one',
    since: '0.0.59',
    runs: [
      turn(
        'u1',
        { type: 'SUBAGENT_STARTED', subagentRunId: 's1', name: 'lead' },
        {
          type: 'SUBAGENT_STARTED',
          subagentRunId: 's2',
          name: 'helper',
          parentSubagentRunId: 's1',
        },
        ...text('m1', 'I try').map((event) => by('s2', event)),
        { type: 'SUBAGENT_ERROR', subagentRunId: 's2', message: 'No luck' },
        ...text('m2', 'Never mind').map((event) => by('s1', event)),
        { type: 'SUBAGENT_FINISHED', subagentRunId: 's1' },
      ),
    ],
  },
];
