import type { ServerResponse } from 'node:http';

import { CopilotRuntimeModule } from '@flightdeck/runtime-nest';
import { createGate } from '@flightdeck/testing';
import {
  Injectable,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
  type PipeTransform,
} from '@nestjs/common';
import { APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { tap, timeout, type Observable } from 'rxjs';

import { sayingAgent, waitingAgent } from './support/agents.js';
import { PLATFORMS } from './support/platforms.js';
import { answerOf, BASE, eventsOf, postJson, run } from './support/requests.js';
import { startApp } from './support/start-app.js';

describe.each(PLATFORMS)('interceptors and pipes on %s', (platform) => {
  const log: string[] = [];

  @Injectable()
  class LoggingInterceptor implements NestInterceptor {
    intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
      const handler = context.getHandler().name;
      const reply = context
        .switchToHttp()
        .getResponse<{ statusCode: number; raw?: ServerResponse }>();
      log.push(`begin ${handler}`);
      const end = (): void => {
        log.push(`end ${handler} ${(reply.raw ?? reply).statusCode}`);
      };
      return next.handle().pipe(tap({ complete: end }));
    }
  }

  beforeEach(() => {
    log.length = 0;
  });

  it('see each route as a handler of its own, and what has become of the request', async () => {
    const { url } = await startApp(platform, {
      imports: [
        CopilotRuntimeModule.forRoot({
          interceptors: [LoggingInterceptor],
          agents: { default: sayingAgent('hello') },
        }),
      ],
    });
    expect(await answerOf(await run(`${url}${BASE}`))).toBe('hello');
    expect((await run(`${url}${BASE}`, { agentId: 'nobody' })).status).toBe(404);
    const handler = '/agent/:agentId/run';
    expect(log).toEqual([
      `begin ${handler}`,
      `end ${handler} 200`,
      `begin ${handler}`,
      `end ${handler} 404`,
    ]);
  });

  it('that limit the time of requests do not cut streams', async () => {
    @Injectable()
    class TimeoutInterceptor implements NestInterceptor {
      intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
        return next.handle().pipe(timeout(50));
      }
    }
    const { agent, gate } = waitingAgent();
    const { url } = await startApp(platform, {
      imports: [CopilotRuntimeModule.forRoot({ agents: { default: agent } })],
      providers: [{ provide: APP_INTERCEPTOR, useClass: TimeoutInterceptor }],
    });
    const response = await run(`${url}${BASE}`);
    setTimeout(() => gate.open(), 150);
    expect((await eventsOf(response)).at(-1)?.type).toBe('RUN_FINISHED');
  });

  it('that give up before the runtime has answered are answered for by Nest', async () => {
    const giveUp = {
      intercept: (_: unknown, next: CallHandler) => next.handle().pipe(timeout(50)),
    };
    const gate = createGate();
    const { url } = await startApp(platform, {
      imports: [
        CopilotRuntimeModule.forRoot({
          interceptors: [giveUp],
          agents: async () => {
            await gate.opened;
            return {};
          },
        }),
      ],
    });
    const response = await fetch(`${url}${BASE}/info`);
    expect(response.status).toBe(500);
    expect(await response.json()).toMatchObject({ message: 'Internal server error' });
    gate.open();
  });

  it('of the application run, too, and its pipes have nothing to say', async () => {
    @Injectable()
    class RefusingPipe implements PipeTransform {
      transform(value: unknown): unknown {
        log.push('pipe');
        return value;
      }
    }
    const { url } = await startApp(platform, {
      imports: [CopilotRuntimeModule.forRoot({ agents: { default: sayingAgent('hello') } })],
      providers: [
        { provide: APP_INTERCEPTOR, useClass: LoggingInterceptor },
        { provide: APP_PIPE, useClass: RefusingPipe },
      ],
    });
    const envelope = await postJson(`${url}${BASE}`, { method: 'info' });
    expect(envelope.status).toBe(200);
    await envelope.text();
    expect(log.filter((line) => line !== 'pipe')).toEqual(['begin /', 'end / 200']);
  });
});
