import { describe, expect, it } from '@jest/globals';
import type { Message } from '@flightdeck/store';
import { callingMessage, toolMessage } from '../../test/support/random-conversation.js';
import { holdsLastTurn, lastTurn } from './last-turn.js';

const user = (id: string): Message => ({ id, role: 'user', content: id });
const said = (id: string): Message => ({ id, role: 'assistant', content: id });
const ids = (messages: readonly Message[]): string => messages.map(({ id }) => id).join(' ');
const never = (): boolean => false;

describe('the last turn', () => {
  it('is what was said since the user spoke last', () => {
    expect(ids(lastTurn([user('u1'), said('a1'), user('u2')], never))).toBe('u2');
    expect(ids(lastTurn([user('u1'), user('u2'), said('a2')], never))).toBe('u2 a2');
  });

  it('is a call with its results, where these come last', () => {
    const messages = [
      user('u1'),
      callingMessage('a1', 'c1', 'c2'),
      toolMessage('c1'),
      toolMessage('c2'),
    ];
    expect(ids(lastTurn(messages, never))).toBe('a1 c1-answer c2-answer');
  });

  it('reaches back to a call that is answered after the user has gone on', () => {
    const messages = [
      user('u1'),
      callingMessage('a1', 'c1'),
      toolMessage('c1'),
      user('u2'),
      said('a2'),
    ];
    expect(ids(lastTurn(messages, (id) => id === 'c1-answer'))).toBe('a1 c1-answer u2 a2');
  });

  it('is everything where no user has spoken', () => {
    const messages = [said('a1'), said('a2')];
    expect(lastTurn(messages, never)).toBe(messages);
  });

  it('needs the thread for results of calls that are not there', () => {
    expect(holdsLastTurn([user('u1')])).toBe(true);
    expect(holdsLastTurn([user('u1'), toolMessage('c1')])).toBe(false);
    expect(holdsLastTurn([callingMessage('a1', 'c1'), toolMessage('c1')])).toBe(false);
  });
});
