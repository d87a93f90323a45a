import { describe, expect, it } from '@jest/globals';
import type { Message } from '@flightdeck/store';
import { randomNumbers } from '../../test/support/random-conversation.js';
import { completeHistory } from './complete-history.js';

const user = (id: string): Message => ({ id, role: 'user', content: id });
const system = (id: string): Message => ({ id, role: 'system', content: id });
const ids = (messages: readonly Message[]): string => messages.map(({ id }) => id).join(' ');
const list = (text: string): Message[] => text.split(' ').filter(Boolean).map(user);

describe('a completed history', () => {
  it.each([
    ['a b c', 'd', 'a b c d'],
    ['a b c', '', 'a b c'],
    ['a b c', 'a b c d', 'a b c d'],
    ['a b c', 'a', 'a'],
    ['a b c', 'a x', 'a x'],
    ['a b c', 'c d', 'a b c d'],
    ['a b c d', 'b x', 'a b x'],
    ['', 'a b', 'a b'],
  ])('of stored %j and sent %j is %j', (stored, sent, expected) => {
    expect(ids(completeHistory(list(stored), list(sent)))).toBe(expected);
  });

  it('begins with what was before the first shared message and ends with what was sent', () => {
    for (let seed = 0; seed < 2_000; seed += 1) {
      const random = randomNumbers(seed);
      const some = (): Message[] => list('a b c d e f g h').filter(() => random() < 0.4);
      const [stored, sent] = [some(), some()];
      const shared = stored.findIndex(({ id }) => sent.some((message) => message.id === id));
      const before = shared === -1 ? stored : stored.slice(0, shared);
      expect(ids(completeHistory(stored, sent))).toBe(ids([...before, ...sent]));
    }
  });

  it('is the very list that was sent if that has the beginning', () => {
    const sent = list('a c');
    expect(completeHistory(list('a b'), sent)).toBe(sent);
  });

  it('has the instructions of the client first, in the place of stored ones', () => {
    const stored = [system('old'), ...list('a b')];
    expect(ids(completeHistory(stored, [system('new'), user('c')]))).toBe('new a b c');
    expect(ids(completeHistory(stored, [system('old'), user('c')]))).toBe('old a b c');
    expect(ids(completeHistory(stored, list('c')))).toBe('old a b c');
  });

  it('has no activities of the thread', () => {
    const stored = [user('a'), { id: 'x', role: 'activity', activityType: 'A', content: {} }];
    expect(ids(completeHistory(stored, list('b')))).toBe('a b');
  });
});
