import { markProviderExecuted } from '../messages/provider-executed.js';
import type { ModelPart } from '../model/model-part.js';
import type { ProviderOptions, ToolCallPart, ToolOutput } from '../model/prompt.js';
import { encodeResult } from '../tools/encode-result.js';
import { failedOutcome } from '../tools/tool-outcome.js';
import { isTelling } from './merge-metadata.js';
import { objectOf } from '../messages/parse-arguments.js';
import type { StepScope } from './step-scope.js';

type Part<Type extends ModelPart['type']> = Extract<ModelPart, { readonly type: Type }>;

/** A complete call of a tool that is not the provider's. */
export interface StepCall {
  /** Unique in the thread; perhaps not what the provider said. */
  readonly toolCallId: string;
  readonly toolName: string;
  /** The arguments as JSON text, perhaps invalid. */
  readonly input: string;
  /** What clients were given to send back with it. */
  readonly encryptedValue?: string | undefined;
}

interface OpenCall {
  readonly toolCallId: string;
  readonly toolName: string;
  readonly providerExecuted: boolean;
  /** As far as streamed. */
  readonly deltas: string[];
}

const MAX_RESULT_BYTES = 1_000_000;

/** The tool calls of one step as AG-UI events, and those of them that somebody has to answer. */
export class CallWriter {
  readonly #scope: StepScope;
  readonly #open = new Map<string, OpenCall>();
  readonly #calls: StepCall[] = [];
  readonly #sealed = new Map<string, string>();

  constructor(scope: StepScope) {
    this.#scope = scope;
  }

  get calls(): readonly StepCall[] {
    return this.#calls.map((call) => ({
      ...call,
      encryptedValue: this.#sealed.get(call.toolCallId),
    }));
  }

  inputStart({ id, toolName, providerExecuted }: Part<'tool-input-start'>): void {
    this.#start(id, toolName, providerExecuted === true);
  }

  inputDelta({ id, delta }: Part<'tool-input-delta'>): void {
    const call = this.#open.get(id);
    if (call !== undefined && delta !== '') this.#arguments(call, delta);
  }

  /** The arguments are complete: what did not come in deltas follows at once. */
  call(part: Part<'tool-call'>): void {
    const { toolCallId: id, toolName, input, providerExecuted, providerMetadata } = part;
    const call = this.#open.get(id) ?? this.#start(id, toolName, providerExecuted === true);
    this.#open.delete(id);
    this.#end(call, { input, ours: providerExecuted !== true && !call.providerExecuted });
    this.#record(call, { input, providerMetadata });
    this.#seal(call, providerMetadata);
  }

  /** The result of a tool that the provider runs itself; nothing for a call that nobody has seen. */
  result({ toolCallId: id, toolName, result, isError, preliminary }: Part<'tool-result'>): void {
    const toolCallId = this.#scope.callIds.find(id);
    if (preliminary === true || toolCallId === undefined) return;
    const { content } = encodeResult(result, {
      toolName,
      shape: 'value',
      maxBytes: MAX_RESULT_BYTES,
    });
    this.#emitResult(toolCallId, { content, metadata: { providerExecuted: true } });
    const output: ToolOutput =
      isError === true
        ? { type: 'error-text', value: content }
        : // As it came, because the provider reads it again.
          { type: 'json', value: result ?? null };
    this.#scope.transcript.add({ type: 'tool-result', toolCallId, toolName, output });
  }

  /** Completes the calls whose arguments came in deltas alone. */
  finish(): void {
    for (const [id, call] of this.#open) {
      const { toolName, providerExecuted, deltas } = call;
      const input = deltas.join('');
      this.call({ type: 'tool-call', toolCallId: id, toolName, input, providerExecuted });
    }
  }

  /** Ends every call that clients have seen begin: nobody is to carry out half a call. */
  abandon(): void {
    for (const { toolCallId } of this.#open.values()) this.#abandon(toolCallId);
    this.#open.clear();
  }

  #start(id: string, name: string, providerExecuted: boolean): OpenCall {
    const interrupted = this.#open.get(id);
    if (interrupted !== undefined) this.#abandon(interrupted.toolCallId);
    const toolCallId = this.#scope.callIds.open(id);
    const toolName = name === '' ? 'unknown' : name;
    const call: OpenCall = { toolCallId, toolName, providerExecuted, deltas: [] };
    this.#open.set(id, call);
    this.#scope.emit({
      type: 'TOOL_CALL_START',
      toolCallId,
      toolCallName: toolName,
      parentMessageId: this.#scope.messageId,
      ...(providerExecuted ? { metadata: { providerExecuted } } : {}),
    });
    return call;
  }

  #arguments(call: OpenCall, delta: string): void {
    call.deltas.push(delta);
    this.#scope.emit({ type: 'TOOL_CALL_ARGS', toolCallId: call.toolCallId, delta });
  }

  #end(call: OpenCall, { input, ours }: { readonly input: string; readonly ours: boolean }): void {
    // Browsers parse what they were given: a call without arguments has an empty object.
    if (call.deltas.length === 0) this.#arguments(call, input === '' ? '{}' : input);
    this.#emitEnd(call.toolCallId);
    const { toolCallId, toolName } = call;
    if (ours) this.#calls.push({ toolCallId, toolName, input: input === '' ? '{}' : input });
  }

  #record(
    { toolCallId, toolName, providerExecuted }: OpenCall,
    said: { readonly input: string; readonly providerMetadata: ProviderOptions | undefined },
  ): void {
    const part: ToolCallPart = {
      type: 'tool-call',
      toolCallId,
      toolName,
      input: objectOf(said.input) ?? {},
      ...(providerExecuted ? { providerExecuted } : {}),
      ...(isTelling(said.providerMetadata) ? { providerOptions: said.providerMetadata } : {}),
    };
    this.#scope.transcript.add(part);
  }

  /** What the provider itself has run can only be given back to the same provider: the seal says whose it is. */
  #seal({ toolCallId, providerExecuted }: OpenCall, metadata: ProviderOptions | undefined): void {
    if (!providerExecuted && !isTelling(metadata)) return;
    const sealed = providerExecuted ? markProviderExecuted(metadata ?? {}) : (metadata ?? {});
    const encryptedValue = this.#scope.seal(sealed);
    if (encryptedValue === undefined) return;
    this.#sealed.set(toolCallId, encryptedValue);
    this.#scope.emit({
      type: 'REASONING_ENCRYPTED_VALUE',
      subtype: 'tool-call',
      entityId: toolCallId,
      encryptedValue,
    });
  }

  #abandon(toolCallId: string): void {
    this.#emitEnd(toolCallId);
    const { content } = failedOutcome('cancelled', 'The call was cut off');
    this.#emitResult(toolCallId, { content });
  }

  #emitResult(toolCallId: string, fields: Readonly<Record<string, unknown>>): void {
    const messageId = this.#scope.newId();
    this.#scope.emit({ type: 'TOOL_CALL_RESULT', messageId, toolCallId, role: 'tool', ...fields });
  }

  #emitEnd(toolCallId: string): void {
    this.#scope.emit({ type: 'TOOL_CALL_END', toolCallId });
  }
}
