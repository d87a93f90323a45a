import assert from 'node:assert/strict';
import { jsonOf, type RuntimeClient } from '../http/runtime-client.js';

/** What the cases need to know of the server under test; `raw` is the whole body of `/info`. */
export interface ServerInfo {
  readonly raw: Readonly<Record<string, unknown>>;
  readonly agents: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Whether threads can be listed and read, and changed. */
  readonly readsThreads: boolean;
  readonly changesThreads: boolean;
  readonly transcribes: boolean;
  /** Whether {@link conformanceTranscription} is mounted. */
  readonly transcribesByScript: boolean;
}

type Fields = Readonly<Record<string, unknown>>;

export async function readServerInfo(client: RuntimeClient, agentId: string): Promise<ServerInfo> {
  const raw = await jsonOf(await client.info());
  const agents = fieldsOf(raw.agents) as ServerInfo['agents'];
  const agent = agents[agentId];
  assert.ok(agent, `The server has no agent '${agentId}', only: ${Object.keys(agents).join(', ')}`);
  const conformance = fieldsOf(fieldsOf(agent.capabilities).conformance);
  assert.equal(conformance.version, 1, `Agent '${agentId}' is not the conformance agent`);
  const threads = fieldsOf(fieldsOf(raw.singleRoute).threadEndpoints ?? raw.threadEndpoints);
  return {
    raw,
    agents,
    readsThreads: threads.list === true,
    changesThreads: threads.mutations === true,
    transcribes: raw.audioFileTranscriptionEnabled === true,
    transcribesByScript: conformance.transcription === true,
  };
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}
