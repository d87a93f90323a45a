import { isFrameSource, type Reply } from '@flightdeck/core';
import { answerInterrupts, answersOf } from '../input/answer-interrupts.js';
import { readGenerateInput, type GenerateInput } from '../input/generate-input.js';
import { agentIdOf, toRunBody, type ResumeItem, type RunBody } from '../input/to-run-request.js';
import { instructionsAside } from '../instructions.js';
import { LegacyStream } from '../output/legacy-stream.js';
import { ResponseTranslator } from '../output/response-translator.js';
import { bodyTexts } from '../wire/body-texts.js';
import { passedOn } from '../wire/graphql-reply.js';
import { innerRequest } from '../wire/inner-request.js';
import { MULTIPART_TYPE } from '../wire/multipart.js';
import type { LegacyCall } from './legacy-call.js';
import { readThread } from './read-thread.js';
import { refusalOf } from './refusal.js';

/**
 * `generateCopilotResponse`: a run, told in increments. What is not part of the chat, such as a task
 * or suggestions, is a run that belongs to no thread. v1.md 11.2 to 11.4.
 */
export async function generateCopilotResponse(call: LegacyCall): Promise<Reply> {
  const input = readGenerateInput(call.variables);
  const ids = { threadId: input.threadId ?? call.newId(), runId: call.newId() };
  const resume = await resumeItems(call, input);
  if ('status' in resume) return refusalOf(resume);
  const body = toRunBody(input, ids, resume);
  const agent = `/agent/${encodeURIComponent(agentIdOf(input))}`;
  const stopRoute = `${agent}/stop/${encodeURIComponent(ids.threadId)}`;
  const isChat = input.requestType === 'Chat';
  const reply = await call.inner.dispatch(
    innerRequest(call.client, {
      method: 'POST',
      route: isChat ? `${agent}/run` : `${agent}/suggest`,
      // What belongs to no thread has none to keep them out of.
      body: isChat && call.instructionsAside ? instructionsAside(body) : body,
      headers: headersOf(input),
    }),
  );
  if (!isEventStream(reply)) return refusalOf(reply);
  const stop = (): void => {
    // A run of no thread ends with its reader.
    if (isChat) stopRun(call, stopRoute, ids.runId);
  };
  return streamReply(call, { input, body, reply, stop });
}

/** The reply of the runtime is returned where it does not let the client see the thread. */
async function resumeItems(
  call: LegacyCall,
  input: GenerateInput,
): Promise<readonly ResumeItem[] | Reply> {
  const answers = answersOf(input);
  if (answers.length === 0 || input.threadId === undefined) return [];
  const thread = await readThread(call, agentIdOf(input), input.threadId);
  return 'exists' in thread ? answerInterrupts(thread.interrupts, answers) : thread;
}

/** The page becomes what it is for requests of today; written as an address, because headers are Latin text. */
function headersOf({ url = '' }: GenerateInput): Record<string, string> {
  const referer = URL.canParse(url) ? { referer: new URL(url).href } : {};
  return { accept: 'text/event-stream', ...referer };
}

function isEventStream({ status, headers }: Reply): boolean {
  const type = headers.find(([name]) => name === 'content-type')?.[1] ?? '';
  return status === 200 && type.includes('text/event-stream');
}

interface StartedRun {
  readonly input: GenerateInput;
  readonly body: RunBody;
  readonly reply: Reply;
  readonly stop: () => void;
}

function streamReply(call: LegacyCall, { input, body, reply, stop }: StartedRun): Reply {
  const { client, newId, now, logger } = call;
  const { agentSession, actions } = input;
  const { threadId, runId, messages, state } = body;
  const translator = new ResponseTranslator({
    threadId,
    runId,
    agentName: agentIdOf(input),
    session: agentSession === undefined ? null : { nodeName: agentSession.nodeName ?? '' },
    messages,
    state,
    frontendTools: new Set(actions.map(({ name }) => name)),
    newId,
    now,
  });
  const events = bodyTexts(reply.body);
  const leave = (): void => stream.close();
  const stream = new LegacyStream({
    events,
    translator,
    threadId,
    now,
    onLeft: stop,
    onFailed: (error) => logger?.error('An answer to an old client failed', { error }),
    onEnded: () => client.signal.removeEventListener('abort', leave),
  });
  if (client.signal.aborted) leave();
  else client.signal.addEventListener('abort', leave, { once: true });
  return {
    status: 200,
    headers: [...passedOn(reply.headers), ['content-type', MULTIPART_TYPE]],
    body: stream,
  };
}

/** Old clients have no way to stop a run, and none to come back to one: whoever leaves has stopped it. */
function stopRun({ inner, client, logger }: LegacyCall, route: string, runId: string): void {
  const { signal } = new AbortController();
  const request = innerRequest(client, { method: 'POST', route, body: { runId }, signal });
  inner
    .dispatch(request)
    .then(({ body }) => {
      if (isFrameSource(body)) body.close();
    })
    .catch((error: unknown) => {
      logger?.error('The run of an old client that has left could not be stopped', { error });
    });
}
