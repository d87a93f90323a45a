import type { ContentPart, ToolMessage } from '../messages/agui-message.js';
import type { ResumedCall } from '../messages/resumed-calls.js';
import { toBase64 } from '../model/base64.js';
import type { FilePart, TextPart } from '../model/prompt.js';
import { failedOutcome, type ToolOutcome } from '../tools/tool-outcome.js';
import { executeCalls } from './execute-calls.js';
import type { RunScope } from './run-scope.js';
import { tellCallAnswers } from './tell-call-answers.js';

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
  const outcomes = await executeTrusted(scope, resumed);
  const results = resumed.flatMap((call, at) => toMessages(call, outcomes[at] ?? null));
  prompt.replaceHistory(history.withResults(results));
  const asking = resumed.filter((_, at) => outcomes[at] === null);
  await Promise.all(asking.map((call) => tellCallAnswers(scope, call, call.answers)));
  return asking;
}

/** Where calls are signed, those without a valid signature are not carried out. */
async function executeTrusted(
  scope: RunScope,
  calls: readonly ResumedCall[],
): Promise<readonly (ToolOutcome | null)[]> {
  const { signer, request, options } = scope;
  if (signer === undefined) return executeCalls(scope, calls);
  const verdicts = await Promise.all(
    calls.map((call) => signer.verify({ ...call, answers: call.earlier }, call.signature)),
  );
  const trusted = calls.filter((_, at) => verdicts[at] === true);
  const outcomes = await executeCalls(scope, trusted);
  return calls.map((call) => {
    const at = trusted.indexOf(call);
    if (at >= 0) return outcomes[at] ?? null;
    const { toolCallId, toolName } = call;
    options.logger.warn(`A call of "${toolName}" is not carried out: nobody was asked about it`);
    const outcome = failedOutcome('cancelled', 'Nobody was asked about this call');
    const { content } = outcome;
    const messageId = options.newId();
    request.emit({ type: 'TOOL_CALL_RESULT', messageId, toolCallId, role: 'tool', content });
    return outcome;
  });
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
