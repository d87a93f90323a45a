import { AbstractAgent, EventType, type RunAgentInput } from '@ag-ui/client';
import { CopilotRuntime } from '@flightdeck/core';
import {
  CopilotAgent,
  CopilotRuntimeModule,
  CopilotRuntimeService,
} from '@flightdeck/runtime-nest';
import { ScriptedAgent } from '@flightdeck/testing';
import { Inject, Injectable, Module, Scope } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { of } from 'rxjs';

import { sayingAgent } from './support/agents.js';
import { createAdapter, PLATFORMS } from './support/platforms.js';
import { answerOf, BASE, infoOf, run } from './support/requests.js';
import { createApp, startApp } from './support/start-app.js';

@Injectable()
class Greetings {
  for(name: string): string {
    return `Hello ${name}`;
  }
}

/** An agent of AG-UI that was written without a thought of `clone()`. */
@CopilotAgent('greeter', { description: 'Greets' })
class GreeterAgent extends AbstractAgent {
  constructor(@Inject(Greetings) private readonly greetings: Greetings) {
    super();
  }

  override run({ threadId, runId }: RunAgentInput): ReturnType<AbstractAgent['run']> {
    const messageId = `${runId}-m`;
    const delta = this.greetings.for(this.agentId ?? '');
    // AG-UI pins an rxjs of its own, whose types are not those of the one that Nest uses.
    return of(
      { type: EventType.RUN_STARTED, threadId, runId },
      { type: EventType.TEXT_MESSAGE_START, messageId, role: 'assistant' },
      { type: EventType.TEXT_MESSAGE_CONTENT, messageId, delta },
      { type: EventType.TEXT_MESSAGE_END, messageId },
      { type: EventType.RUN_FINISHED, threadId, runId },
    ) as never;
  }
}

@CopilotAgent('plain')
class PlainAgent extends ScriptedAgent {
  readonly #capabilities = { tools: { supported: true } };
  override readonly getCapabilities = (): unknown => this.#capabilities;
}

@CopilotAgent('plain')
class OtherPlainAgent extends ScriptedAgent {}

@CopilotAgent('nobody')
class NotAnAgent {
  runAgent(): void {}
}

const plainProvider = { provide: PlainAgent, useFactory: () => new PlainAgent() };

describe.each(PLATFORMS)('agents among the providers on %s', (platform) => {
  it('offers those that need no request for runs whose server is gone', async () => {
    @Injectable({ scope: Scope.REQUEST })
    @CopilotAgent('of a request')
    class RequestAgent extends ScriptedAgent {}
    const { app } = await startApp(platform, {
      imports: [CopilotRuntimeModule.forRoot({ agents: { configured: new ScriptedAgent() } })],
      providers: [
        Greetings,
        GreeterAgent,
        { provide: RequestAgent, scope: Scope.REQUEST, useFactory: () => new RequestAgent() },
      ],
    });
    const { agents } = app.get(CopilotRuntime);
    const offered = typeof agents === 'function' ? await agents.withoutRequest?.() : agents;
    expect(Object.keys(offered ?? {})).toEqual(['configured', 'greeter']);
  });

  it('are served with what Nest has injected into them', async () => {
    @Module({ providers: [GreeterAgent, Greetings] })
    class GreeterModule {}
    const { url } = await startApp(platform, {
      imports: [CopilotRuntimeModule.forRoot({}), GreeterModule],
    });
    const { agents } = await infoOf(`${url}${BASE}`);
    expect(agents).toEqual({
      greeter: { name: 'greeter', description: 'Greets', className: 'GreeterAgent' },
    });
    const response = await run(`${url}${BASE}`, { agentId: 'greeter' });
    expect(await answerOf(response)).toBe('Hello greeter');
  });

  it('are found whatever their tokens are, and once', async () => {
    const { app, url } = await startApp(platform, {
      imports: [CopilotRuntimeModule.forRoot({})],
      providers: [
        Greetings,
        { provide: 'GREETER', useClass: GreeterAgent },
        { provide: 'ALIAS', useExisting: 'GREETER' },
        { provide: 'PLAIN', useValue: new PlainAgent() },
      ],
    });
    const { agents } = await infoOf(`${url}${BASE}`);
    expect(Object.keys(agents).toSorted()).toEqual(['greeter', 'plain']);
    expect(agents['plain']).toMatchObject({ capabilities: { tools: { supported: true } } });
    expect([...app.get(CopilotRuntimeService).discoveredAgentIds].toSorted()).toEqual([
      'greeter',
      'plain',
    ]);
  });

  it.each([
    ['a record', { own: sayingAgent('own') }],
    ['a promise', Promise.resolve({ own: sayingAgent('own') })],
    ['a factory', async () => ({ own: sayingAgent('own') })],
  ])('join those of the options, given as %s', async (_how, agents) => {
    const { url } = await startApp(platform, {
      imports: [CopilotRuntimeModule.forRoot({ agents })],
      providers: [plainProvider],
    });
    expect(Object.keys((await infoOf(`${url}${BASE}`)).agents)).toEqual(['own', 'plain']);
    expect(await answerOf(await run(`${url}${BASE}`, { agentId: 'own' }))).toBe('own');
    expect(await answerOf(await run(`${url}${BASE}`, { agentId: 'plain' }))).toBe('Hello');
  });

  it('can be replaced in tests by any object', async () => {
    const testing = await Test.createTestingModule({
      imports: [CopilotRuntimeModule.forRoot({})],
      providers: [GreeterAgent, Greetings],
    })
      .overrideProvider(GreeterAgent)
      .useValue(sayingAgent('double'))
      .compile();
    const app = testing.createNestApplication(createAdapter(platform));
    await app.listen(0, '127.0.0.1');
    try {
      const { port } = app.getHttpServer().address() as { port: number };
      const text = 'x'.repeat(2_000_000);
      const response = await run(`http://127.0.0.1:${port}${BASE}`, { agentId: 'greeter', text });
      expect(await answerOf(response)).toBe('double');
    } finally {
      await app.close();
    }
  });
});

