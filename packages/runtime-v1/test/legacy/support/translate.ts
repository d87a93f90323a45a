import type { BaseEvent } from '@flightdeck/core';
import {
  ResponseTranslator,
  type ResponseTranslatorOptions,
} from '../../../src/legacy/output/response-translator.js';
import { applyPayloads, type LegacyOutput, type LegacyResponse } from './apply-payloads.js';

export const FINISHED: BaseEvent = { type: 'RUN_FINISHED', threadId: 't', runId: 'r' };

export interface Told extends LegacyResponse {
  /** The state messages, with their states parsed. */
  readonly states: (LegacyOutput & { readonly parsed: unknown })[];
}

/** The answer that a client ends up with, of which each event is a part of its own. */
export function translate(
  events: readonly BaseEvent[],
  options: Partial<ResponseTranslatorOptions> = {},
): Told {
  let ids = 0;
  const translator = new ResponseTranslator({
    threadId: 't',
    runId: 'r',
    agentName: 'planner',
    session: null,
    messages: [],
    state: undefined,
    frontendTools: new Set(['paint']),
    newId: () => `new-${++ids}`,
    now: () => 0,
    ...options,
  });
  const first = {
    data: {
      generateCopilotResponse: { __typename: 'CopilotResponse', messages: [], metaEvents: [] },
    },
  };
  const payloads = events.map((event) => {
    translator.take(event);
    return { incremental: translator.patches(), hasNext: true };
  });
  translator.cutOff();
  const last = { incremental: translator.patches(), hasNext: false };
  const response = applyPayloads([{ ...first, hasNext: true }, ...payloads, last]);
  const states = response.messages.filter(
    ({ __typename }) => __typename === 'AgentStateMessageOutput',
  );
  return {
    ...response,
    states: states.map((message) => ({ ...message, parsed: JSON.parse(String(message.state)) })),
  };
}

export const SESSION = { session: { nodeName: 'start' } };
