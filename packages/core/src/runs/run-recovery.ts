import type { RunMiddleware } from '@flightdeck/middlewares';
import {
  MessageIdScout,
  type BaseEvent,
  type OrphanedRun,
  type RunAgentInput,
  type StoreEngine,
} from '@flightdeck/store';
import type { Clock } from '../internal/clock.js';
import { isReattachable, type RuntimeAgent } from '../runtime/agent.js';
import { ownerOf } from '../runtime/identity.js';
import type { Logger } from '../runtime/logger.js';
import { attachMiddlewares } from '../middlewares/attach-middlewares.js';
import { producerThrough } from '../middlewares/producer-through.js';
import { reattachProducer, runProducer, type EventProducer } from './event-producer.js';
import { appendTo } from './free-thread.js';
import type { HistoryMode } from './history-mode.js';
import { lastTurn } from './last-turn.js';
import { bringsAnswers } from './late-answers.js';
import { prepareAgent } from './prepare-agent.js';
import type { RecoveryPolicy } from './recovery-policy.js';
import { repairMessages } from './repair-messages.js';
import { runClose } from './run-close.js';
import { RunEventTracker, type RunEnd } from './run-event-tracker.js';
import type { ResumedRun } from './run-execution-options.js';
import { foldThread, readActiveRun } from './stored-run.js';
import { whileHeld } from './while-held.js';

/** The one that is lost, and one more. */
const MAX_ATTEMPTS = 2;

const LOST: RunEnd = {
  kind: 'failed',
  message: 'The server that executed the run is gone',
  code: 'OWNER_LOST',
};

/** What a process may do about runs whose owner is gone. */
export interface RecoveryTools {
  readonly policyOf: (agentId: string) => RecoveryPolicy;
  /** Which messages an agent is given when it runs again. */
  readonly historyOf: (agentId: string) => HistoryMode;
  /** What is between a run and its agent; `null` for nothing. */
  readonly middlewareOf: (input: RunAgentInput) => RunMiddleware | null;
  /** The registered agent; `null` if it cannot be had without a request. */
  readonly findAgent: (agentId: string) => Promise<RuntimeAgent | null>;
}

/** How a run is carried on in this process. */
export interface Revival {
  readonly orphan: OrphanedRun;
  readonly producer: EventProducer;
  readonly input: RunAgentInput;
  readonly resumed: ResumedRun;
}

export interface RunRecoveryOptions extends RecoveryTools {
  readonly store: StoreEngine;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly fastPath: boolean;
  /** Executes a run to its end. */
  readonly execute: (revival: Revival) => Promise<void>;
}

/** Brings runs to their end whose owner is gone. durability.md 9. */
export class RunRecovery {
  readonly #options: RunRecoveryOptions;

  constructor(options: RunRecoveryOptions) {
    this.#options = options;
  }

