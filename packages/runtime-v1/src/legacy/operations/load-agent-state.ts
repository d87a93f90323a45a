import type { Reply } from '@flightdeck/core';
import { FieldReader } from '../input/field-reader.js';
import { toLegacyHistory } from '../output/legacy-history.js';
import { readText } from '../wire/body-texts.js';
import { dataReply } from '../wire/graphql-reply.js';
import { isRecord } from '../../internal/is-record.js';
import { withoutMessages } from '../wire/without-messages.js';
import type { LegacyCall } from './legacy-call.js';
import { readThread, type ThreadContents } from './read-thread.js';
import { refusalOf } from './refusal.js';

/** `loadAgentState`: the conversation and the state of a thread. v1.md 11.1. */
export async function loadAgentState(call: LegacyCall): Promise<Reply> {
  const data = new FieldReader(call.variables, 'variables').object('data');
  const threadId = data.name('threadId');
  const thread = await readThread(call, data.name('agentName'), threadId);
  if ('exists' in thread) return dataReply(answerOf(threadId, thread), thread.headers);
  // Somebody else's thread is like one that is missing.
  const { status, headers } = thread;
  if (status !== 404) return refusalOf(thread);
  const text = await readText(thread.body, Infinity);
  if (!text.includes('"thread_not_found"')) return refusalOf({ status, headers, body: text });
  return dataReply(answerOf(threadId, NOTHING), headers);
}

const NOTHING = { exists: false, messages: [], state: undefined };

function answerOf(
  threadId: string,
  { exists, messages, state }: Pick<ThreadContents, 'exists' | 'messages' | 'state'>,
): Readonly<Record<string, unknown>> {
  const own = withoutMessages(isRecord(state) ? state : {});
  return {
    __typename: 'Query',
    loadAgentState: {
      __typename: 'LoadAgentStateResponse',
      threadId,
      threadExists: exists,
      state: JSON.stringify(own),
      messages: JSON.stringify(toLegacyHistory(messages)),
    },
  };
}
