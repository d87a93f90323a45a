import { describe, expect, it } from '@jest/globals';
import { realtimeUrlFor } from './realtime-url.js';

const told = (
  url: string,
  headers: Record<string, string> = {},
  { isEnvelope = false }: { readonly isEnvelope?: boolean } = {},
): string => realtimeUrlFor({ url, headers: new Headers(headers), isEnvelope });

describe('the address of the sockets', () => {
  it('is below the base path, whatever the transport', () => {
    expect(told('http://localhost:3000/api/copilotkit/info')).toBe(
      'ws://localhost:3000/api/copilotkit/realtime',
    );
    expect(told('http://localhost:3000/api/copilotkit', {}, { isEnvelope: true })).toBe(
      'ws://localhost:3000/api/copilotkit/realtime',
    );
    expect(told('http://localhost:3000/info?a=/info')).toBe('ws://localhost:3000/realtime');
    expect(told('http://localhost:3000/', {}, { isEnvelope: true })).toBe(
      'ws://localhost:3000/realtime',
    );
  });

  it('is encrypted where the runtime is', () => {
    expect(told('https://api.example.com/ck/info')).toBe('wss://api.example.com/ck/realtime');
  });

  it('is a path for pages on the same origin, whatever a proxy has made of the host', () => {
    const headers = { 'sec-fetch-site': 'same-origin' };
    expect(told('http://10.0.0.7:3000/ck/info', headers)).toBe('/ck/realtime');
    // Two slashes would begin a host.
    expect(told('http://10.0.0.7//ck/info', headers)).toBe('ws://10.0.0.7//ck/realtime');
  });

  it('is encrypted for pages under https elsewhere, except on their own machine', () => {
    const headers = { origin: 'https://app.example.com', 'sec-fetch-site': 'cross-site' };
    expect(told('http://api.example.com/ck/info', headers)).toBe(
      'wss://api.example.com/ck/realtime',
    );
    expect(told('http://localhost:3000/ck/info', headers)).toBe('ws://localhost:3000/ck/realtime');
    expect(told('http://[::1]:3000/ck/info', headers)).toBe('ws://[::1]:3000/ck/realtime');
    expect(told('http://api.example.com/ck/info', { origin: 'http://app.example.com' })).toBe(
      'ws://api.example.com/ck/realtime',
    );
  });
});
