import { describe, expect, it } from '@jest/globals';
import { ConfigError } from '../errors/config-error.js';
import { resolveRealtimeOptions, type RealtimeOptions } from './realtime-options.js';

describe('the options of realtime', () => {
  it('have the documented defaults', () => {
    expect(resolveRealtimeOptions()).toEqual({
      secret: null,
      tokenTtlMs: 86_400_000,
      allowedOrigins: null,
      url: null,
      maxSocketsPerUser: 100,
    });
  });

  it('take origins as they are written', () => {
    const allowedOrigins = [
      'https://app.example.com/',
      'http://LOCALHOST:5173',
      'capacitor://localhost',
    ];
    expect([...(resolveRealtimeOptions({ allowedOrigins }).allowedOrigins ?? [])]).toEqual([
      'https://app.example.com',
      'http://localhost:5173',
      'capacitor://localhost',
    ]);
  });

  it.each(['wss://sockets.example.com/a', 'ws://localhost:3000/ck/realtime', '/ck/realtime'])(
    'take %s for the address of sockets',
    (url) => expect(resolveRealtimeOptions({ url }).url).toBe(url),
  );

  it.each<RealtimeOptions>([
    { secret: '' },
    { secret: 'x'.repeat(31) },
    { tokenTtlMs: 0 },
    { secret: 12_345 as unknown as string },
    { tokenTtlMs: Number.NaN },
    // Not a number any more once it is in a token.
    { tokenTtlMs: Infinity },
    { maxSocketsPerUser: -1 },
    { allowedOrigins: ['app.example.com'] },
    { allowedOrigins: ['*'] },
    { url: '' },
    { url: 'https://example.com/realtime' },
    { url: 'ck/realtime' },
    { url: 'wss://example.com/a?b' },
  ])('refuse %j', (options) => {
    expect(() => resolveRealtimeOptions(options)).toThrow(ConfigError);
  });
});
