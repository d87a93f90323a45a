import { createRecordingLogger } from '../../test/support/recording-logger.js';
import type { AguiMessage, AguiToolCall } from './agui-message.js';
import { HistoryError } from './history-error.js';
import { repairHistory } from './repair-history.js';

const user = (content: string): AguiMessage => ({ id: 'u', role: 'user', content });
const call = (id: string): AguiToolCall => ({ id, function: { name: 'weather', arguments: '{}' } });
const calls = (...ids: string[]): AguiMessage => ({
  id: 'a',
  role: 'assistant',
  toolCalls: ids.map(call),
});
const says = (content: string): AguiMessage => ({ id: 'a', role: 'assistant', content });
const result = (toolCallId: string, content = 'ok'): AguiMessage => ({
  id: 't',
  role: 'tool',
  toolCallId,
  content,
});
const thinks: AguiMessage = { id: 'r', role: 'reasoning', content: 'Hm' };

/** `u`, `a(c1)`, `t(c1)=ok`, `r`: enough to see an order. */
function outline(messages: readonly AguiMessage[]): string[] {
  return messages.map((message) => {
    if (message.role === 'assistant') {
      const ids = (message.toolCalls ?? []).map(({ id }) => id).join(',');
      return ids === '' ? 'a' : `a(${ids})`;
    }
    if (message.role !== 'tool') return message.role.slice(0, 1);
    const content =
      message.error === undefined
        ? JSON.stringify(message.content).replaceAll('"', '')
        : 'unanswered';
    return `t(${message.toolCallId})=${content}`;
  });
}

