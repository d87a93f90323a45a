import type { Requirement } from './requirement.js';

/** What `BuiltInAgent` promises to those who bring their own model loop. */
export const AGENT_FACTORIES = {
  'agent.factory-aisdk': {
    source: 'agent 2.2, 6',
    behaviour:
      'Results of `streamText` of AI SDK 5, 6 and 7 become AG-UI events, one assistant message per step.',
  },
  'agent.factory-tanstack': {
    source: 'agent 15 D17',
    behaviour: 'Streams of TanStack AI become AG-UI events, one assistant message per turn.',
    difference: 'Upstream puts the texts of all turns of a run into one message.',
  },
  'agent.factory-custom': {
    source: 'agent 15 D22',
    behaviour: 'A custom factory’s own lifecycle events do not disturb those of the run.',
    difference: 'Upstream tells RUN_STARTED twice, which clients refuse.',
  },
  'agent.factory-interrupt': {
    source: 'agent 7.3',
    behaviour: '`ctx.interrupt` ends the run with its questions until all of them are answered.',
  },
} as const satisfies Readonly<Record<string, Requirement>>;
