import type { Reply } from '@flightdeck/core';
import type { LegacyError } from './legacy-error.js';

const GRAPHQL_TYPE = 'application/graphql-response+json; charset=utf-8';

/** Headers of an inner reply that describe its own body. */
const OF_THE_BODY: ReadonlySet<string> = new Set([
  'content-type',
  'content-length',
  'content-encoding',
  'connection',
  'etag',
  'x-replay',
  'x-thread-cursor',
]);

/** What of an inner reply's headers goes to the client: cookies, CORS, and whatever hooks have added. */
export function passedOn(headers: Reply['headers']): Reply['headers'] {
  return headers.filter(([name]) => !OF_THE_BODY.has(name));
}

/** The answer to a query, with the headers of the inner reply that it was made of. */
export function dataReply(data: unknown, headers: Reply['headers'] = []): Reply {
  return graphqlReply({ data }, headers);
}

/** A refusal as these clients read it: its status is 200, whatever was wrong. v1.md 11.3. */
export function errorReply(error: LegacyError, headers: Reply['headers'] = []): Reply {
  const { message, extensions } = error;
  return graphqlReply({ data: null, errors: [{ message, extensions }] }, headers);
}

function graphqlReply(body: unknown, headers: Reply['headers']): Reply {
  return {
    status: 200,
    headers: [...passedOn(headers), ['content-type', GRAPHQL_TYPE]],
    body: JSON.stringify(body),
  };
}
