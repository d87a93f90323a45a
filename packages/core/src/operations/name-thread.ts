import { ThreadFold, type RunAgentInput } from '@flightdeck/store';
import type { OperationContext } from '../http/operation.js';
import type { ThreadNamer } from '../runtime/thread-namer.js';
import { prepareAgent } from '../runs/prepare-agent.js';
import type { RunExecution } from '../runs/run-execution.js';
import {
  firstUserText,
  firstWords,
  parseTitle,
  shortened,
  TITLE_PROMPT,
} from '../runs/thread-title.js';
import type { PreparedRun } from './prepare-run.js';

const MAX_ATTEMPTS = 3;
/** How long one attempt may take. */
const ATTEMPT_MS = 30_000;
/** How much of the user's text the agent is shown. */
const MAX_SHOWN_UNITS = 4_000;

/** Names a thread in the background, if this run has created it. Nothing depends on it. platform.md 3.1. */
export function nameThread(
  context: OperationContext,
  prepared: PreparedRun,
  started: Promise<RunExecution>,
): void {
  const { generateThreadNames: option, logger } = context.runtime.settings;
  if (option === false) return;
  const made = option === true ? () => askAgent(context, prepared) : askNamer(option, context);
  const work = async (): Promise<void> => {
    const execution = await started.catch(() => null);
    // The first run of a thread begins with its first event.
    if (execution?.firstSeq !== 1) return;
    await giveName(context, prepared, () => made(prepared));
  };
  work().catch((error: unknown) => logger.warn('A thread could not be named', error));
}

function askNamer(
  namer: ThreadNamer,
  { identity }: OperationContext,
): (prepared: PreparedRun) => Promise<string | null> {
  return async ({ agentId, input: { threadId, messages } }) => {
    const name: unknown = await namer({ threadId, agentId, messages, identity });
    return typeof name === 'string' && name.trim() !== '' ? shortened(name) : null;
  };
}

async function giveName(
  { runtime, scope }: OperationContext,
  { input: { threadId } }: PreparedRun,
  make: () => Promise<string | null>,
): Promise<void> {
  const threads = runtime.engine?.store.threads;
  if ((await threads?.get(scope, threadId))?.name !== null) return;
  const name = await make();
  if (name === null) return;
  // The user may have named it meanwhile.
  if ((await threads?.get(scope, threadId))?.name !== null) return;
  await threads?.update(scope, threadId, { name });
}

/** A title by a clone of the run's agent, else the user's first words. */
async function askAgent(context: OperationContext, prepared: PreparedRun): Promise<string | null> {
  const { messages } = prepared.input;
  const { runtime } = context;
  const { logger } = runtime.settings;
  if (firstUserText(messages) === '') return null;
  for (let attempt = 1; attempt <= MAX_ATTEMPTS && !runtime.isShuttingDown; attempt += 1) {
    try {
      const title = parseTitle(await oneAnswer(context, prepared));
      if (title !== null) return title;
    } catch (error) {
      logger.debug('An agent could not be asked for a title', error);
    }
  }
  return firstWords(messages);
}

/** What the agent answers to the prompt, on a run that belongs to no thread. */
async function oneAnswer(
  { runtime, identity }: OperationContext,
  prepared: PreparedRun,
): Promise<string> {
  const { detachedEngine: engine, settings } = runtime;
  const { agentId, registered, headers } = prepared;
  const { newId, runPolicy } = settings;
  const text = firstUserText(prepared.input.messages).slice(0, MAX_SHOWN_UNITS);
  const input: RunAgentInput = {
    threadId: newId(),
    runId: newId(),
    state: {},
    messages: [
      { id: newId(), role: 'system', content: TITLE_PROMPT },
      { id: newId(), role: 'user', content: text },
    ],
    tools: [],
    context: [],
    forwardedProps: {},
  };
  const { fastPath } = runPolicy;
  const agent = prepareAgent(registered, { agentId, input, headers, identity, fastPath });
  const scope = { tenantId: newId(), userId: null };
  const maxRunDurationMs = Math.min(ATTEMPT_MS, runPolicy.limits.maxRunDurationMs);
  const policy = {
    ...runPolicy,
    onBusy: 'reject',
    onDisconnect: 'continue',
    limits: { ...runPolicy.limits, maxRunDurationMs },
  } as const;
  const fold = new ThreadFold();
  const observer = { onEvent: (event: Parameters<ThreadFold['apply']>[0]) => fold.apply(event) };
  const run = { scope, agentId, agent, input, policy, observer, echoInput: false };
  const execution = await engine.start(run);
  await execution.ended;
  await engine.store.threads.remove(scope, input.threadId);
  const said = fold.messages().filter(({ role }) => role === 'assistant');
  return said.map(({ content }) => (typeof content === 'string' ? content : '')).join('\n');
}
