import type { ProviderOptions } from '../model/prompt.js';
import type { EmitEvent } from './agent-event.js';
import type { CallIds } from './call-ids.js';
import type { StepTranscript } from './step-transcript.js';

/** What the writers of one step have in common. */
export interface StepScope {
  readonly emit: EmitEvent;
  readonly newId: () => string;
  /** The assistant message of this step: its first text, and the parent of its tool calls. */
  readonly messageId: string;
  readonly transcript: StepTranscript;
  readonly callIds: CallIds;
  /** Makes of a provider's metadata what clients send back unread; `undefined`: it is not to travel. */
  readonly seal: (metadata: ProviderOptions) => string | undefined;
  /** As `seal`, for reasoning of which the provider has said nothing more. */
  readonly sealBare: () => string | undefined;
  /** Whether reasoning becomes events. */
  readonly showReasoning: boolean;
  /** Whether sources become events. */
  readonly showSources: boolean;
}
