import type { RunAgentInput } from '@flightdeck/core';
import { answer } from '../agents/events.js';
import { createGate, type Gate } from '../agents/gate.js';
import { ScriptedAgent, type Script } from '../agents/scripted-agent.js';
import { FAILURES } from './commands-failures.js';
import { FEATURES } from './commands-features.js';
import { createHolds } from './commands-holds.js';

/** How a server says in `/info` that its agent is this one. */
export interface ConformanceCapabilities {
  readonly conformance: { readonly version: 1; readonly transcription: boolean };
}

export interface ConformanceAgentOptions {
  /** Whether the server mounts {@link conformanceTranscription}, too. @default false */
  readonly transcription?: boolean;
}

/**
 * The agent that the conformance cases talk to. Mount it under any id; the cases use `default`.
 *
 * It carries out the first word of the last user message and takes the rest as its argument, such
 * as `say hello`. README.md lists all commands. A run without a known command gets a short answer.
 */
export function conformanceAgent(options: ConformanceAgentOptions = {}): ScriptedAgent {
  const gates = new Map<string, Gate>();
  const gateOf = (key: string): Gate => {
    const gate = gates.get(key) ?? createGate();
    gates.set(key, gate);
    return gate;
  };
  const commands = new Map(Object.entries({ ...FEATURES, ...FAILURES, ...createHolds(gateOf) }));
  const script: Script = (run) => {
    const [, name = '', argument = ''] = /^(\S*)\s*([^]*)$/.exec(lastUserText(run.input)) ?? [];
    const command = commands.get(name);
    return command === undefined ? answer(run.input) : command(run, argument);
  };
  const capabilities: ConformanceCapabilities = {
    conformance: { version: 1, transcription: options.transcription ?? false },
  };
  return new ScriptedAgent(script, {
    description: 'Plays the scripts of the conformance cases',
    getCapabilities: () => capabilities,
  });
}

/** The text of the newest user message, parts of other kinds left out. */
function lastUserText({ messages }: RunAgentInput): string {
  const content = messages.findLast(({ role }) => role === 'user')?.content;
  if (typeof content === 'string') return content;
  const parts = (Array.isArray(content) ? content : []) as { text?: unknown }[];
  return parts.map(({ text }) => (typeof text === 'string' ? text : '')).join('');
}
