import type { BaseEvent, RunAgentInput } from '@ag-ui/client';
import { isRecord } from '../internal/is-record.js';
import { toAguiMessages } from '../messages/to-agui-messages.js';
import { createLogger } from '../options/create-logger.js';
import { ModelAgent } from './model-agent.js';
import type { ModelParts } from './model-parts.js';
import type { RuntimeEventStream } from './runtime-event-source.js';
import type {
  ActionInput,
  CopilotRuntimeChatCompletionRequest,
  CopilotRuntimeChatCompletionResponse,
} from './service-adapter.js';

/** Answers one turn with a model, as the `process()` of an adapter: for adapters that delegate to it. v1.md 6.1. */
export async function processWithModel(
  parts: ModelParts,
  request: CopilotRuntimeChatCompletionRequest,
): Promise<CopilotRuntimeChatCompletionResponse> {
  const input = toRunInput(request);
  // Whoever is told of a failure logs it.
  const logger = { ...createLogger({ level: 'warn' }), error: () => undefined };
  await request.eventSource.stream(async (stream) => {
    await forwardRun(new ModelAgent(parts, { maxSteps: 1, hasState: false, logger }), {
      input,
      stream,
      signal: request.signal,
    });
  });
  return { threadId: input.threadId, runId: input.runId };
}

function toRunInput(request: CopilotRuntimeChatCompletionRequest): RunAgentInput {
  const { threadId = crypto.randomUUID(), runId = crypto.randomUUID() } = request;
  return {
    threadId,
    runId,
    // The same messages, of the version of AG-UI that this package's agents have.
    messages: toAguiMessages(request.messages) as RunAgentInput['messages'],
    tools: request.actions.filter(({ available }) => available !== 'disabled').map(toTool),
    context: [],
    state: {},
    forwardedProps: {
      ...request.forwardedParameters,
      ...(request.model !== undefined && { model: request.model }),
    },
  };
}

function toTool({ name, description, jsonSchema }: ActionInput): RunAgentInput['tools'][number] {
  return { name, description, parameters: JSON.parse(jsonSchema) as unknown };
}

interface Forwarding {
  readonly input: RunAgentInput;
  readonly stream: RuntimeEventStream;
  readonly signal: AbortSignal | undefined;
}

/** Sends what an agent tells in one run. Resolves when the run has ended, however it has. */
function forwardRun(agent: ModelAgent, { input, stream, signal }: Forwarding): Promise<void> {
  return new Promise((resolve) => {
    const stop = (): void => agent.abortRun();
    const end = (): void => {
      signal?.removeEventListener('abort', stop);
      resolve();
    };
    const run = agent.run(input);
    signal?.addEventListener('abort', stop, { once: true });
    run.subscribe({
      next: (event) => forward(event, stream),
      error: (error: unknown) => {
        stream.error(error);
        end();
      },
      complete: () => {
        stream.complete();
        end();
      },
    });
    if (signal?.aborted === true) stop();
  });
}

/** What v1 has no word for, such as reasoning, is left out. */
function forward(told: BaseEvent, stream: RuntimeEventStream): void {
  const event: Readonly<Record<string, unknown>> = isRecord(told) ? told : {};
  // Events of our own agent: the fields are what AG-UI says.
  const text = (name: string): string => event[name] as string;
  switch (event['type']) {
    case 'TEXT_MESSAGE_START':
      return stream.sendTextMessageStart({ messageId: text('messageId') });
    case 'TEXT_MESSAGE_CONTENT':
      return stream.sendTextMessageContent({
        messageId: text('messageId'),
        content: text('delta'),
      });
    case 'TEXT_MESSAGE_END':
      return stream.sendTextMessageEnd({ messageId: text('messageId') });
    case 'TOOL_CALL_START':
      return stream.sendActionExecutionStart({
        actionExecutionId: text('toolCallId'),
        actionName: text('toolCallName'),
        ...(event['parentMessageId'] !== undefined && { parentMessageId: text('parentMessageId') }),
      });
    case 'TOOL_CALL_ARGS':
      return stream.sendActionExecutionArgs({
        actionExecutionId: text('toolCallId'),
        args: text('delta'),
      });
    case 'TOOL_CALL_END':
      return stream.sendActionExecutionEnd({ actionExecutionId: text('toolCallId') });
    default:
      return undefined;
  }
}
