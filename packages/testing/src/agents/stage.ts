import { answer } from './events.js';
import {
  ScriptedAgent,
  type AgentRun,
  type Script,
  type ScriptedAgentOptions,
} from './scripted-agent.js';

/** An agent that plays another script on each thread, so that many tests share one server. */
export interface Stage {
  readonly agent: ScriptedAgent;
  /** Sets the script of a thread. Threads without one get a short answer. */
  play(threadId: string, script: Script | readonly unknown[]): void;
  /** The runs of a thread, oldest first. */
  runsOf(threadId: string): readonly AgentRun[];
}

export function createStage(options: ScriptedAgentOptions = {}): Stage {
  const scripts = new Map<string, Script>();
  const agent = new ScriptedAgent((run) => {
    const script = scripts.get(run.input.threadId);
    return script === undefined ? answer(run.input) : script(run);
  }, options);
  return {
    agent,
    play(threadId, script) {
      scripts.set(threadId, typeof script === 'function' ? script : () => script);
    },
    runsOf: (threadId) => agent.log.runs.filter(({ input }) => input.threadId === threadId),
  };
}
