import { describe, expect, it } from '@jest/globals';
import { AgentRunner, type AgentRunnerRunRequest, type BaseEvent } from '@flightdeck/core';
import {
  answer,
  collectRun,
  runBodySaying,
  ScriptedAgent,
  terminalOf,
  textOf,
} from '@flightdeck/testing';
import { EMPTY, Observable, throwError } from 'rxjs';
import type { OnAfterRequestOptions } from '../src/hooks/run-hooks.js';
import { serveV1 } from './support/v1-server.js';

/** Keeps nothing, as the least of custom runners. */
class PlainRunner extends AgentRunner {
  run({ agent, input }: AgentRunnerRunRequest): Observable<BaseEvent> {
    return new Observable((observer) => {
      const onEvent = ({ event }: { readonly event: BaseEvent }) => observer.next(event);
      Promise.resolve(agent.runAgent(input as never, { onEvent } as never)).then(
        () => observer.complete(),
        (error: unknown) => observer.error(error),
      );
    });
  }

  connect() {
    return EMPTY;
  }

  async isRunning() {
    return false;
  }

  async stop() {
    return false;
  }
}

class BrokenRunner extends PlainRunner {
  override run(): Observable<BaseEvent> {
    return throwError(() => new Error('No runner today'));
  }
}

describe('with a custom runner', () => {
  it('hooks are around the runs of its agents', async () => {
    const told: OnAfterRequestOptions[] = [];
    const agent = new ScriptedAgent(({ input }) =>
      answer(input, String(input.messages.at(-1)?.content)),
    );
    const { rest } = serveV1(agent, {
      runner: new PlainRunner(),
      middleware: {
        onBeforeRequest({ inputMessages: [message] }) {
          if (message?.isTextMessage()) message.content = 'Changed';
        },
        onAfterRequest: (options) => void told.push(options),
      },
    });
    const run = await collectRun(await rest.run('default', runBodySaying('Hello')));
    expect(textOf(run.events)).toBe('Changed');
    expect(told[0]?.outputMessages).toMatchObject([{ content: 'Changed' }]);
  });

  it('onError is told of a runner that fails, with the ids of the run', async () => {
    const { rest, errors } = serveV1(new ScriptedAgent(), { runner: new BrokenRunner() });
    const body = runBodySaying('Hello');
    const run = await collectRun(await rest.run('default', body));
    expect(terminalOf(run.events).type).toBe('RUN_ERROR');
    expect(errors).toHaveLength(1);
    expect(errors[0]?.context).toMatchObject({
      threadId: body.threadId,
      runId: body.runId,
      metadata: { phase: 'sse.subscription' },
    });
  });
});
