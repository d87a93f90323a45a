import type {
  AguiEvent,
  RunContext,
  RunInput,
  RunMiddleware,
  RunTransform,
} from './run-middleware.js';

/** A transform that waits for nothing, so that stored runs go through it in one go. */
export interface SyncRunTransform extends RunTransform {
  end(): Iterable<AguiEvent>;
}

/** A middleware whose runs wait for nothing. */
export interface SyncRunMiddleware extends RunMiddleware {
  begin(input: RunInput, context: RunContext): SyncRunTransform | null;
}
