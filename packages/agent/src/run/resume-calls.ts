import type { ContentPart, ToolMessage } from '../messages/agui-message.js';
import { sealCallAnswers } from '../messages/call-answers.js';
import type { ResumedCall } from '../messages/resumed-calls.js';
import { toBase64 } from '../model/base64.js';
import type { FilePart, TextPart } from '../model/prompt.js';
import type { ToolOutcome } from '../tools/tool-outcome.js';
import { executeCalls } from './execute-calls.js';
import type { RunScope } from './run-scope.js';

/**
 * Executes the calls of earlier runs whose questions people have answered, tells their results, and
 * puts them into the prompt.
 *
 * @returns those that ask something else: the run has to end again
 * @throws like `executeCalls`
 */
export async function resumeCalls(scope: RunScope): Promise<readonly ResumedCall[]> {
  const { history, prompt } = scope;
  const { resumed } = history;
  if (resumed.length === 0) return [];
  const outcomes = await executeCalls(scope, resumed);
  const results = resumed.flatMap((call, at) => toMessages(call, outcomes[at] ?? null));
  prompt.replaceHistory(history.withResults(results));
  const asking = resumed.filter((_, at) => outcomes[at] === null);
  for (const call of asking) tellAnswers(scope, call);
  return asking;
}

function toMessages({ toolCallId }: ResumedCall, outcome: ToolOutcome | null): ToolMessage[] {
  if (outcome === null) return [];
  const { content, output, error } = outcome;
  const message: ToolMessage = {
    id: `resumed-${toolCallId}`,
    role: 'tool',
    toolCallId,
    content: output.type === 'content' ? output.value.flatMap(toContentPart) : content,
    ...(error === undefined ? {} : { error: content }),
  };
  return [message];
}

/** What a tool shows the model beside texts, in the words of a history. */
function toContentPart(part: TextPart | FilePart): ContentPart[] {
  if (part.type === 'text') return [{ type: 'text', text: part.text }];
  const { mediaType: mimeType, data, filename } = part;
  if (data instanceof URL) return [{ type: 'binary', mimeType, url: data.href, filename }];
  if (typeof data === 'object' && 'reference' in data) return [];
  return [{ type: 'binary', mimeType, data: toBase64(data), filename }];
}

/** The next run is only sent what the thread holds: the answers so far travel with the call. */
function tellAnswers(
  { request, options }: RunScope,
  { toolCallId, answers, encryptedValue }: ResumedCall,
): void {
  const sealed = sealCallAnswers(answers, encryptedValue);
  if (sealed === null) {
    options.logger.warn('The answers of a tool call are too long to be kept: they are asked again');
    return;
  }
  request.emit({
    type: 'REASONING_ENCRYPTED_VALUE',
    subtype: 'tool-call',
    entityId: toolCallId,
    encryptedValue: sealed,
  });
}
