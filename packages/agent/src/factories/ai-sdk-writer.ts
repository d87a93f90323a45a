import type { EmitEvent } from '../run/agent-event.js';
import { CallIds } from '../run/call-ids.js';
import { StepTranscript } from '../run/step-transcript.js';
import { StepWriter } from '../run/step-writer.js';
import { toTokenUsage, UsageSum } from '../run/usage.js';
import { encodeResult } from '../tools/encode-result.js';
import { createRunState, type RunState } from '../tools/run-state.js';
import { STATE_DELTA_TOOL, STATE_SNAPSHOT_TOOL } from '../tools/tool-names.js';
import { failedOutcome, type ToolErrorCode } from '../tools/tool-outcome.js';
import { isRecord } from '../tools/is-record.js';
import { toModelPart } from './ai-sdk-part.js';
import { readAISDKUsage } from './ai-sdk-usage.js';
import type { StreamDetails } from './stream-details.js';

const MAX_RESULT_BYTES = 1_048_576;

export interface AISDKWriterOptions {
  readonly emit: EmitEvent;
  readonly newId: () => string;
  readonly details: StreamDetails;
  /** The state before the run. */
  readonly initialState: unknown;
  /** Ids of tool calls in the history. */
  readonly takenCallIds: Iterable<string>;
  /** The text that model and browser may see of what a tool has thrown. */
  readonly describeToolError: (error: unknown) => string;
  /** What is thrown for what an `error` part carries. */
  readonly toFailure: (error: unknown) => unknown;
}

type Part = Readonly<Record<string, unknown>>;

/**
 * Makes AG-UI events of a `fullStream` of AI SDK 5, 6 and 7: the mapping of the agent's own loop, with
 * one assistant message for each step, and the results of the tools that the SDK has run.
 */
export class AISDKWriter {
  readonly #options: AISDKWriterOptions;
  readonly #callIds: CallIds;
  readonly #state: RunState;
  readonly #usage = new UsageSum();
  /** Ids of calls whose arguments are not what the tool asks for. */
  readonly #invalid = new Set<unknown>();
  #step: StepWriter | undefined;
  #provider = 'unknown';

  constructor(options: AISDKWriterOptions) {
    this.#options = options;
    this.#callIds = new CallIds(options.takenCallIds, options.newId);
    this.#state = createRunState(options.initialState, (event) => options.emit({ ...event }));
  }

  /** Whether the stream goes on after this part. Throws what an `error` part carries. */
  write(part: unknown): boolean {
    if (!isRecord(part)) return true;
    this.#noteProvider(part);
    if (part['invalid'] === true) this.#invalid.add(part['toolCallId']);
    const said = toModelPart(part);
    if (said === undefined) return this.#writeOther(part);
    this.#currentStep().write(said);
    return true;
  }

  /** Completes what is open: the stream came to its end. */
  finish(): void {
    this.#step?.finish();
    this.#step = undefined;
  }

  /** Ends what clients have seen begin: the stream was cut off. Harmless after {@link finish}. */
  abandon(): void {
    this.#step?.abandon();
    this.#step = undefined;
  }

