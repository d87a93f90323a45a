import { once } from 'node:events';
import { createServer, get, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from '@jest/globals';
import { listenOnLoopback, type LoopbackServer } from '@flightdeck/testing';
import { createRoundRobinProxy, type Target } from '../src/cluster/round-robin-proxy.js';

const running: LoopbackServer[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

/** A server that answers with its name and the headers that it got, and echoes on sockets. */
async function serveTarget(name: string): Promise<Target> {
  const server = createServer((req, res) => {
    if (req.url === '/die') {
      res.write('half');
      return void setImmediate(() => res.destroy());
    }
    res.end(JSON.stringify({ name, url: req.url, host: req.headers.host }));
  });
  server.on('upgrade', (_req, socket, head: Buffer) => {
    socket.write(`HTTP/1.1 101 Switching Protocols\r\n\r\n${name}:${head.toString()}`);
    socket.pipe(socket);
  });
  const target = await listenOnLoopback(server);
  running.push(target);
  return { name, port: target.port };
}

async function serveProxy(targets: readonly Target[]): Promise<LoopbackServer> {
  const proxy = await listenOnLoopback(createRoundRobinProxy({ targets }));
  running.push(proxy);
  return proxy;
}

async function answer(url: string): Promise<{ status: number | undefined; body: string }> {
  const [response] = (await once(get(url), 'response')) as [IncomingMessage];
  return { status: response.statusCode, body: await text(response) };
}

describe('the proxy of the cluster', () => {
  it('gives each request to the next target, with the host that the client has asked', async () => {
    const proxy = await serveProxy([await serveTarget('a'), await serveTarget('b')]);
    const answers = [];
    for (let index = 0; index < 4; index += 1) answers.push(await answer(`${proxy.origin}/x?y=1`));
    const host = new URL(proxy.origin).host;
    expect(answers.map(({ body }) => JSON.parse(body) as unknown)).toEqual(
      ['a', 'b', 'a', 'b'].map((name) => ({ name, url: '/x?y=1', host })),
    );
  });

  it('passes over targets that are down, and says so when all are', async () => {
    const gone = await serveTarget('gone');
    await running.pop()?.close();
    const alive = await serveTarget('alive');
    const proxy = await serveProxy([gone, { name: 'starting', port: null }, alive]);
    for (let index = 0; index < 3; index += 1) {
      expect((await answer(proxy.origin)).body).toContain('"alive"');
    }
    const dead = await serveProxy([gone]);
    expect((await answer(dead.origin)).status).toBe(503);
  });

  it('cuts the answer of a target that dies in the middle', async () => {
    const proxy = await serveProxy([await serveTarget('a')]);
    await expect(answer(`${proxy.origin}/die`)).rejects.toThrow('aborted');
  });

  it('passes upgrades through in both directions', async () => {
    const proxy = await serveProxy([await serveTarget('a')]);
    const socket = connect(proxy.port, '127.0.0.1');
    socket.write(
      'GET /ws HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\nhi',
    );
    let got = '';
    while (!got.endsWith('a:hi')) {
      const [piece] = (await once(socket, 'data')) as [Buffer];
      got += piece.toString();
    }
    expect(got).toMatch(/^HTTP\/1\.1 101 /);
    socket.destroy();
  });
});
