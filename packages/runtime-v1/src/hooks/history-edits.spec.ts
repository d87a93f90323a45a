import { describe, expect, it } from '@jest/globals';
import { historyEdits } from './history-edits.js';

const message = (id: string, content = id) => ({ id, role: 'user', content });
const list = (ids: string) => Array.from(ids, (id) => message(id));

/** Does to `history` what makes `edited` of `sent`; capitals are changed messages, digits new ones. */
function edit(sent: string, edited: string, history = sent): string | undefined {
  const messages = list(sent);
  const made = Array.from(edited, (id) => {
    const known = messages.find((one) => one.id === id.toLowerCase());
    return id === id.toLowerCase() && known !== undefined ? known : message(id.toLowerCase(), id);
  });
  return historyEdits(
    messages,
    made,
  )?.(list(history))
    .map(({ content }) => content)
    .join('');
}

describe('historyEdits', () => {
  it.each([
    // sent, edited, history, result
    ['abc', 'aBc', 'abc', 'aBc'],
    ['abc', 'ac', 'abc', 'ac'],
    ['abc', 'a1b23c4', 'abc', 'a1b23c4'],
    ['abc', '1abc', 'abc', '1abc'],
    ['abc', 'cab', 'abc', 'cab'],
    ['abc', 'c1A', 'abc', 'c1A'],
    ['abc', '', 'abc', ''],
    ['abc', '12', 'abc', '12'],
    ['', '1', '', '1'],
    // The runtime has put before it what the client had left out.
    ['c', 'C', 'abc', 'abC'],
    ['c', '1C2', 'abc', '1abC2'],
    ['bc', 'c', 'abc', 'ac'],
    ['bc', 'cb', 'abc', 'acb'],
    // It may have left out or put between what the hook has seen.
    ['abc', 'aBc', 'bc', 'Bc'],
    ['abc', 'a1b2c', 'bc', '1b2c'],
    ['abc', 'ab1c', 'xaybzc', 'xayb1zc'],
  ])('makes of %j, edited to %j, and the history %j: %j', (sent, edited, history, result) => {
    expect(edit(sent, edited, history)).toBe(result);
  });

  it('is nothing where nothing has changed', () => {
    expect(edit('abc', 'abc')).toBeUndefined();
    expect(edit('', '')).toBeUndefined();
  });

  it('keeps what the runtime has made of messages that were left alone', () => {
    const [a, b] = [message('a'), message('b')];
    const edits = historyEdits([a, b], [a, message('b', 'B')]);
    const repaired = { ...a, content: 'repaired' };
    expect(edits?.([repaired, b])).toEqual([repaired, message('b', 'B')]);
  });

  it('survives ids that are not unique', () => {
    expect(edit('aab', 'ab')).toBe('ab');
    expect(edit('aab', 'aab1')).toBe('aab1');
  });
});
