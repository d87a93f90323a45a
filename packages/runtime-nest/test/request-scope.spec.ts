import { CopilotAgent, CopilotRuntimeModule } from '@flightdeck/runtime-nest';
import { ScriptedAgent } from '@flightdeck/testing';
import { Inject, Injectable, Module, Scope, type CanActivate } from '@nestjs/common';
import { REQUEST } from '@nestjs/core';

import { PLATFORMS } from './support/platforms.js';
import { answerOf, BASE, infoOf, postJson, run } from './support/requests.js';
import { startApp } from './support/start-app.js';

interface HostRequest {
  readonly headers: Record<string, string | undefined>;
}

let made: string[] = [];

@Injectable({ scope: Scope.REQUEST })
class Session {
  readonly user: string;

  constructor(@Inject(REQUEST) request: HostRequest) {
    this.user = request.headers['x-user'] ?? 'nobody';
    made.push(this.user);
  }
}

@Module({ providers: [Session], exports: [Session] })
class SessionModule {}

@CopilotAgent('personal')
@Injectable()
class PersonalAgent extends ScriptedAgent {
  constructor(@Inject(Session) private readonly session: Session) {
    super(({ input }) => [
      { type: 'TEXT_MESSAGE_CHUNK', messageId: input.runId, delta: `yours, ${session.user}` },
    ]);
  }

  override clone(): PersonalAgent {
    return new PersonalAgent(this.session);
  }
}

@CopilotAgent('transient')
@Injectable({ scope: Scope.TRANSIENT })
class TransientAgent extends ScriptedAgent {
  constructor() {
    super();
    made.push('transient');
  }
}

beforeEach(() => {
  made = [];
});

describe.each(PLATFORMS)('agents that live for one request on %s', (platform) => {
  it('are made for each, with what belongs to it', async () => {
    const { url } = await startApp(platform, {
      imports: [CopilotRuntimeModule.forRoot({})],
      providers: [PersonalAgent, Session],
    });
    expect(made).toEqual([]);
    const path = `${url}${BASE}/agent/personal/run`;
    const input = { threadId: 't', messages: [], tools: [], context: [], state: {} };
    const ann = await postJson(path, { ...input, runId: '1' }, { 'x-user': 'ann' });
    expect(await answerOf(ann)).toBe('yours, ann');
    const bob = await postJson(path, { ...input, runId: '2' }, { 'x-user': 'bob' });
    expect(await answerOf(bob)).toBe('yours, bob');
    expect(made).toEqual(['ann', 'bob']);
    expect((await infoOf(`${url}${BASE}`)).agents).toMatchObject({
      personal: { className: 'PersonalAgent' },
    });
  });

  it('share what is made for the request with its guards', async () => {
    @Injectable()
    class SessionGuard implements CanActivate {
      constructor(@Inject(Session) private readonly session: Session) {}

      canActivate(): boolean {
        return this.session.user !== 'nobody';
      }
    }
    const { url } = await startApp(platform, {
      imports: [
        SessionModule,
        CopilotRuntimeModule.forRoot({ guards: [SessionGuard], imports: [SessionModule] }),
      ],
      providers: [PersonalAgent],
    });
    await infoOf(`${url}${BASE}`, { 'x-user': 'ann' });
    expect(made).toEqual(['ann']);
    expect((await fetch(`${url}${BASE}/info`)).status).toBe(403);
  });

  it('are tied to the request, also when a hook has replaced it', async () => {
    const { url } = await startApp(platform, {
      imports: [
        CopilotRuntimeModule.forRoot({
          hooks: {
            onRequest: ({ request }) => new Request(request, { headers: { 'x-user': 'eve' } }),
          },
        }),
      ],
      providers: [PersonalAgent, Session],
    });
    await infoOf(`${url}${BASE}`, { 'x-user': 'ann' });
    expect(made).toEqual(['ann']);
  });

  it('may be transient', async () => {
    const { url } = await startApp(platform, {
      imports: [CopilotRuntimeModule.forRoot({})],
      providers: [TransientAgent],
    });
    made = [];
    expect(await answerOf(await run(`${url}${BASE}`, { agentId: 'transient' }))).toBe('Hello');
    await infoOf(`${url}${BASE}`);
    expect(made).toEqual(['transient', 'transient']);
  });
});
