import {
  RuntimeError,
  jsonReply,
  type FrameSource,
  type Reply,
  type RequestSource,
} from '@flightdeck/core';
import {
  handleNodeRequest,
  type NodeCopilotListener,
  type NodeRequestOptions,
} from '@flightdeck/runtime-node';

type Answer = (source: RequestSource) => Reply | Promise<Reply>;

/** A listener that serves every request with `answer`, through the bridge under test. */
export function listen(answer: Answer, options: NodeRequestOptions = {}): NodeCopilotListener {
  const dispatcher = {
    owns: () => true,
    async dispatch(source: RequestSource): Promise<Reply> {
      try {
        return await answer(source);
      } catch (error) {
        if (!RuntimeError.is(error)) throw error;
        return jsonReply(error.body, error.status);
      }
    },
  };
  return (req, res) => handleNodeRequest(dispatcher, req, res, options);
}

export function streamReply(body: FrameSource): Reply {
  const headers: [string, string][] = [
    ['content-type', 'text/event-stream'],
    ['connection', 'keep-alive'],
  ];
  return { status: 200, headers, body };
}
