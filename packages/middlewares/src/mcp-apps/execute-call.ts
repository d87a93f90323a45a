import type { MCPToolResult } from '@flightdeck/mcp';
import { isRecord } from '../json/is-record.js';
import type { AguiEvent } from '../run-middleware.js';
import { describeFailure } from './describe-failure.js';
import type { OpenCall } from './open-calls.js';
import type { LinkContext, ServerLinks } from './server-links.js';
import type { UITool } from './ui-tool.js';

export interface ExecuteCall {
  readonly runId: string;
  readonly call: OpenCall;
  readonly tool: UITool;
  readonly links: ServerLinks;
  readonly context: LinkContext;
}

/** Carries out a call that the agent has left open. Never rejects: a failure is a result, too. */
export async function executeCall(options: ExecuteCall): Promise<readonly AguiEvent[]> {
  const { runId, call, tool, links, context } = options;
  const { toolCallId } = call;
  // Some models use the ids of calls again, in another run.
  const id = `${runId}-${toolCallId}`;
  const ending: AguiEvent[] = call.ended ? [] : [{ type: 'TOOL_CALL_END', toolCallId }];
  const result = (content: string): AguiEvent => ({
    type: 'TOOL_CALL_RESULT',
    messageId: `mcp-result-${id}`,
    toolCallId,
    content,
    role: 'tool',
  });
  const toolInput = parseArguments(call.argumentsText);
  if (toolInput === null) return [...ending, result(failed('The arguments are no JSON object'))];
  try {
    const { server, name, resourceUri } = tool;
    const { signal } = context;
    const answer = await links.use(server, context, (connection) =>
      connection.callTool(name, toolInput, { signal }),
    );
    const { serverId } = server.config;
    return [
      ...ending,
      result(textOf(answer)),
      {
        type: 'ACTIVITY_SNAPSHOT',
        messageId: `mcp-app-${id}`,
        activityType: 'mcp-apps',
        content: {
          result: answer,
          resourceUri,
          serverHash: await server.hash(),
          ...(serverId === undefined ? {} : { serverId }),
          toolInput,
        },
        replace: true,
      },
    ];
  } catch (error) {
    return [...ending, result(failed(describeFailure(error)))];
  }
}

function failed(error: string): string {
  return JSON.stringify({ error });
}

/** No arguments at all are none; `null` for what is not an object. */
function parseArguments(text: string): Readonly<Record<string, unknown>> | null {
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

function textOf(answer: MCPToolResult): string {
  const parts: readonly unknown[] = Array.isArray(answer.content) ? answer.content : [];
  const texts = parts.filter(isRecord).flatMap(({ type, text }) => (type === 'text' ? text : []));
  return texts.length > 0 ? texts.join('\n') : JSON.stringify(answer);
}
