import { withForwardedHeaders } from './forwarded-headers.js';

const SERVER = { type: 'http', url: 'http://mcp.example/' } as const;

describe('withForwardedHeaders', () => {
  it('forwards nothing that is not listed [mcp.headers]', () => {
    const headers = { authorization: 'Bearer secret', 'x-user': 'ann' };
    expect(withForwardedHeaders(SERVER, headers).headers).toBeUndefined();
    const listed = { ...SERVER, forwardHeaders: ['X-User'] };
    expect(withForwardedHeaders(listed, headers).headers).toEqual({ 'x-user': 'ann' });
  });

  it('puts the forwarded header in place of the configured one, whatever their case', () => {
    const server = {
      ...SERVER,
      headers: { Authorization: 'Bearer service', 'x-app': '1' },
      forwardHeaders: ['authorization'],
    };
    expect(withForwardedHeaders(server, { AUTHORIZATION: 'Bearer ann' }).headers).toEqual({
      'x-app': '1',
      authorization: 'Bearer ann',
    });
    expect(withForwardedHeaders(server, {}).headers).toEqual(server.headers);
  });

  it('never forwards headers of a hop', () => {
    const server = { ...SERVER, forwardHeaders: ['host', 'content-length', 'connection'] };
    const headers = { host: 'evil', 'content-length': '1', connection: 'close' };
    expect(withForwardedHeaders(server, headers).headers).toBeUndefined();
  });
});
