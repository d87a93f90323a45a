import {
  resumeMarks,
  type Message,
  type RunAgentInput,
  type RunLease,
  type Scope,
  type StoreEngine,
} from '@flightdeck/store';
import type { RuntimeError } from '../errors/runtime-error.js';
import { alreadyAnswered, storeUnavailable } from '../errors/wire-errors.js';
import type { RuntimeAgent } from '../runtime/agent.js';
import type { Logger } from '../runtime/logger.js';
import type { AgentInput } from './event-producer.js';
import { guardStore } from './guard-store.js';
import type { HistoryMode } from './history-mode.js';
import {
  findLateAnswers,
  indexedIds,
  mayAnswer,
  NO_LATE_ANSWERS,
  type LateAnswers,
} from './late-answers.js';
import { loadMessages, messagesOfFirstRun } from './load-messages.js';
import { storableInput, type StorableInput } from './redact-input.js';
import type { RunErrorCode } from './run-error-code.js';
import { giveMessages } from './share-texts.js';

export interface RunIntakeOptions {
  readonly store: StoreEngine;
  readonly logger: Logger;
  readonly scope: Scope;
  readonly agent: RuntimeAgent;
  readonly input: RunAgentInput;
  readonly history: HistoryMode;
  /** Whether the run belongs to a thread that outlives it. */
  readonly echoInput: boolean;
  /** See `driveAgent`. */
  readonly fastPath: boolean;
}

/** Why a run must not reach its agent although it has the thread. */
export interface Refusal {
  readonly error: RuntimeError;
  readonly code: Extract<RunErrorCode, 'ALREADY_ANSWERED' | 'STORE_UNAVAILABLE'>;
}

export interface AdmittedInput {
  /** The input without what comes too late. */
  readonly input: RunAgentInput;
  readonly echo: StorableInput | null;
  /** What the log's index of messages is told beside their ids. */
  readonly marks: readonly string[];
  readonly refusal: Refusal | null;
  /** The same with the messages for the agent. */
  readonly agentInput: AgentInput;
}

/**
 * What a run brings, held against what its thread has: which messages are new, which answers come
 * too late, and what the agent has to be told of the conversation.
 *
 * A late answer is refused, so that it cannot be carried out a second time. If the user says
 * something new with it, the run goes on without it: nobody is to be locked out of a thread by an
 * answer that was given elsewhere.
 */
export class RunIntake {
  readonly #options: RunIntakeOptions;

  constructor(options: RunIntakeOptions) {
    this.#options = options;
  }

  /** Whether {@link check} has anything to look for. */
  get mayBeLate(): boolean {
    const { input, echoInput } = this.#options;
    return echoInput && mayAnswer(input);
  }

  /** Refuses a late answer before it takes, or takes away, the thread. @throws RuntimeError */
  async check(): Promise<void> {
    const { store, scope, input } = this.#options;
    const thread = await guardStore(store.threads.get(scope, input.threadId));
    if (thread === null) return;
    const findings = await guardStore(this.#findings(thread.threadPk));
    // Who sends a run again does not answer again, and is told that it has arrived.
    if (mustRefuse(input, findings) && !findings.late.runIsKnown) throw alreadyAnswered();
  }

  /** Decides for good, now that nobody else can answer. Never rejects. */
  async take(lease: RunLease): Promise<AdmittedInput> {
    const { logger, input, echoInput } = this.#options;
    // A thread without events knows nothing of what a run brings.
    if (!echoInput || lease.firstSeq <= 1) return this.#admit(lease, NOTHING_KNOWN);
    try {
      const findings = await this.#findings(lease.threadPk);
      if (!mustRefuse(input, findings)) return this.#admit(lease, findings);
      return this.#refuse({ error: alreadyAnswered(), code: 'ALREADY_ANSWERED' });
    } catch (error) {
      if (mayAnswer(input)) {
        return this.#refuse({ error: storeUnavailable(error), code: 'STORE_UNAVAILABLE' });
      }
      logger.warn('Could not tell known messages from new ones', error);
      return this.#admit(lease, NOTHING_KNOWN);
    }
  }

  async #findings(threadPk: number): Promise<Findings> {
    const { store, input } = this.#options;
    const known = await store.log.knownMessageIds(threadPk, indexedIds(input));
    return { known, late: await findLateAnswers(store, threadPk, input, known) };
  }

