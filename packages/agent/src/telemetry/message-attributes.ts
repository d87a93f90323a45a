import type { ModelPart } from '../model/model-part.js';
import type { FilePart, PromptMessage, ToolOutput } from '../model/prompt.js';
import { toSafeJson } from '../tools/safe-json.js';
import type { SpanAttributes } from './traced-span.js';

type Part = Exclude<PromptMessage['content'], string>[number];

/** The question to a model, in the JSON of the GenAI conventions. The bytes of files are left out. */
export function inputAttributes(prompt: readonly PromptMessage[]): SpanAttributes {
  const instructions = prompt.flatMap(({ role, content }) =>
    role === 'system' ? [{ type: 'text', content }] : [],
  );
  const messages = prompt.flatMap((message) =>
    message.role === 'system'
      ? []
      : [{ role: message.role, parts: message.content.map((part: Part) => toldPart(part)) }],
  );
  return {
    'gen_ai.system_instructions': instructions.length === 0 ? undefined : json(instructions),
    'gen_ai.input.messages': json(messages),
  };
}

/** Collects an answer for `gen_ai.output.messages`. */
export class OutputMessage {
  readonly #parts: { type: string; content?: string; [field: string]: unknown }[] = [];

  see(part: ModelPart): void {
    switch (part.type) {
      case 'text-delta':
        return this.#append('text', part.delta);
      case 'reasoning-delta':
        return this.#append('reasoning', part.delta);
      case 'tool-call': {
        const { toolCallId: id, toolName: name, input } = part;
        this.#parts.push({ type: 'tool_call', id, name, arguments: input });
        return undefined;
      }
      default:
        return undefined;
    }
  }

  attributes(finishReason: string): SpanAttributes {
    const message = { role: 'assistant', parts: this.#parts, finish_reason: finishReason };
    return { 'gen_ai.output.messages': json([message]) };
  }

  #append(type: string, delta: string): void {
    const last = this.#parts.at(-1);
    if (last?.type === type) last.content = `${last.content ?? ''}${delta}`;
    else if (delta !== '') this.#parts.push({ type, content: delta });
  }
}

function json(value: unknown): string | undefined {
  return toSafeJson(value) ?? undefined;
}

function toldPart(part: Part): object {
  switch (part.type) {
    case 'text':
    case 'reasoning':
      return { type: part.type, content: part.text };
    case 'file':
      return toldFile(part);
    case 'tool-call':
      return {
        type: 'tool_call',
        id: part.toolCallId,
        name: part.toolName,
        arguments: part.input,
      };
    case 'tool-result':
      return {
        type: 'tool_call_response',
        id: part.toolCallId,
        response: toldOutput(part.output),
      };
  }
}

function toldOutput(output: ToolOutput): unknown {
  return output.type === 'content' ? output.value.map(toldPart) : output.value;
}

function toldFile({ mediaType, data }: FilePart): object {
  if (data instanceof URL) return { type: 'uri', mime_type: mediaType, uri: data.href };
  return { type: 'blob', mime_type: mediaType };
}