  #writeOther(part: Part): boolean {
    switch (part['type']) {
      case 'start-step':
        this.finish();
        break;
      case 'finish-step':
        this.#finishStep(part);
        break;
      case 'tool-result':
        this.#result(part);
        break;
      case 'tool-error':
        this.#toolError(part);
        break;
      case 'tool-output-denied':
        this.#failure(part, 'cancelled', 'The call was not approved');
        break;
      case 'tool-approval-request':
        this.#approval(part);
        break;
      case 'finish':
        this.#options.details.finishReason = reasonOf(part);
        return false;
      case 'abort':
        return false;
      case 'error':
        throw this.#options.toFailure(part['error']);
      default:
    }
    return true;
  }

  #currentStep(): StepWriter {
    this.#step ??= new StepWriter({
      emit: this.#options.emit,
      newId: this.#options.newId,
      messageId: this.#options.newId(),
      transcript: new StepTranscript(),
      callIds: this.#callIds,
      // The conversation that the factory sends has no place for them.
      seal: () => undefined,
      sealBare: () => undefined,
      showReasoning: true,
      showSources: true,
    });
    return this.#step;
  }

  #finishStep(part: Part): void {
    const { details } = this.#options;
    details.finishReason = reasonOf(part);
    const response = isRecord(part['response']) ? part['response'] : {};
    const modelId = typeof response['modelId'] === 'string' ? response['modelId'] : 'unknown';
    const usage = readAISDKUsage(part['usage']);
    this.#usage.add(toTokenUsage({ provider: this.#provider, modelId }, usage));
    details.usage.splice(0, details.usage.length, ...this.#usage.entries());
  }

  #result(part: Part): void {
    if (part['preliminary'] === true) return;
    const toolName = String(part['toolName']);
    const output = part['output'] ?? part['result'];
    this.#tellState(toolName, output, part['input'] ?? part['args']);
    const { content } = encodeResult(output, {
      toolName,
      shape: 'value',
      maxBytes: MAX_RESULT_BYTES,
    });
    this.#tellResult(part, content);
  }

  #toolError(part: Part): void {
    if (this.#invalid.has(part['toolCallId'])) {
      this.#failure(part, 'invalid_arguments', 'The arguments are not what the tool asks for');
    } else {
      this.#failure(part, 'tool_failed', this.#options.describeToolError(part['error']));
    }
  }

  #failure(part: Part, code: ToolErrorCode, message: string): void {
    this.#tellResult(part, failedOutcome(code, message).content);
  }

  #tellResult(part: Part, content: string): void {
    const { emit, newId } = this.#options;
    const given = String(part['toolCallId']);
    const toolCallId = this.#callIds.find(given) ?? given;
    // Clients refuse results of calls whose arguments are still coming in.
    this.#step?.finish();
    emit({ type: 'TOOL_CALL_RESULT', messageId: newId(), toolCallId, role: 'tool', content });
  }

  /** The two state tools, which a factory may offer as its own. */
  #tellState(toolName: string, output: unknown, input: unknown): void {
    const read = (field: string): unknown =>
      [output, input].map((value) => (isRecord(value) ? value[field] : undefined)).find(isDefined);
    if (toolName === STATE_SNAPSHOT_TOOL) {
      const snapshot = read('snapshot');
      if (snapshot !== undefined) this.#state.set(snapshot);
    } else if (toolName === STATE_DELTA_TOOL) {
      const delta = read('delta');
      if (delta !== undefined) this.#state.patch(delta);
    }
  }

  /** A tool that needs approval: the run ends with the question. */
  #approval(part: Part): void {
    const call = isRecord(part['toolCall']) ? part['toolCall'] : part;
    const given = call['toolCallId'];
    if (typeof given !== 'string' || given === '') {
      throw new Error('The AI SDK asked for an approval without the id of a tool call');
    }
    const said = toModelPart({ ...call, type: 'tool-call' });
    if (this.#callIds.find(given) === undefined && said !== undefined) {
      this.#currentStep().write(said);
    }
    this.#step?.finish();
    const toolCallId = this.#callIds.find(given) ?? given;
    const toolName = String(call['toolName']);
    this.#options.details.interrupts.push({
      id: toolCallId,
      toolCallId,
      reason: 'tool_approval',
      message: `Approve "${toolName}"?`,
      metadata: { toolName },
    });
  }

  /** Streams do not name their provider, but its metadata do. */
  #noteProvider(part: Part): void {
    const metadata = part['providerMetadata'];
    if (isRecord(metadata)) this.#provider = Object.keys(metadata)[0] ?? this.#provider;
  }
}

function reasonOf(part: Part): string | undefined {
  const reason = part['finishReason'];
  return typeof reason === 'string' ? reason : undefined;
}

function isDefined(value: unknown): boolean {
  return value !== undefined;
}
