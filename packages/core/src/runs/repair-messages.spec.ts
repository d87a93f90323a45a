import { describe, expect, it } from '@jest/globals';
import { growthPerItem, NO_GROWTH } from '@flightdeck/testing';
import type { Message } from '@flightdeck/store';
import {
  callingMessage,
  randomConversation,
  toolMessage,
} from '../../test/support/random-conversation.js';
import { callIdsOf } from './message-roles.js';
import { repairMessages } from './repair-messages.js';

const user = (id: string, content = id): Message => ({ id, role: 'user', content });
const said = (id: string): Message => ({ id, role: 'assistant', content: id });
const ids = (messages: readonly Message[]): string[] => messages.map(({ id }) => id);
const SEEDS = Array.from({ length: 3_000 }, (_, seed) => seed);
const AFTER_CALLS = ['user', 'assistant', 'system'];

/** What a model API would say of a list, or `null`. */
function objection(messages: readonly Message[]): string | null {
  if (new Set(ids(messages)).size < messages.length) return 'an id twice';
  for (const [index, message] of messages.entries()) {
    const rest = messages.slice(index + 1);
    const calls = [...new Set(callIdsOf(message))];
    const after = rest.findIndex(({ role }) => role !== 'tool');
    const answers = after === -1 ? rest : rest.slice(0, after);
    const answered = answers.map(({ toolCallId }) => toolCallId);
    const goesOn = answers.length > 0 || rest.some(({ role }) => AFTER_CALLS.includes(role));
    if (message.role !== 'tool' && goesOn && String(answered) !== String(calls)) {
      return `${message.id} calls ${String(calls)} and is answered ${String(answered)}`;
    }
  }
  return messages[0]?.role === 'tool' ? 'a result at the beginning' : null;
}

describe('repaired messages', () => {
  it('are accepted by every model, whatever they were before', () => {
    for (const seed of SEEDS) {
      const repaired = repairMessages(randomConversation(seed));
      expect([seed, objection(repaired)]).toEqual([seed, null]);
    }
  });

  it('need no further repair', () => {
    for (const seed of SEEDS) {
      const repaired = repairMessages(randomConversation(seed));
      expect(repairMessages(repaired)).toBe(repaired);
    }
  });

  it('keep everything that is no result, in its order, with the last content of each id', () => {
    for (const seed of SEEDS) {
      const before = randomConversation(seed);
      const latest = new Map(before.map((message) => [message.id, message]));
      const kept = [...latest.values()].filter(({ role }) => role !== 'tool');
      expect(repairMessages(before).filter(({ role }) => role !== 'tool')).toEqual(kept);
    }
  });

  it('are the same array where nothing is wrong', () => {
    const fine = [
      user('u1'),
      callingMessage('a1', 'c1', 'c2'),
      toolMessage('c1'),
      toolMessage('c2'),
    ];
    expect(repairMessages(fine)).toBe(fine);
  });

  it('have results in the order of their calls, right behind them', () => {
    const mixed = [
      callingMessage('a1', 'c1', 'c2'),
      { id: 'r1', role: 'reasoning', content: 'hm' },
      toolMessage('c2'),
      user('u1'),
      toolMessage('c1'),
    ];
    expect(ids(repairMessages(mixed))).toEqual(['a1', 'c1-answer', 'c2-answer', 'r1', 'u1']);
  });

  it('have the latest of several results', () => {
    const twice = [callingMessage('a1', 'c1'), toolMessage('c1', 'c1-result'), toolMessage('c1')];
    expect(ids(repairMessages(twice))).toEqual(['a1', 'c1-answer']);
  });

  it('tell a model which calls nobody has answered', () => {
    const [, result] = repairMessages([callingMessage('a1', 'c1'), user('u1')]);
    expect(result).toEqual({
      id: 'c1-result',
      role: 'tool',
      toolCallId: 'c1',
      content: '{"status":"unanswered"}',
    });
  });

  it('leave a call open that is awaited, or that nothing follows', () => {
    const awaited = [callingMessage('a1', 'c1'), user('u1')];
    expect(repairMessages(awaited, new Set(['c1']))).toBe(awaited);
    const last = [user('u1'), callingMessage('a1', 'c1')];
    expect(repairMessages(last)).toBe(last);
  });

  it('give each use of a call id its own result', () => {
    const again = [
      callingMessage('a1', 'c1'),
      toolMessage('c1', 't1'),
      said('a2'),
      callingMessage('a3', 'c1'),
      toolMessage('c1', 't2'),
    ];
    expect(repairMessages(again)).toBe(again);
  });

  it('give each unanswered use of a call id an answer under an id of its own', () => {
    const again = [
      callingMessage('a1', 'c1'),
      said('c1-result'),
      callingMessage('a2', 'c1'),
      callingMessage('a3', 'c1'),
      user('u1'),
    ];
    const repaired = ids(repairMessages(again));
    expect(repaired.filter((id) => id.startsWith('c1'))).toHaveLength(4);
    expect(new Set(repaired).size).toBe(8);
  });

  it.each<[string, (index: number) => Message]>([
    ['calls that have one id', (index) => callingMessage(`a${index}`, 'c')],
    ['results of calls that nobody has made', (index) => toolMessage(`c${index}`)],
  ])('are made of %s in a time that grows with their number', (_what, make) => {
    const conversation = (length: number): Message[] => [
      ...Array.from({ length }, (_none, index) => make(index)),
      user('u1'),
    ];
    expect(growthPerItem(1_000, conversation, repairMessages)).toBeLessThan(NO_GROWTH);
  });
});
