import type { CallQuestions } from './run-questions.js';
import type { RunTool, ToolContext } from './run-tool.js';
import { isRecord } from './is-record.js';
import type { ToolAnswer } from './tool-question.js';

const RESPONSE_SCHEMA = {
  type: 'object',
  properties: { approved: { type: 'boolean' }, reason: { type: 'string' } },
  required: ['approved'],
};

const MAX_REASON_LENGTH = 2000;

export interface ApprovalContext {
  readonly input: unknown;
  readonly context: ToolContext;
  readonly questions: CallQuestions;
}

/**
 * Makes sure that a person has agreed to a call that needs it. An approval is always the first
 * question of its tool, whether it is asked or not.
 *
 * @returns why the call must not be carried out, in words for the model; `null` if it may, or if the
 *   question had to be raised
 * @throws what `needsApproval` throws
 */
export async function askApproval(
  { name, needsApproval, approval = {} }: RunTool,
  { input, context, questions }: ApprovalContext,
): Promise<string | null> {
  if (needsApproval === undefined) return null;
  const position = questions.next();
  const answer = questions.answerTo(position);
  if (answer !== undefined) return isApproval(answer) ? null : refusal(name, answer);
  // Whatever is not plainly `false` is asked for.
  if ((await needsApproval(input, context)) === false) return null;
  questions.raise(position, {
    reason: approval.reason ?? 'tool_approval',
    message: approval.message ?? `Approve "${name}"?`,
    responseSchema: RESPONSE_SCHEMA,
    metadata: { toolName: name },
  });
  return null;
}

/** Nothing but a plain yes is one. */
function isApproval({ status, payload }: ToolAnswer): boolean {
  if (status !== 'resolved') return false;
  if (payload === undefined || payload === null || payload === true) return true;
  return isRecord(payload) && payload.approved === true;
}

function refusal(toolName: string, { payload }: ToolAnswer): string {
  const reason = isRecord(payload) ? payload.reason : undefined;
  const told = typeof reason === 'string' && reason.trim() !== '' ? reason.trim() : undefined;
  const said = told === undefined ? '' : `: ${told.slice(0, MAX_REASON_LENGTH)}`;
  return `The user did not approve the call of the tool ${toolName}${said}`;
}
