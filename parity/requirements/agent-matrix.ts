import type { Requirement } from './requirement.js';

/** What users see of an agent, whatever provider it asks and however old their client is, agent.md 20. */
export const AGENT_MATRIX = {
  'agent.matrix': {
    source: 'agent 16.1, agent 20',
    behaviour:
      'Texts, reasoning, tools of server and browser, and interrupts look the same with OpenAI Responses, OpenAI chat, Anthropic and Gemini to clients 0.0.57, 0.0.59 and 1.0.0.',
  },
  'agent.next-turn': {
    source: 'agent 15 D1, agent 20',
    behaviour: 'After a failure, a stop or a lost client the next message is answered.',
    difference: 'With CopilotKit a thread can be stuck for good.',
  },
  'agent.odd-streams': {
    source: 'agent 16.3, agent 18.3',
    behaviour:
      'Characters in halves, blocks out of order, ids that repeat and arguments of a megabyte do not change what is shown.',
  },
} as const satisfies Readonly<Record<string, Requirement>>;
