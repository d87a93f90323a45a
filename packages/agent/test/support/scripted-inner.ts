import { AbstractAgent as Agent59 } from '@ag-ui/client';
import { AbstractAgent as Agent57 } from 'ag-ui-client-57';
import { AbstractAgent as Agent1 } from 'ag-ui-client-1';
import { runFinished, runStarted, ScriptedAgent, textMessage, toolCall } from '@flightdeck/testing';
import { Observable } from 'rxjs';
import { z } from 'zod';
import type { InnerAgent } from '../../src/server-tools/inner-agent.js';
import type { withServerTools } from '../../src/server-tools/with-server-tools.js';
import { defineTool } from '../../src/tools/define-tool.js';

export interface Input {
  readonly threadId: string;
  readonly runId: string;
  readonly messages: readonly { readonly role: string; readonly content?: string }[];
  readonly tools: readonly { readonly name: string }[];
  readonly state: unknown;
  readonly resume?: unknown;
}
export interface AnyEvent {
  readonly type: string;
  readonly [field: string]: unknown;
}
export type Script = (input: Input) => Iterable<unknown> | AsyncIterable<unknown>;

/** A class of one AG-UI version whose agents do what a script says. */
function agentOf(Base: unknown, script: Script, seen: Input[] = []): InnerAgent {
  // One of three classes with the same constructor and abstract method.
  class Scripted extends (Base as typeof Agent59) {
    override run(input: never): never {
      seen.push(input);
      const events = new Observable((observer) => {
        let open = true;
        const tell = async (): Promise<void> => {
          for await (const event of script(input)) {
            if (!open) return;
            observer.next(event);
          }
          observer.complete();
        };
        tell().catch((error: unknown) => observer.error(error));
        return () => {
          open = false;
        };
      });
      return events as never;
    }
  }
  return new Scripted({ agentId: 'weather', description: 'Tells the weather' }) as InnerAgent;
}

export function structuralAgent(script: Script, seen: Input[] = []): InnerAgent {
  return new ScriptedAgent(({ input }) => {
    // The AG-UI input with the types of another package.
    seen.push(input as never);
    return script(input as never);
  });
}

export const KINDS: readonly (readonly [string, (script: Script, seen?: Input[]) => InnerAgent])[] =
  [
    ['AG-UI 0.0.57', (script, seen) => agentOf(Agent57, script, seen)],
    ['AG-UI 0.0.59', (script, seen) => agentOf(Agent59, script, seen)],
    ['AG-UI 1.0', (script, seen) => agentOf(Agent1, script, seen)],
    ['an agent without AG-UI classes', structuralAgent],
  ];

/** Calls `lookup` first, then tells what it got. */
export function* lookUpThenTell(input: Input): Iterable<unknown> {
  yield runStarted(input);
  const last = input.messages.at(-1);
  if (last?.role === 'tool') yield* textMessage(`m-${input.runId}`, `It is ${last.content}`);
  else yield* toolCall({ id: `c-${input.runId}`, name: 'lookup', args: { city: 'Rome' } });
  yield runFinished(input);
}

export const lookup = defineTool({
  name: 'lookup',
  description: 'Looks up the weather',
  parameters: z.object({ city: z.string() }),
  execute: ({ city }) => `sunny in ${city}`,
});

/** Runs an agent to its end and returns what it has told. */
export async function collect(
  agent: ReturnType<typeof withServerTools>,
  fields: Record<string, unknown> = {},
): Promise<AnyEvent[]> {
  const events: AnyEvent[] = [];
  agent.threadId = 't1';
  // The documented shapes; the versions' types differ.
  await agent.runAgent(
    { runId: 'r1', tools: [], context: [], ...fields } as never,
    { onEvent: ({ event }: { event: AnyEvent }) => void events.push(event) } as never,
  );
  return events;
}

export const typesOf = (events: readonly AnyEvent[]): readonly string[] =>
  events.map(({ type }) => type);