describe('agents among the providers', () => {
  it('must have ids of their own', async () => {
    @Module({ providers: [OtherPlainAgent] })
    class OtherModule {}
    const app = await createApp('express', {
      imports: [CopilotRuntimeModule.forRoot({}), OtherModule],
      providers: [plainProvider],
    });
    const names =
      /'plain'.*(OtherPlainAgent \(in OtherModule\).*PlainAgent \(in AppModule\)|PlainAgent \(in AppModule\).*OtherPlainAgent \(in OtherModule\))/;
    await expect(app.init()).rejects.toThrow(names);
  });

  it('must have other ids than those of the options', async () => {
    const app = await createApp('express', {
      imports: [CopilotRuntimeModule.forRoot({ agents: { plain: new ScriptedAgent() } })],
      providers: [plainProvider],
    });
    await expect(app.init()).rejects.toThrow(
      "Two agents have the id 'plain': ScriptedAgent (in the module's options) and PlainAgent",
    );
  });

  it('are refused with the request where agents come later with the same id', async () => {
    const errors: unknown[] = [];
    const logger = {
      debug() {},
      info() {},
      warn() {},
      error: (...all: unknown[]) => void errors.push(all),
    };
    const { url } = await startApp('express', {
      imports: [
        CopilotRuntimeModule.forRoot({
          agents: async () => ({ plain: new ScriptedAgent() }),
          logger,
        }),
      ],
      providers: [plainProvider],
    });
    expect((await fetch(`${url}${BASE}/info`)).status).toBe(500);
  });

  it('must be agents', async () => {
    const app = await createApp('express', {
      imports: [CopilotRuntimeModule.forRoot({})],
      providers: [NotAnAgent],
    });
    await expect(app.init()).rejects.toThrow(
      "NotAnAgent, marked with @CopilotAgent('nobody'), is no agent: it needs clone() and runAgent()",
    );
  });

  it('cannot join a runtime that was made elsewhere', async () => {
    const runtime = new CopilotRuntime({ agents: {} });
    const app = await createApp('express', {
      imports: [CopilotRuntimeModule.forRoot({ runtime })],
      providers: [plainProvider],
    });
    await expect(app.init()).rejects.toThrow('PlainAgent cannot join a runtime');
  });

  it('must belong to a runtime that exists', async () => {
    @CopilotAgent('lost', { runtime: 'nowhere' })
    class LostAgent extends ScriptedAgent {}
    const app = await createApp('express', {
      imports: [CopilotRuntimeModule.forRoot({})],
      providers: [{ provide: LostAgent, useValue: new LostAgent() }],
    });
    await expect(app.init()).rejects.toThrow(
      "LostAgent is an agent of the runtime 'nowhere', but there are only: default",
    );
  });

  it('belong to the runtime that they name', async () => {
    @CopilotAgent('plain', { runtime: 'second' })
    class SecondAgent extends ScriptedAgent {}
    const { url } = await startApp('express', {
      imports: [
        CopilotRuntimeModule.forRoot({ path: 'one' }),
        CopilotRuntimeModule.forRoot({ path: 'two', name: 'second' }),
      ],
      providers: [plainProvider, { provide: SecondAgent, useFactory: () => new SecondAgent() }],
    });
    expect((await infoOf(`${url}/one`)).agents).toMatchObject({
      plain: { className: 'PlainAgent' },
    });
    expect((await infoOf(`${url}/two`)).agents).toMatchObject({
      plain: { className: 'SecondAgent' },
    });
  });

  it('do not lose what runs keep to themselves', async () => {
    @CopilotAgent('counter')
    class CountingAgent extends ScriptedAgent {
      runs = 0;
      constructor() {
        super(({ input }) => [
          { type: 'TEXT_MESSAGE_CHUNK', messageId: input.runId, delta: `${this.runs}` },
        ]);
      }

      override clone(): CountingAgent {
        const clone = new CountingAgent();
        clone.runs = this.runs += 1;
        return clone;
      }
    }
    const { url } = await startApp('express', {
      imports: [CopilotRuntimeModule.forRoot({})],
      providers: [CountingAgent],
    });
    const answers = [];
    for (let turn = 0; turn < 2; turn += 1) {
      answers.push(await answerOf(await run(`${url}${BASE}`, { agentId: 'counter' })));
    }
    expect(answers).toEqual(['1', '2']);
  });
});
