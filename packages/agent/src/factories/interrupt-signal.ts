import type { FactoryInterrupt } from './factory-config.js';

/**
 * Thrown by `ctx.interrupt()` of a factory to end the run until people have answered. Factories let it
 * pass; the run then ends with `RUN_FINISHED.outcome` of type `interrupt`.
 */
export class InterruptSignal extends Error {
  override readonly name = 'InterruptSignal';
  readonly interrupts: readonly FactoryInterrupt[];

  constructor(interrupts: readonly FactoryInterrupt[]) {
    super('The run waits for answers of people');
    this.interrupts = interrupts;
  }

  /** Recognises the signal of another copy of this package, too. */
  static is(error: unknown): error is InterruptSignal {
    return error instanceof Error && error.name === 'InterruptSignal' && 'interrupts' in error;
  }
}