  /** Resolves once the run has ended or is no longer this process's affair. Never rejects. */
  async recover(orphan: OrphanedRun): Promise<void> {
    const { store, logger } = this.#options;
    const { lease, run, threadId } = orphan;
    const { threadPk, runPk } = lease;
    const { firstSeq, runId, agentId } = run;
    const past = await this.#whileHeld(orphan, () =>
      readActiveRun(store, { threadPk, runPk, firstSeq }),
    );
    if (past === null) return;
    const revival = await this.#revive(orphan, past);
    const fate = revival === null ? 'ended' : 'taken up again';
    logger.warn(`A run whose server is gone is ${fate}`, { threadId, runId, agentId });
    if (revival === null) await this.#end(orphan, past);
    else await this.#options.execute(revival);
  }

  /** Closes what is open and ends the run as its owner would have. */
  async #end(orphan: OrphanedRun, past: readonly BaseEvent[]): Promise<void> {
    const { store, logger } = this.#options;
    const { lease, stopRequested } = orphan;
    const { threadPk, runPk, fence, firstSeq } = lease;
    const tracker = trackerOf(orphan, past);
    const closing = tracker.close(stopRequested ? { kind: 'stopped' } : LOST);
    const events = [...missingStart(orphan, past), ...closing];
    const scout = new MessageIdScout();
    for (const event of past) scout.newIds(event);
    const item = {
      threadPk,
      runPk,
      fence,
      firstSeq,
      events: events.map((event) => JSON.stringify(event)),
      messageIds: events.flatMap((event) => scout.newIds(event)),
      close: runClose(tracker.terminal, stopRequested),
    };
    const ended = await this.#whileHeld(orphan, () => appendTo(store, item));
    if (ended !== true) return;
    await store.log.compact(runPk).catch((error: unknown) => {
      logger.warn('A finished run could not be compacted', error);
    });
  }

  /** Waits for the store as long as the run is this process's affair. */
  #whileHeld<T>({ lease, run, threadId }: OrphanedRun, work: () => Promise<T>): Promise<T | null> {
    const { clock, logger } = this.#options;
    return whileHeld(lease, clock, work, (error) => {
      const { runId } = run;
      logger.warn('A run whose server is gone has to wait', { threadId, runId, error });
    });
  }

  /** How the run goes on; `null` if it cannot. */
  async #revive(orphan: OrphanedRun, past: readonly BaseEvent[]): Promise<Revival | null> {
    const { policyOf, findAgent, logger } = this.#options;
    const { agentId } = orphan.run;
    try {
      const policy = policyOf(agentId);
      if (policy === 'fail' || orphan.stopRequested) return null;
      const registered = await findAgent(agentId);
      if (registered === null) {
        logger.warn(`Agent '${agentId}' cannot be had without a request, so its run cannot go on`);
        return null;
      }
      return policy === 'reattach'
        ? await this.#reattach(orphan, past, registered)
        : await this.#restart(orphan, past, registered);
    } catch (error) {
      logger.error(`A run of agent '${agentId}' cannot go on`, error);
      return null;
    }
  }

  /** Listens again to an agent that has gone on elsewhere; what is open stays open. */
  async #reattach(
    orphan: OrphanedRun,
    past: readonly BaseEvent[],
    registered: RuntimeAgent,
  ): Promise<Revival | null> {
    if (!isReattachable(registered)) return null;
    const { store, fastPath } = this.#options;
    const { lease, run, threadId } = orphan;
    const fold = await this.#whileHeld(orphan, () => foldThread(store, lease.threadPk));
    if (fold === null) return null;
    const input = { ...bareInput(orphan), messages: [...fold.messages()], state: fold.state };
    const identity = ownerOf(orphan.scope);
    const { agentId } = run;
    const agent = prepareAgent(registered, { agentId, input, headers: {}, identity, fastPath });
    if (!isReattachable(agent)) return null;
    const { state } = fold;
    const context = { threadId, runId: run.runId, lastEvents: past, state, fence: lease.fence };
    const prologue = missingStart(orphan, past);
    const resumed = { past, prologue };
    const middleware = this.#options.middlewareOf(input);
    const rest = reattachProducer(agent, context);
    const producer =
      middleware === null
        ? rest
        : producerThrough(rest, { middleware, agentId: run.agentId, input, past });
    return { orphan, producer, input, resumed };
  }

  /**
   * Runs an agent once more: viewers are taken back to the moment before its first attempt. Of its
   * input only the messages were stored, and the state as the thread had it: a run that has answered
   * an interrupt fails, so that it is open again.
   */
  async #restart(
    orphan: OrphanedRun,
    past: readonly BaseEvent[],
    registered: RuntimeAgent,
  ): Promise<Revival | null> {
    const { store, fastPath, historyOf, middlewareOf } = this.#options;
    const { lease, run } = orphan;
    const known = missingStart(orphan, past).length === 0;
    if (registered.idempotent !== true || run.attempt > MAX_ATTEMPTS || !known) return null;
    const counts: Parameters<typeof foldThread>[2] = ({ runPk }, { type }) =>
      runPk !== lease.runPk || type === 'RUN_STARTED';
    const fold = await this.#whileHeld(orphan, async () =>
      (await bringsAnswers(store, lease.threadPk, run.runId))
        ? null
        : foldThread(store, lease.threadPk, counts),
    );
    if (fold === null) return null;
    const messages = [...fold.messages()];
    const repaired = repairMessages(messages);
    const given =
      historyOf(run.agentId) === 'lastTurn' ? lastTurn(repaired, broughtBy(past)) : repaired;
    const input = { ...bareInput(orphan), messages: [...given], state: fold.state ?? {} };
    const identity = ownerOf(orphan.scope);
    const request = { agentId: run.agentId, input, headers: {}, identity, fastPath };
    const middleware = middlewareOf(input);
    const prepared = prepareAgent(registered, request);
    const agent =
      middleware === null ? prepared : attachMiddlewares(prepared, { ...request, middleware });
    const closers = trackerOf(orphan, past).close(LOST).slice(0, -1);
    const prologue = [
      ...closers,
      { type: 'MESSAGES_SNAPSHOT', messages },
      { type: 'STATE_SNAPSHOT', snapshot: input.state },
    ];
    const resumed = { past, prologue };
    return { orphan, producer: runProducer(agent, input, fastPath), input, resumed };
  }
}

/** Whether a message came with the run that has said this. */
function broughtBy(past: readonly BaseEvent[]): (messageId: string) => boolean {
  const [start] = past;
  const ids = new Set(start === undefined ? [] : new MessageIdScout().newIds(start));
  return (messageId) => ids.has(messageId);
}

/** What is open after the events of a run. Its tools were not stored: no call counts as the client's. */
function trackerOf({ run, threadId }: OrphanedRun, past: readonly BaseEvent[]): RunEventTracker {
  const { runId } = run;
  const tracker = new RunEventTracker({ threadId, runId, frontendTools: new Set() });
  for (const event of past) tracker.admit(event);
  return tracker;
}

/** RUN_STARTED, if the owner was gone before it could write one. */
function missingStart(orphan: OrphanedRun, past: readonly BaseEvent[]): BaseEvent[] {
  if (past.length > 0) return [];
  const { threadId, runId, parentRunId } = bareInput(orphan);
  return [
    {
      type: 'RUN_STARTED',
      threadId,
      runId,
      ...(parentRunId === undefined ? {} : { parentRunId }),
    },
  ];
}

function bareInput({ run, threadId }: OrphanedRun): RunAgentInput {
  const { runId, parentRunId } = run;
  return {
    threadId,
    runId,
    ...(parentRunId === null ? {} : { parentRunId }),
    messages: [],
    tools: [],
    context: [],
    forwardedProps: {},
  };
}