  #refuse(refusal: Refusal): AdmittedInput {
    const { input } = this.#options;
    const echo = storableInput({ ...input, messages: [] }, NONE);
    return { input, echo, marks: [], refusal, agentInput: input };
  }

  #admit({ threadPk, firstSeq }: RunLease, { late, known }: Findings): AdmittedInput {
    const { store, agent, input: asked, history, echoInput, fastPath } = this.#options;
    const input = withoutLate(asked, late);
    const echo = echoInput ? storableInput(input, known) : null;
    const marks = echoInput ? resumeMarks(input) : [];
    if (history === 'none' || (firstSeq <= 1 && isCompleteAlone(input, history))) {
      const agentInput = withMessages(input, asked.messages);
      return { input, echo, marks, refusal: null, agentInput };
    }
    const agentInput = async (): Promise<RunAgentInput> => {
      const loading = loadMessages({
        store,
        threadPk,
        firstSeq,
        mode: history,
        sent: input.messages,
        isNew: (id) => !known.has(id),
        awaited: awaitedBy(input),
        answeredBefore: late.results.size === 0 ? NONE : new Set(late.results.keys()),
      });
      const messages = await guardStore(loading);
      if (messages !== asked.messages) giveMessages(agent, messages, fastPath);
      return withMessages(input, messages);
    };
    return { input, echo, marks, refusal: null, agentInput };
  }
}

/** The calls that answers may be for: a call that asks several times numbers its questions `<call>#2` and so on. */
function awaitedBy({ resume = [] }: RunAgentInput): ReadonlySet<string> {
  if (resume.length === 0) return NONE;
  const calls = resume.map(({ interruptId }) => interruptId.replace(/#\d+$/, ''));
  return new Set([...resume.map(({ interruptId }) => interruptId), ...calls]);
}

/** Whether the messages of a thread's first run are for its agent as they are, as they nearly always are. */
function isCompleteAlone(input: RunAgentInput, mode: HistoryMode): boolean {
  const { messages: sent } = input;
  const wanted = { mode, sent, awaited: awaitedBy(input), isNew: () => true };
  return messagesOfFirstRun(wanted) === sent;
}

/** Always another object: an agent may change what it is given. */
function withMessages(input: RunAgentInput, messages: readonly Message[]): RunAgentInput {
  return messages === input.messages ? { ...input } : { ...input, messages };
}

interface Findings {
  readonly late: LateAnswers;
  /** What the thread's index knows of what the run brings. */
  readonly known: ReadonlySet<string>;
}

const NONE: ReadonlySet<string> = new Set();
const NOTHING_KNOWN: Findings = { late: NO_LATE_ANSWERS, known: NONE };

function mustRefuse({ messages }: RunAgentInput, { late, known }: Findings): boolean {
  if (late.results.size === 0 && late.interruptIds.size === 0) return false;
  return !messages.some(({ role, id }) => role === 'user' && !known.has(id));
}

function withoutLate(input: RunAgentInput, { results, interruptIds }: LateAnswers): RunAgentInput {
  if (results.size === 0 && interruptIds.size === 0) return input;
  const { resume, ...rest } = input;
  const late = new Set(results.values());
  const messages: readonly Message[] = input.messages.filter(({ id }) => !late.has(id));
  const onTime = (resume ?? []).filter(({ interruptId }) => !interruptIds.has(interruptId));
  return { ...rest, messages, ...(onTime.length > 0 ? { resume: onTime } : {}) };
}
