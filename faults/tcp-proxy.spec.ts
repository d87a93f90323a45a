import { createServer, type Server } from 'node:http';
import { listenOnLoopback, until } from '@flightdeck/testing';
import { elapse } from './support/elapse.js';
import { TcpProxy } from './support/tcp-proxy.js';

describe('the proxy between a server and what it needs', () => {
  let target: Awaited<ReturnType<typeof listenOnLoopback>>;
  let proxy: TcpProxy;
  let asked = 0;
  beforeAll(async () => {
    const server: Server = createServer((_request, response) => {
      asked += 1;
      response.end('x'.repeat(2_000));
    });
    target = await listenOnLoopback(server);
  });
  afterAll(() => target.close());
  beforeEach(async () => {
    proxy = await TcpProxy.to({ host: '127.0.0.1', port: Number(new URL(target.origin).port) });
  });
  afterEach(() => proxy.close());

  const ask = async (): Promise<number> => {
    const headers = { connection: 'close' };
    const response = await fetch(`http://127.0.0.1:${proxy.port}/`, { headers });
    return (await response.text()).length;
  };

  it('passes everything on', async () => {
    expect(await ask()).toBe(2_000);
    await until(() => proxy.connections === 0);
  });

  it('keeps everything to itself as a blackhole, and delivers it when it is healed', async () => {
    const before = asked;
    proxy.blackhole();
    const answer = ask();
    await until(() => proxy.connections === 1);
    await elapse(100);
    expect(asked).toBe(before);
    proxy.pass();
    expect(await answer).toBe(2_000);
  });

  it('cuts connections with a reset', async () => {
    proxy.blackhole();
    const answer = ask().catch(String);
    await until(() => proxy.connections === 1);
    proxy.reset();
    expect(await answer).toContain('fetch failed');
  });

  it('is late by what it is told, and slow as it is told', async () => {
    let startedAt = performance.now();
    proxy.set({ kind: 'delay', ms: 50 });
    expect(await ask()).toBe(2_000);
    // A request and an answer, each of them late.
    expect(performance.now() - startedAt).toBeGreaterThan(95);
    startedAt = performance.now();
    proxy.set({ kind: 'throttle', bytesPerSecond: 10_000 });
    expect(await ask()).toBe(2_000);
    expect(performance.now() - startedAt).toBeGreaterThan(150);
  });
});
