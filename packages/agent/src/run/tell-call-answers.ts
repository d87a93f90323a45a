import { sealCallAnswers } from '../messages/call-answers.js';
import type { CallAnswers } from '../tools/tool-question.js';
import type { StepCall } from './call-writer.js';
import type { RunScope } from './run-scope.js';

/**
 * Lets the answers to a call that asks people travel with it, signed if the agent signs: the run that
 * brings the next answer is only sent what the thread holds. Tells nothing where there is nothing to keep.
 */
export async function tellCallAnswers(
  { request, options, signer }: RunScope,
  call: StepCall,
  answers: CallAnswers,
): Promise<void> {
  if (answers.size === 0 && signer === undefined) return;
  const { toolCallId, encryptedValue } = call;
  const signature = await signer?.sign({ ...call, answers });
  const sealed = sealCallAnswers({ answers, signature, encryptedValue });
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
