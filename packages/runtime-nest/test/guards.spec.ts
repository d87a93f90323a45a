import { CopilotRuntimeModule } from '@flightdeck/runtime-nest';
import { ScriptedAgent } from '@flightdeck/testing';
import {
  Catch,
  ForbiddenException,
  Inject,
  Injectable,
  Module,
  Scope,
  SetMetadata,
  type ArgumentsHost,
  type CanActivate,
  type ExceptionFilter,
  type ExecutionContext,
} from '@nestjs/common';
import { APP_FILTER, APP_GUARD, Reflector } from '@nestjs/core';

import { sayingAgent } from './support/agents.js';
import { PLATFORMS } from './support/platforms.js';
import { answerOf, BASE, EVERY_ROUTE, infoOf, run } from './support/requests.js';
import { startApp } from './support/start-app.js';

@Injectable()
class Passwords {
  accepts(password: unknown): boolean {
    return password === 'sesame';
  }
}

@Module({ providers: [Passwords], exports: [Passwords] })
class PasswordsModule {}

interface GuardedRequest {
  headers: Record<string, string | undefined>;
  user?: { id: string };
  body?: unknown;
}

@Injectable()
class PasswordGuard implements CanActivate {
  constructor(@Inject(Passwords) private readonly passwords: Passwords) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<GuardedRequest>();
    request.user = { id: 'ann' };
    return this.passwords.accepts(request.headers['x-password']);
  }
}

@Injectable()
class DenyingGuard implements CanActivate {
  canActivate(): boolean {
    return false;
  }
}

describe.each(PLATFORMS)('guards on %s', (platform) => {
  it("deny every verb of every route, also when they are the application's", async () => {
    const agent = new ScriptedAgent();
    const { url } = await startApp(platform, {
      imports: [CopilotRuntimeModule.forRoot({ agents: { default: agent } })],
      providers: [{ provide: APP_GUARD, useClass: DenyingGuard }],
    });
    const answers = await Promise.all(
      EVERY_ROUTE.map(async ([verb, path]) => {
        const response = await fetch(`${url}${BASE}${path}`, { method: verb });
        return `${verb} ${path} ${response.status}`;
      }),
    );
    expect(answers).toEqual(EVERY_ROUTE.map(([verb, path]) => `${verb} ${path} 403`));
    expect(answers.length).toBeGreaterThan(100);
    expect(agent.log.runs).toHaveLength(0);
  });

  it('answer with the body of Nest, which names no detail of the runtime', async () => {
    const { url } = await startApp(platform, {
      imports: [CopilotRuntimeModule.forRoot({ guards: [DenyingGuard] })],
    });
    const response = await run(`${url}${BASE}`);
    expect(response.status).toBe(403);
    expect(await response.json()).toEqual({
      statusCode: 403,
      message: 'Forbidden resource',
      error: 'Forbidden',
    });
  });

  it('given to the module get what the imports export', async () => {
    const { url } = await startApp(platform, {
      imports: [
        CopilotRuntimeModule.forRoot({
          imports: [PasswordsModule],
          guards: [PasswordGuard],
          agents: { default: sayingAgent('come in') },
        }),
      ],
    });
    const base = `${url}${BASE}`;
    expect((await fetch(`${base}/info`)).status).toBe(403);
    expect(Object.keys((await infoOf(base, { 'x-password': 'sesame' })).agents)).toEqual([
      'default',
    ]);
  });

  it('given to forRootAsync get them, too', async () => {
    const { url } = await startApp(platform, {
      imports: [
        CopilotRuntimeModule.forRootAsync({
          imports: [PasswordsModule],
          guards: [PasswordGuard],
          inject: [Passwords],
          useFactory: (passwords: Passwords) => ({
            agents: passwords.accepts('sesame') ? { open: sayingAgent('') } : {},
          }),
        }),
      ],
    });
    const base = `${url}${BASE}`;
    expect((await fetch(`${base}/info`)).status).toBe(403);
    expect(Object.keys((await infoOf(base, { 'x-password': 'sesame' })).agents)).toEqual(['open']);
  });

  it('tell identifyUser whom they have let in', async () => {
    const seen: unknown[] = [];
    const { url } = await startApp(platform, {
      imports: [
        CopilotRuntimeModule.forRoot({
          imports: [PasswordsModule],
          guards: [PasswordGuard],
          agents: { default: new ScriptedAgent() },
          identifyUser: (_request, { nativeRequest }) => {
            const { user } = nativeRequest as GuardedRequest;
            seen.push(user);
            return user;
          },
        }),
      ],
    });
    const threads = await fetch(`${url}${BASE}/threads`, { headers: { 'x-password': 'sesame' } });
    expect(threads.status).toBe(200);
    expect(seen).toEqual([{ id: 'ann' }]);
  });

  it('find metadata that the module was given for its controller', async () => {
    @Injectable()
    class MembersGuard implements CanActivate {
      canActivate(context: ExecutionContext): boolean {
        return new Reflector().get<boolean>('public', context.getClass()) === true;
      }
    }
    const isPublic = SetMetadata('public', true);
    const { url } = await startApp(platform, {
      imports: [
        CopilotRuntimeModule.forRoot({ decorators: [isPublic] }),
        CopilotRuntimeModule.forRoot({ name: 'members', path: 'members' }),
      ],
      providers: [{ provide: APP_GUARD, useClass: MembersGuard }],
    });
    expect((await fetch(`${url}${BASE}/info`)).status).toBe(200);
    expect((await fetch(`${url}/members/info`)).status).toBe(403);
  });

  it('that live for one request only are made for each', async () => {
    let made = 0;
    @Injectable({ scope: Scope.REQUEST })
    class CountingGuard implements CanActivate {
      constructor() {
        made += 1;
      }

      canActivate(): boolean {
        return true;
      }
    }
    const { url } = await startApp(platform, {
      imports: [
        CopilotRuntimeModule.forRoot({
          guards: [CountingGuard],
          agents: { default: sayingAgent('hi') },
        }),
      ],
    });
    expect(await answerOf(await run(`${url}${BASE}`))).toBe('hi');
    expect(await answerOf(await run(`${url}${BASE}`))).toBe('hi');
    expect(made).toBe(2);
  });

  it('see the parsed body, and exception filters see what they throw', async () => {
    const caught: string[] = [];
    @Injectable()
    class ThreadGuard implements CanActivate {
      canActivate(context: ExecutionContext): boolean {
        const { body } = context.switchToHttp().getRequest<GuardedRequest>();
        const { threadId } = body as { threadId: string };
        if (threadId === 'mine') return true;
        throw new ForbiddenException(`not your thread: ${threadId}`);
      }
    }
    @Catch(ForbiddenException)
    class TeapotFilter implements ExceptionFilter {
      catch(error: ForbiddenException, host: ArgumentsHost): void {
        caught.push(error.message);
        const reply = host.switchToHttp().getResponse<{
          status(code: number): { send(body: unknown): void };
        }>();
        reply.status(418).send({ short: 'stout' });
      }
    }
    const { url } = await startApp(platform, {
      imports: [
        CopilotRuntimeModule.forRoot({
          guards: [ThreadGuard],
          agents: { default: sayingAgent('yours') },
        }),
      ],
      providers: [{ provide: APP_FILTER, useClass: TeapotFilter }],
    });
    const denied = await run(`${url}${BASE}`, { threadId: 'hers' });
    expect([denied.status, await denied.json()]).toEqual([418, { short: 'stout' }]);
    expect(caught).toEqual(['not your thread: hers']);
    expect(await answerOf(await run(`${url}${BASE}`, { threadId: 'mine' }))).toBe('yours');
  });
});
