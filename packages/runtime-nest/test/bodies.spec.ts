import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';

import type { Logger } from '@flightdeck/core';
import { CopilotRuntimeModule } from '@flightdeck/runtime-nest';
import { ScriptedAgent, runBody } from '@flightdeck/testing';
import { Body, Controller, Post } from '@nestjs/common';
import { ExpressAdapter, type NestExpressApplication } from '@nestjs/platform-express';

import { sayingAgent } from './support/agents.js';
import { PLATFORMS } from './support/platforms.js';
import { answerOf, BASE, postJson, run } from './support/requests.js';
import { startApp } from './support/start-app.js';

const agents = { default: sayingAgent('read') };

/** Streams its body, so that nobody knows the length beforehand. */
function chunkedPost(url: string, text: string): Promise<Response> {
  const body = new Blob([text]).stream();
  const headers = { 'content-type': 'application/json' };
  return fetch(url, { method: 'POST', headers, body, duplex: 'half' } as RequestInit);
}

@Controller('echo')
class EchoController {
  @Post()
  echo(@Body() body: { text: string }): number {
    return body.text.length;
  }
}

describe.each(PLATFORMS)('request bodies on %s', (platform) => {
  it.each([true, false])(
    'may be long, whether Nest parses bodies or not (%s)',
    async (bodyParser) => {
      const agent = new ScriptedAgent();
      const { url } = await startApp(platform, {
        imports: [CopilotRuntimeModule.forRoot({ agents: { default: agent } })],
        bodyParser,
      });
      const text = 'x'.repeat(3_000_000);
      expect(await answerOf(await run(`${url}${BASE}`, { text }))).toBe('Hello');
      expect(agent.log.lastRun.input.messages[0]).toMatchObject({ content: text });
      const chunked = await chunkedPost(
        `${url}${BASE}/agent/default/run`,
        JSON.stringify(runBody({ state: text })),
      );
      expect(await answerOf(chunked)).toBe('Hello');
      const envelope = {
        method: 'agent/run',
        params: { agentId: 'default' },
        body: runBody({ state: text }),
      };
      expect(await answerOf(await postJson(`${url}${BASE}`, envelope))).toBe('Hello');
    },
  );

  it('of the application keep the limit of the application', async () => {
    const { url } = await startApp(platform, {
      imports: [CopilotRuntimeModule.forRoot({ agents })],
      controllers: [EchoController],
    });
    const small = await postJson(`${url}/echo`, { text: 'abc' });
    expect(await small.text()).toBe('3');
    expect((await postJson(`${url}/echo`, { text: 'x'.repeat(2_000_000) })).status).toBe(413);
  });

  it('are refused above maxBodyBytes', async () => {
    const agent = new ScriptedAgent();
    const { url } = await startApp(platform, {
      imports: [
        CopilotRuntimeModule.forRoot({ agents: { default: agent }, maxBodyBytes: 200_000 }),
      ],
    });
    const text = 'x'.repeat(200_000);
    expect((await run(`${url}${BASE}`, { text })).status).toBe(413);
    const body = JSON.stringify(runBody({ state: text }));
    expect((await chunkedPost(`${url}${BASE}/agent/default/run`, body)).status).toBe(413);
    expect(agent.log.runs).toHaveLength(0);
  });

  it('that are refused do not block what follows on their connection', async () => {
    const { url } = await startApp(platform, {
      imports: [CopilotRuntimeModule.forRoot({ agents, maxBodyBytes: 1_000 })],
    });
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    const chunk = 'x'.repeat(0x10_0000);
    const head = 'HTTP/1.1\r\nhost: test\r\n';
    socket.write(`POST ${BASE}/agent/default/run ${head}transfer-encoding: chunked\r\n\r\n`);
    socket.write(`100000\r\n${chunk}\r\n0\r\n\r\n`);
    socket.write(`GET ${BASE}/info ${head}connection: close\r\n\r\n`);
    const received = (await socket.setEncoding('latin1').toArray()).join('');
    expect(received.match(/HTTP\/1.1 \d+/g)).toEqual(['HTTP/1.1 413', 'HTTP/1.1 200']);
  });

  it.each([
    ['{"threadId": ', 'application/json'],
    ['[]', 'application/json'],
    ['', 'application/json'],
    ['nonsense', 'text/plain'],
  ])('that make no sense are explained by the runtime: %s', async (body, type) => {
    const { url } = await startApp(platform, {
      imports: [CopilotRuntimeModule.forRoot({ agents })],
    });
    const response = await fetch(`${url}${BASE}/agent/default/run`, {
      method: 'POST',
      headers: { 'content-type': type },
      body,
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: 'Invalid request body' });
  });

  it.each([undefined, 'text/plain', 'application/x-www-form-urlencoded', 'application/ld+json'])(
    'may have the type %s',
    async (type) => {
      const { url } = await startApp(platform, {
        imports: [CopilotRuntimeModule.forRoot({ agents })],
      });
      const response = await fetch(`${url}${BASE}/agent/default/run`, {
        method: 'POST',
        headers: type === undefined ? {} : { 'content-type': type },
        body: new TextEncoder().encode(JSON.stringify(runBody())),
      });
      expect(await answerOf(response)).toBe('read');
    },
  );

  it('may be missing where they are optional', async () => {
    const { url } = await startApp(platform, {
      imports: [CopilotRuntimeModule.forRoot({ agents, environment: 'development' })],
    });
    const headers = { 'content-type': 'application/json' };
    const stop = `${url}${BASE}/agent/default/stop/t`;
    expect((await fetch(stop, { method: 'POST', headers })).status).toBe(200);
    expect((await fetch(stop, { method: 'POST' })).status).toBe(200);
    expect((await postJson(stop, {})).status).toBe(200);
    const remove = await fetch(`${url}${BASE}/threads/t`, { method: 'DELETE', headers });
    expect(remove.status).toBe(404);
    expect(await remove.json()).toMatchObject({ code: 'thread_not_found' });
  });

  it('may be forms with audio', async () => {
    const { url } = await startApp(platform, {
      imports: [
        CopilotRuntimeModule.forRoot({
          agents,
          transcriptionService: { transcribeFile: async ({ size }) => `${size} bytes` },
        }),
      ],
    });
    const form = new FormData();
    form.set('audio', new File([new Uint8Array(1_500_000)], 'a.webm', { type: 'audio/webm' }));
    const response = await fetch(`${url}${BASE}/transcribe`, { method: 'POST', body: form });
    expect(await response.json()).toMatchObject({ text: '1500000 bytes' });
  });

  it('reach the right one of two runtimes whose paths end alike', async () => {
    const { url } = await startApp(platform, {
      imports: [
        CopilotRuntimeModule.forRoot({ agents, path: 'chat' }),
        CopilotRuntimeModule.forRoot({
          agents: { default: sayingAgent('admin') },
          path: 'admin/chat',
          name: 'admin',
        }),
      ],
    });
    const text = 'x'.repeat(2_000_000);
    expect(await answerOf(await run(`${url}/chat`, { text }))).toBe('read');
    expect(await answerOf(await run(`${url}/admin/chat`, { text }))).toBe('admin');
  });

  it('are read for hooks that want them, too', async () => {
    const bodies: unknown[] = [];
    const { url } = await startApp(platform, {
      imports: [
        CopilotRuntimeModule.forRoot({
          agents,
          hooks: {
            onRequest: async ({ request }) => {
              const { threadId } = (await request.json()) as { threadId: string };
              bodies.push([threadId, request.headers.get('content-type')]);
            },
          },
        }),
      ],
    });
    expect(await answerOf(await run(`${url}${BASE}`, { threadId: 'told' }))).toBe('read');
    expect(bodies).toEqual([['told', 'application/json']]);
  });
});