describe('the repair of a history', () => {
  it.each<[title: string, history: AguiMessage[], expected: string[]]>([
    [
      'leaves a sound one alone',
      [user('A'), calls('c1'), result('c1'), says('B')],
      ['u', 'a(c1)', 't(c1)=ok', 'a'],
    ],
    [
      'answers a call that the user passed over',
      [user('A'), calls('c1'), user('B')],
      ['u', 'a(c1)', 't(c1)=unanswered', 'u'],
    ],
    ['answers a call at the end', [user('A'), calls('c1')], ['u', 'a(c1)', 't(c1)=unanswered']],
    [
      'answers the one of two calls that has no result',
      [user('A'), calls('c1', 'c2'), result('c2'), user('B')],
      ['u', 'a(c1,c2)', 't(c1)=unanswered', 't(c2)=ok', 'u'],
    ],
    [
      'puts results in the order of their calls',
      [user('A'), calls('c1', 'c2'), result('c2', '2'), result('c1', '1')],
      ['u', 'a(c1,c2)', 't(c1)=1', 't(c2)=2'],
    ],
    [
      'brings a late result to its call',
      [calls('c1'), user('B'), result('c1'), says('C')],
      ['a(c1)', 't(c1)=ok', 'u', 'a'],
    ],
    [
      'brings an early result to its call',
      [result('c1'), user('A'), calls('c1')],
      ['u', 'a(c1)', 't(c1)=ok'],
    ],
    ['drops results without a call', [user('A'), result('c9'), says('B')], ['u', 'a']],
    [
      'keeps the last of several results',
      [calls('c1'), result('c1', 'first'), user('B'), result('c1', 'last')],
      ['a(c1)', 't(c1)=last', 'u'],
    ],
    ['drops empty assistant messages', [user('A'), says(''), says(' \n'), says('B')], ['u', 'a']],
    [
      'drops activities',
      [calls('c1'), { id: 'x', role: 'activity' }, result('c1')],
      ['a(c1)', 't(c1)=ok'],
    ],
    [
      'keeps several steps that were merged into one message',
      [
        user('A'),
        { id: '1', role: 'assistant', content: 'Well', toolCalls: [call('c2'), call('c3')] },
        result('c2'),
        result('c3'),
        says('B'),
      ],
      ['u', 'a(c2,c3)', 't(c2)=ok', 't(c3)=ok', 'a'],
    ],
    [
      'takes messages of one turn together',
      [calls('c1'), thinks, calls('c2'), says('B'), result('c1'), result('c2')],
      ['a(c1)', 'r', 'a(c2)', 'a', 't(c1)=ok', 't(c2)=ok'],
    ],
    [
      'names calls apart that share an id',
      [calls('c1'), result('c1', '1'), calls('c1'), result('c1', '2')],
      ['a(c1)', 't(c1)=1', 'a(c1_2)', 't(c1_2)=2'],
    ],
    [
      'gives the answer of a shared id to the call before it',
      [calls('c1'), user('A'), calls('c1'), result('c1')],
      ['a(c1)', 't(c1)=unanswered', 'u', 'a(c1_2)', 't(c1_2)=ok'],
    ],
    [
      'takes no id that another call has',
      [calls('c1'), result('c1'), calls('c1'), result('c1'), calls('c1_2'), result('c1_2', '3')],
      ['a(c1)', 't(c1)=ok', 'a(c1_3)', 't(c1_3)=ok', 'a(c1_2)', 't(c1_2)=3'],
    ],
    [
      'makes one of a call that a turn has twice',
      [calls('c1', 'c1'), calls('c1'), result('c1')],
      ['a(c1)', 't(c1)=ok'],
    ],
    [
      'replaces ids that a provider refuses',
      [calls('functions.get:0'), result('functions.get:0')],
      ['a(functions_get_0)', 't(functions_get_0)=ok'],
    ],
    ['does nothing to an empty history', [], []],
  ])('%s [history.repair]', (_, history, expected) => {
    expect(outline(repairHistory(history, 'synthesize'))).toEqual(expected);
  });

  it('cuts ids that are too long, and keeps them apart', () => {
    const [first, second] = [`${'x'.repeat(90)}1`, `${'x'.repeat(90)}2`];
    const repaired = repairHistory(
      [calls(first, second), result(second, '2'), result(first, '1')],
      'error',
    );
    const short = 'x'.repeat(56);
    expect(outline(repaired)).toEqual([
      `a(${short},${short}_2)`,
      `t(${short})=1`,
      `t(${short}_2)=2`,
    ]);
  });

  it('forgets the metadata of a call that is renamed because another has its id', () => {
    const sealed = { ...call('c1'), encryptedValue: 'v1:openai:e30' };
    const message: AguiMessage = { id: 'a', role: 'assistant', toolCalls: [sealed] };
    const repaired = repairHistory([message, result('c1'), message, result('c1')], 'error');
    const values = repaired.flatMap((each) =>
      each.role === 'assistant' ? (each.toolCalls ?? []) : [],
    );
    expect(values.map(({ encryptedValue }) => encryptedValue)).toEqual([
      'v1:openai:e30',
      undefined,
    ]);
  });

  it('takes unanswered calls out in the mode drop, and messages that were nothing else', () => {
    const both: AguiMessage = { id: 'a', role: 'assistant', content: 'B', toolCalls: [call('c2')] };
    const history = [calls('c1'), user('A'), both, user('B'), calls('c3', 'c4'), result('c4')];
    expect(outline(repairHistory(history, 'drop'))).toEqual(['u', 'a', 'u', 'a(c4)', 't(c4)=ok']);
  });

  it('throws in the mode error, naming the tool and the call', () => {
    const repair = () => repairHistory([calls('c1'), user('A')], 'error');
    expect(repair).toThrow(HistoryError);
    expect(repair).toThrow('"weather" (c1)');
  });

  it.each(['synthesize', 'drop', 'error'] as const)(
    'says of pending calls that they wait, in the mode %s',
    (mode) => {
      const repaired = repairHistory([calls('c1')], mode, { pending: new Set(['c1']) });
      expect(repaired.at(-1)).toEqual({
        id: 'unanswered-c1',
        role: 'tool',
        toolCallId: 'c1',
        content: 'The tool call has not been answered yet.',
      });
    },
  );

  it('tells of dropped results without their contents', () => {
    const logger = createRecordingLogger();
    repairHistory([result('c9', 'SECRET')], 'synthesize', { logger });
    expect(logger.lines.map(({ level }) => level)).toEqual(['debug']);
    expect(JSON.stringify(logger.lines)).not.toContain('SECRET');
  });

  // Checked by the deadline of the test: a thread of some servers has a single id.
  it('takes time that grows with the history, however many calls share an id', () => {
    const turn = [user('A'), calls('call_0'), result('call_0')];
    const history = Array.from({ length: 20_000 }, () => turn).flat();
    expect(repairHistory(history, 'error')).toHaveLength(history.length);
  });

  it('does not touch what it was given', () => {
    const history = [calls('c1', 'c1'), user('A'), calls('c1')];
    const before = structuredClone(history);
    repairHistory(history, 'synthesize');
    expect(history).toEqual(before);
  });
});
