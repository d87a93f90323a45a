import type { ServerResponse } from 'node:http';

/**
 * How a test server misbehaves when it gets a message.
 *
 * - `silent`: takes the message and says nothing, the connection stays open;
 * - `die`: cuts the connection; `die-mid-answer`: after half of an answer;
 * - `garbage`: answers what is not JSON; `html`: a page with status 200; `html-500`: one with status 500;
 * - `wrong-id`: answers another request; `twice`: answers twice, with different results;
 * - `wrong-shape`: answers with a result of the wrong shape; `error` and
 *   `unknown-method`: with a JSON-RPC error;
 * - `unauthorized`, `forbidden`, `not-found`: answers with status 401, 403, 404;
 * - `oversized`: sends an answer without end; `no-answer`: ends a stream of events without an answer;
 * - `break-off`: cuts a stream of events after its first one, whose id fetches the answer;
 * - `echo-headers`: fails with a text that holds every header of the request;
 * - `redirect-away`: redirects to another origin; `redirect-home`: to a path of its own that works.
 */
export type McpFault =
  | 'silent'
  | 'die'
  | 'die-mid-answer'
  | 'garbage'
  | 'html'
  | 'html-500'
  | 'wrong-id'
  | 'twice'
  | 'wrong-shape'
  | 'error'
  | 'unknown-method'
  | 'unauthorized'
  | 'forbidden'
  | 'not-found'
  | 'oversized'
  | 'no-answer'
  | 'break-off'
  | 'echo-headers'
  | 'redirect-away'
  | 'redirect-home';

/** Faults that concern the HTTP response, whatever it should have said. */
const RESPONSE_FAULTS: Partial<Record<McpFault, (response: ServerResponse) => void>> = {
  silent: () => undefined,
  die: (response) => response.destroy(),
  'die-mid-answer': (response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
    response.write('{"jsonrpc":"2.0",', () => response.destroy());
  },
  garbage: (response) => send(response, 200, 'application/json', '{"jsonrpc": oh no'),
  html: (response) => send(response, 200, 'text/html', '<h1>Welcome</h1>'),
  'html-500': (response) => send(response, 500, 'text/html', '<h1>Internal Server Error</h1>'),
  unauthorized: (response) => send(response, 401, 'application/json', '{"error":"no"}'),
  forbidden: (response) => send(response, 403, 'application/json', '{"error":"no"}'),
  'not-found': (response) => send(response, 404, 'text/plain', 'Not found'),
  oversized: (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('{"jsonrpc":"2.0","result":"');
    const chunk = 'x'.repeat(64 * 1024);
    const more = (): void => {
      while (!response.destroyed && response.write(chunk));
    };
    response.on('drain', more);
    more();
  },
  'no-answer': (response) => send(response, 200, 'text/event-stream', ': nothing\n\n'),
  'redirect-away': (response) => {
    response.writeHead(307, { location: 'http://localhost:1/mcp' }).end();
  },
  'redirect-home': (response) => {
    response.writeHead(307, { location: '/moved' }).end();
  },
};

/** Plays a fault of the response; `false` for those that an answer has to show. */
export function playResponseFault(fault: McpFault, response: ServerResponse): boolean {
  const play = RESPONSE_FAULTS[fault];
  play?.(response);
  return play !== undefined;
}

/** The answers that are sent in place of the right one. */
export function bendAnswer(
  fault: McpFault | undefined,
  answer: Readonly<Record<string, unknown>>,
): readonly Readonly<Record<string, unknown>>[] {
  switch (fault) {
    case 'wrong-id':
      return [{ ...answer, id: 4711 }];
    case 'twice':
      return [answer, { ...answer, result: { content: [{ type: 'text', text: 'second' }] } }];
    case 'wrong-shape':
      return [{ jsonrpc: '2.0', id: answer['id'], result: ['not', 'what', 'was', 'asked'] }];
    case 'unknown-method':
      return [{ jsonrpc: '2.0', id: answer['id'], error: { code: -32_601, message: 'What?' } }];
    case 'error':
      return [{ jsonrpc: '2.0', id: answer['id'], error: { code: -32_000, message: 'Broken' } }];
    default:
      return [answer];
  }
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'content-type': type }).end(body);
}
