import { toBase64 } from '../model/base64.js';
import type { ModelPart } from '../model/model-part.js';
import type { PromptMessage } from '../model/prompt.js';
import { BlockWriter } from './block-writer.js';
import { CallWriter, type StepCall } from './call-writer.js';
import type { StepScope } from './step-scope.js';

/**
 * Makes AG-UI events of what a model says in one step (agent.md 18.3), valid for the clients of
 * AG-UI 0.0.50 to 1.0 alike, and keeps it for the prompt of the next step.
 */
export class StepWriter {
  readonly #scope: StepScope;
  readonly #texts: BlockWriter;
  readonly #reasonings: BlockWriter;
  readonly #calls: CallWriter;

  constructor(scope: StepScope) {
    this.#scope = scope;
    this.#texts = BlockWriter.ofText(scope);
    this.#reasonings = BlockWriter.ofReasoning(scope);
    this.#calls = new CallWriter(scope);
  }

  /** The complete calls that the provider leaves to others. */
  get calls(): readonly StepCall[] {
    return this.#calls.calls;
  }

  /** What was said, as the next step's prompt has it. */
  message(): PromptMessage | undefined {
    return this.#scope.transcript.message();
  }

  write(part: ModelPart): void {
    switch (part.type) {
      case 'text-start':
        return this.#texts.start(part.id, part.providerMetadata);
      case 'text-delta':
        return this.#texts.delta(part.id, part.delta, part.providerMetadata);
      case 'text-end':
        return this.#texts.end(part.id, part.providerMetadata);
      case 'reasoning-start':
        return this.#reasonings.start(part.id, part.providerMetadata);
      case 'reasoning-delta':
        return this.#reasonings.delta(part.id, part.delta, part.providerMetadata);
      case 'reasoning-end':
        return this.#reasonings.end(part.id, part.providerMetadata);
      default:
        return this.#writeOther(part);
    }
  }

  /** The model has come to its end: whatever the provider left open is complete. */
  finish(): void {
    this.#reasonings.finish();
    this.#texts.finish();
    this.#calls.finish();
  }

  /** The model was cut off: ends what clients have seen begin. Harmless after {@link finish}. */
  abandon(): void {
    this.#reasonings.abandon();
    this.#texts.abandon();
    this.#calls.abandon();
  }

  #writeOther(part: ModelPart): void {
    switch (part.type) {
      case 'tool-input-start':
        return this.#calls.inputStart(part);
      case 'tool-input-delta':
        return this.#calls.inputDelta(part);
      case 'tool-call':
        return this.#calls.call(part);
      case 'tool-result':
        return this.#calls.result(part);
      case 'file':
        return this.#file(part);
      case 'source':
        return this.#source(part);
      default:
      // Ends of arguments, errors and the finish say nothing that clients are shown here.
    }
  }

  #file({ mediaType, data, isReasoning }: Extract<ModelPart, { type: 'file' }>): void {
    const { emit, messageId, transcript, showReasoning } = this.#scope;
    if (isReasoning !== true) transcript.add({ type: 'file', mediaType, data });
    else if (!showReasoning) return;
    const value = {
      messageId,
      mediaType,
      ...(data instanceof URL ? { url: data.href } : { data: toBase64(data) }),
      ...(isReasoning === true ? { isReasoning } : {}),
    };
    emit({ type: 'CUSTOM', name: 'file', value });
  }

  #source(part: Extract<ModelPart, { type: 'source' }>): void {
    const { emit, messageId, showSources } = this.#scope;
    if (!showSources) return;
    const { id, sourceType, url, title, mediaType, filename } = part;
    const value = { messageId, id, sourceType, url, title, mediaType, filename };
    emit({ type: 'CUSTOM', name: 'source', value: JSON.parse(JSON.stringify(value)) });
  }
}
