import { withForwardedHeaders } from './forwarded-headers.js';

const SERVER = { type: 'http', url: 'http://mcp.example/' } as const;

describe('withForwardedHeaders', () => {
  it('forwards nothing that is not listed [mcp.headers]', () => {
    const headers = { authorization: 'Bearer secret', 'x-user': 'ann' };
    expect(withForwardedHeaders(SERVER, undefined, headers)).toBe(SERVER);
    expect(withForwardedHeaders(SERVER, ['X-User'], headers).headers).toEqual({ 'x-user': 'ann' });
  });

  it('lets what is configured win, whatever its case and wherever it stands', () => {
    const forwardHeaders = ['authorization', 'x-app', 'x-user'];
    const server = {
      ...SERVER,
      headers: { Authorization: 'Bearer service' },
      options: { requestInit: { headers: { 'X-App': '1' } } },
    };
    const headers = { AUTHORIZATION: 'Bearer ann', 'x-app': '2', 'X-User': 'ann' };
    expect(withForwardedHeaders(server, forwardHeaders, headers).headers).toEqual({
      Authorization: 'Bearer service',
      'x-user': 'ann',
    });
    const withProvider = {
      ...SERVER,
      options: { authProvider: { tokens: () => undefined } },
    };
    expect(withForwardedHeaders(withProvider, forwardHeaders, headers).headers).toEqual({
      'x-app': '2',
      'x-user': 'ann',
    });
  });

  it('never forwards headers of a hop or a session', () => {
    const headers = { host: 'evil', 'content-length': '1', 'mcp-session-id': 'of-another' };
    expect(withForwardedHeaders(SERVER, Object.keys(headers), headers)).toBe(SERVER);
  });
});
