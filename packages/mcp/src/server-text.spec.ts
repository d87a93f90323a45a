import { serverText } from './server-text.js';

describe('serverText', () => {
  it('hides the values of headers, also without their scheme', () => {
    const headers = new Headers({ authorization: 'Bearer abc-def-ghi', cookie: 'sid=123456789' });
    expect(serverText('got abc-def-ghi and 123456789', headers)).toBe('got [hidden] and [hidden]');
  });

  it('keeps words that are no secrets', () => {
    expect(serverText('en is fine', new Headers({ 'accept-language': 'en' }))).toBe('en is fine');
  });

  it('cuts query strings off addresses', () => {
    expect(serverText('see https://a.example/b?key=1#c now')).toBe('see https://a.example/b now');
  });

  it('is short and printable', () => {
    expect(serverText('a\u0000b\n\u001B[31mc')).toBe('a b [31mc');
    expect(serverText('x'.repeat(10_000)).length).toBeLessThan(600);
  });
});
