import type { AguiEvent } from '../run-middleware.js';
import type { A2UIRecoveryOptions } from './a2ui-options.js';
import { ACTIVITY_TYPE } from './a2ui-wire.js';
import type { ComponentError } from './validate-components.js';

const DEFAULT_ATTEMPTS = 3;

interface Unpainted {
  readonly status: 'building' | 'retrying';
  readonly failures: number;
}

/** What the activities of a run show, by message id: a surface, or why there is none yet. */
export class SurfaceLifecycle {
  readonly #showsTokens: boolean;
  readonly #maxAttempts: number;
  readonly #exposure: object;
  /** The activities whose surface has not been painted. */
  readonly #unpainted = new Map<string, Unpainted>();

  constructor(recovery: A2UIRecoveryOptions = {}) {
    const { debugExposure } = recovery;
    this.#showsTokens = recovery.showProgressTokens ?? true;
    this.#maxAttempts = recovery.maxAttempts ?? DEFAULT_ATTEMPTS;
    this.#exposure = debugExposure === undefined ? {} : { debugExposure };
  }

  /** A call has begun; nothing to tell if another one has for the same activity. */
  building(messageId: string): readonly AguiEvent[] {
    if (this.#unpainted.has(messageId)) return [];
    this.#unpainted.set(messageId, { status: 'building', failures: 0 });
    return [this.#status(messageId, { status: 'building' })];
  }

  /** Whether the activity shows that a surface is to come. */
  awaits(messageId: string): boolean {
    return this.#unpainted.has(messageId);
  }

  progress(messageId: string, progressTokens: number): readonly AguiEvent[] {
    if (!this.#showsTokens || this.#unpainted.get(messageId)?.status !== 'building') return [];
    return [this.#status(messageId, { status: 'building', progressTokens })];
  }

  invalid(messageId: string, errors: readonly ComponentError[]): readonly AguiEvent[] {
    const failures = (this.#unpainted.get(messageId)?.failures ?? 0) + 1;
    this.#unpainted.set(messageId, { status: 'retrying', failures });
    const attempt = Math.min(failures + 1, this.#maxAttempts);
    const content = { status: 'retrying', attempt, maxAttempts: this.#maxAttempts, errors };
    return [this.#status(messageId, content)];
  }

  painted(messageId: string, content: object): readonly AguiEvent[] {
    this.#unpainted.delete(messageId);
    return [surfaceActivity(messageId, content)];
  }

  failed(messageId: string, error: string, attempts: readonly unknown[]): readonly AguiEvent[] {
    this.#unpainted.delete(messageId);
    const maxAttempts = attempts.length > 0 ? attempts.length : this.#maxAttempts;
    return [this.#status(messageId, { status: 'failed', error, attempts, maxAttempts })];
  }

  /** The run is over: whatever has not been painted never will be. */
  end(): readonly AguiEvent[] {
    return [...this.#unpainted.keys()].flatMap((messageId) =>
      this.failed(messageId, 'The surface was not completed', []),
    );
  }

  #status(messageId: string, content: object): AguiEvent {
    return surfaceActivity(messageId, { ...content, ...this.#exposure });
  }
}

function surfaceActivity(messageId: string, content: object): AguiEvent {
  return {
    type: 'ACTIVITY_SNAPSHOT',
    messageId,
    activityType: ACTIVITY_TYPE,
    content,
    replace: true,
  };
}
