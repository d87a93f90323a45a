import { describe, expect, it } from '@jest/globals';
import { ConfigError } from '../errors/config-error.js';
import { resolveHistory } from './history-mode.js';

describe('the history option', () => {
  it('is full for every agent by default', () => {
    expect(resolveHistory()('any')).toBe('full');
  });

  it('may be one mode for all agents', () => {
    expect(resolveHistory('none')('any')).toBe('none');
  });

  it('may name agents, with a default for the rest', () => {
    const historyOf = resolveHistory({ default: 'lastTurn', support: 'none' });
    expect(['support', 'default', 'other'].map(historyOf)).toEqual([
      'none',
      'lastTurn',
      'lastTurn',
    ]);
    expect(resolveHistory({ support: 'none' })('constructor')).toBe('full');
  });

  it.each(['all', null, { support: 'some' }, 1])('refuses %j', (option) => {
    expect(() => resolveHistory(option as never)).toThrow(ConfigError);
  });
});
