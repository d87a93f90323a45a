import type { AgentRun } from '../agents/scripted-agent.js';

/** What one command does: the events of the run, given the text after the command's name. */
export type Command = (
  run: AgentRun,
  argument: string,
) => Iterable<unknown> | AsyncIterable<unknown>;