describe('request bodies on Express', () => {
  it('may be compressed, which is left to its parser', async () => {
    const { url } = await startApp('express', {
      imports: [CopilotRuntimeModule.forRoot({ agents })],
    });
    const response = await fetch(`${url}${BASE}/agent/default/run`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
      body: gzipSync(JSON.stringify(runBody())),
    });
    expect(await answerOf(response)).toBe('read');
  });

  it.each([{ limit: '1kb' }, { limit: '10mb' }])(
    'ignore the parser of the application: %j',
    async (options) => {
      const { url } = await startApp('express', {
        imports: [CopilotRuntimeModule.forRoot({ agents })],
        configure: (app) => void (app as NestExpressApplication).useBodyParser('json', options),
      });
      expect(await answerOf(await run(`${url}${BASE}`, { text: 'x'.repeat(300_000) }))).toBe(
        'read',
      );
    },
  );

  it('are reported to be limited when a parser comes before Nest', async () => {
    const { logger, warnings } = recordingLogger();
    const adapter = new ExpressAdapter();
    adapter.useBodyParser('json', false, {});
    const { url } = await startApp('express', {
      imports: [CopilotRuntimeModule.forRoot({ agents, logger })],
      adapter,
    });
    expect(warnings).toEqual([expect.stringContaining('app.useBodyParser()')]);
    expect(await answerOf(await run(`${url}${BASE}`))).toBe('read');
    expect((await run(`${url}${BASE}`, { text: 'x'.repeat(300_000) })).status).toBe(413);
  });

  it('are reported to be limited on a platform that is not known', async () => {
    const { logger, warnings } = recordingLogger();
    class OtherAdapter extends ExpressAdapter {
      override getType(): string {
        return 'other';
      }
    }
    await startApp('express', {
      imports: [CopilotRuntimeModule.forRoot({ agents, logger })],
      adapter: new OtherAdapter(),
    });
    expect(warnings).toEqual([expect.stringMatching(/'other'.*bodyParser: false/)]);
  });

  it('are no reason for warnings otherwise', async () => {
    const { logger, warnings } = recordingLogger();
    await startApp('express', { imports: [CopilotRuntimeModule.forRoot({ agents, logger })] });
    expect(warnings).toEqual([]);
  });
});

function recordingLogger(): { readonly logger: Logger; readonly warnings: string[] } {
  const warnings: string[] = [];
  const ignore = (): void => undefined;
  const warn = (text: string): void => void warnings.push(text);
  return { logger: { debug: ignore, info: ignore, error: ignore, warn }, warnings };
}
