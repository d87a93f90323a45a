import type { Reply } from '@flightdeck/core';
import { readText } from '../wire/body-texts.js';
import { dataReply } from '../wire/graphql-reply.js';
import { innerRequest } from '../wire/inner-request.js';
import { isRecord } from '../../internal/is-record.js';
import type { LegacyCall } from './legacy-call.js';
import { refusalOf } from './refusal.js';

/** `availableAgents`: what `GET /info` tells of agents. */
export async function availableAgents({ inner, client }: LegacyCall): Promise<Reply> {
  const reply = await inner.dispatch(innerRequest(client, { method: 'GET', route: '/info' }));
  if (reply.status !== 200) return refusalOf(reply);
  const agents = agentsOf(await readText(reply.body, Infinity));
  const availableAgents = { __typename: 'AgentsResponse', agents };
  return dataReply({ __typename: 'Query', availableAgents }, reply.headers);
}

function agentsOf(json: string): unknown[] {
  const info: unknown = JSON.parse(json);
  const agents = isRecord(info) && isRecord(info.agents) ? info.agents : {};
  return Object.entries(agents).map(([id, agent]) => ({
    __typename: 'Agent',
    id,
    name: id,
    description: (isRecord(agent) && agent.description) || '',
  }));
}
