import type { Requirement } from './requirement.js';

/** How a request finds its operation: mounts, paths, envelopes, CORS, bodies. */
export const TRANSPORT = {
  'transport.both': {
    source: 'protocol 2',
    behaviour: 'A mount serves REST paths and, at its base path, single-route envelopes.',
    difference: 'Upstream a mount serves one of the two; clients of the other kind get 404.',
  },
  'transport.rest-only': {
    source: 'protocol 2',
    behaviour: 'Mode `multi-route` serves REST paths and no envelopes.',
  },
  'transport.single-only': {
    source: 'protocol 2',
    behaviour: 'Mode `single-route` serves envelopes at the base path and no REST paths.',
  },
  'transport.auto-detection': {
    source: 'protocol 14.1',
    behaviour:
      'A client with transport `auto` finds REST by `GET /info`, or else the single route by an envelope.',
  },
  'transport.trailing-slash': {
    source: 'protocol 14.2',
    behaviour: 'The single route is served with and without a slash at its end.',
  },
  'transport.wrong-mode-explained': {
    source: 'protocol 2.2',
    behaviour:
      'An envelope at a REST mount gets 404 with the code and a message that the client shows.',
  },
  'routing.base-path': {
    source: 'protocol 2.1',
    behaviour: 'A base path ends at a `/` or at the end of the path, not in the middle of a word.',
  },
  'routing.exact': {
    source: 'protocol 2.1, 17 T24',
    behaviour: 'Below a base path only the exact route matches.',
    difference:
      'Upstream `{base}/anything/info` is `/info`, too, which bypasses path rules of proxies and guards.',
  },
  'routing.decoding': {
    source: 'protocol 2.1',
    behaviour:
      'Path parameters are percent-decoded; one that cannot be decoded is answered 404, not 500.',
  },
  'routing.any-id': {
    source: 'protocol 2.1',
    behaviour: 'Agent and thread ids may be any text, `info` and texts with a slash included.',
    difference: 'Upstream takes `stop/info` for `/info` and answers 405.',
  },
  'routing.case-sensitive': {
    source: 'protocol 2.1',
    behaviour: 'Paths are case-sensitive, and query strings take no part in matching.',
  },
  'routing.not-found': {
    source: 'protocol 2.2',
    behaviour: 'An unknown path is answered 404 `{"error":"Not found"}`.',
  },
  'routing.wrong-verb': {
    source: 'protocol 2.2',
    behaviour: 'A known path with another verb is answered 405 with `Allow`.',
  },
  'routing.memories-hidden': {
    source: 'protocol 2.2, 5.8',
    behaviour: 'The memory routes are answered 404 for every verb.',
  },
  'express.mounting': {
    source: 'protocol 2.3, seed 002',
    behaviour:
      'The router is mounted with `app.use(handler)` or `app.use(path, handler)`, with a base path or without.',
  },
  'express.mode': {
    source: 'protocol 2.3',
    behaviour: 'The router takes `mode` and has a shorthand for the single route.',
  },
  'express.body-parser': {
    source: 'protocol 2.3',
    behaviour: 'The router works behind and in front of body parsers, on GET and POST alike.',
    difference:
      'Upstream answers 404 to POST behind a parser when mount path and base path are both set.',
  },
  'express.falls-through': {
    source: 'protocol 2.3',
    behaviour: 'What is not the runtime’s goes on to the rest of the application.',
    difference: 'Upstream swallows every path below the mount point when the base path is `/`.',
  },
  'express.majors': {
    source: 'protocol 1, design 3.14',
    behaviour: 'Express 4 and 5 are both supported by one package.',
  },
  'node.listener': {
    source: 'protocol 13.3',
    behaviour: '`createCopilotNodeListener` serves a runtime from `node:http` and `node:http2`.',
  },
  'node.handler': {
    source: 'protocol 13.3',
    behaviour: '`createCopilotNodeHandler` and `createNodeFetchHandler` serve any fetch handler.',
  },
  'cors.default': {
    source: 'protocol 3.1, seed 002',
    behaviour: 'On Express every origin may call the runtime’s paths unless `cors` says otherwise.',
  },
  'cors.preflight': {
    source: 'protocol 3.2',
    behaviour: 'A preflight is answered 204 with the methods and headers allowed.',
  },
  'cors.off': {
    source: 'protocol 3.2',
    behaviour: 'Without `cors` a fetch handler and a Node listener send no CORS headers.',
  },
  'cors.origins': {
    source: 'protocol 3.2',
    behaviour: '`origin` is one origin, a list, or a function; other origins get no permission.',
  },
  'cors.credentials': {
    source: 'protocol 3.2, seed 003',
    behaviour: 'With an explicit origin browsers may send cookies.',
  },
  'cors.on-errors': {
    source: 'protocol 12',
    behaviour: 'Errors, streams and responses thrown by hooks carry the CORS headers, too.',
  },
  'body.limit': {
    source: 'protocol 19.6, 17 T27',
    behaviour: 'A body above `maxBodyBytes` is answered 413 JSON, whoever looks at it first.',
    difference: 'Upstream reads bodies of any size into memory.',
  },
  'body.any-content-type': {
    source: 'protocol 4',
    behaviour: 'Run, connect, suggest and stop take JSON whatever its content type says.',
  },
  'body.handed-out': {
    source: 'protocol 12',
    behaviour:
      'Hooks, `identifyUser` and agents factories may read the request’s body; the operation still gets it.',
  },
  'input.validation': {
    source: 'protocol 4',
    behaviour: 'A body that is no RunAgentInput is answered 400 with `details` as text.',
  },
  'input.both-dialects': {
    source: 'protocol 4, 16.3',
    behaviour:
      'Inputs of AG-UI 0.0.5x and of 1.0 are accepted, with what 1.0 may leave out filled in.',
    difference: 'Upstream refuses inputs of 1.0 without tools, context or messages.',
  },
  'input.unknown-fields': {
    source: 'protocol 4',
    behaviour: 'Unknown fields of an input are no error.',
  },
  'input.multimodal': {
    source: 'protocol 4',
    behaviour: 'User messages may have parts: text, images, audio, video, documents, binaries.',
  },
  'input.blank-ids': {
    source: 'protocol 4',
    behaviour: 'A blank run id is replaced by a new one, which stream and log agree about.',
    difference: 'Upstream the stream’s run id then differs from the stored one.',
  },
  'envelope.methods': {
    source: 'protocol 6, seed 002',
    behaviour:
      'An envelope reaches run, connect, suggest, stop, info, transcribe and the inspector routes, with the very same answers.',
  },
  'envelope.body-as-text': {
    source: 'protocol 6',
    behaviour: 'An envelope’s body is a value or its JSON text.',
  },
  'envelope.resources': {
    source: 'protocol 6',
    behaviour: '`resource/request` tunnels the thread routes and annotate, and nothing else.',
  },
  'envelope.resource-paths': {
    source: 'protocol 6',
    behaviour: 'A resource path is relative to the runtime; whatever names a host is refused.',
  },
  'envelope.errors': {
    source: 'protocol 6',
    behaviour: 'A broken envelope is answered with the documented status and message.',
    difference:
      'Upstream answers 500 to the document `null` and to resource verbs that are none; here 400, 404 or 405.',
  },
} as const satisfies Readonly<Record<string, Requirement>>;
