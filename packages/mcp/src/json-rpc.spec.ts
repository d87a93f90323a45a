import { parseRpcText } from './json-rpc.js';

describe('parseRpcText', () => {
  it.each([
    ['{}', undefined],
    ['[]', []],
    ['{"jsonrpc":"2.0","id":"7","result":1}', [{ jsonrpc: '2.0', id: 7, result: 1 }]],
    ['{"jsonrpc":"2.0","id":"x7","result":1}', [{ jsonrpc: '2.0', id: 'x7', result: 1 }]],
    ['{"jsonrpc":"2.0","id":"7","method":"ping"}', [{ jsonrpc: '2.0', id: '7', method: 'ping' }]],
  ])('reads %s', (text, messages) => {
    expect(parseRpcText(text)).toEqual(messages);
  });

  it('takes brackets in texts for texts, also behind quotes', () => {
    const words = `${'["{'.repeat(1_000)}\\`;
    const text = JSON.stringify({ jsonrpc: '2.0', id: 1, result: { words } });
    expect(parseRpcText(text)).toEqual([{ jsonrpc: '2.0', id: 1, result: { words } }]);
  });

  it.each([
    [
      'one long text',
      JSON.stringify({ jsonrpc: '2.0', id: 1, result: '\\"[{'.repeat(500_000) }),
      1,
    ],
    ['a text without end', `"${'\\"'.repeat(1_000_000)}`, undefined],
    ['a text of backslashes', `"${'\\\\'.repeat(1_000_000)}`, undefined],
    ['many texts', `["${'","'.repeat(500_000)}`, undefined],
  ])('is through with %s at once', (_, text, count) => {
    expect(parseRpcText(text)?.length).toBe(count);
  });
});
