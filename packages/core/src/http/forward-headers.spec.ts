import { describe, expect, it } from '@jest/globals';
import {
  forwardableHeaders,
  mergeAgentHeaders,
  resolveForwardHeaders,
  type ForwardHeadersConfig,
} from './forward-headers.js';

function forwarded(
  headers: Record<string, string>,
  config?: ForwardHeadersConfig,
): Record<string, string> {
  return forwardableHeaders(resolveForwardHeaders(config), new Headers(headers));
}

describe('forwardableHeaders', () => {
  it('passes authorization and x-* on, with lower-case names', () => {
    const headers = { Authorization: 'Bearer a', 'X-Tenant': 't', Cookie: 'c', Accept: '*/*' };
    expect(forwarded(headers)).toEqual({ authorization: 'Bearer a', 'x-tenant': 't' });
  });

  it.each([
    'x-forwarded-for',
    'x-forwarded-proto',
    'x-forwarded-host',
    'x-forwarded-port',
    'x-forwarded-server',
    'x-real-ip',
    'x-amzn-trace-id',
    'x-amz-cf-id',
    'x-amz-anything',
    'x-cloud-trace-context',
    'x-cache',
    'x-served-by',
    'x-request-id',
    'x-copilotcloud-public-api-key',
    'x-copilotcloud-other',
    'x-azure-ref',
    'x-fastly-client',
    'x-vercel-id',
    'x-middleware-next',
  ])('holds back %s, unless told otherwise', (name) => {
    expect(forwarded({ [name]: '1' })).toEqual({});
    expect(forwarded({ [name]: '1' }, { useDefaultDenylist: false })).toEqual({ [name]: '1' });
  });

  it('adds the own entries to the default ones', () => {
    const config = { deny: [' X-Secret ', ''], denyPrefixes: ['X-Internal-', ' '] };
    const headers = { 'x-secret': '1', 'x-internal-a': '1', 'x-cache': '1', 'x-other': '1' };
    expect(forwarded(headers, config)).toEqual({ 'x-other': '1' });
    expect(forwarded({ authorization: 'a' }, { deny: ['Authorization'] })).toEqual({});
  });

  it('passes exactly the allowed ones on, whatever the default list says', () => {
    const config = {
      allow: ['Cookie', ' x-request-id', 'x-a', 'x-b-1'],
      deny: ['x-a'],
      denyPrefixes: ['x-b'],
    };
    const headers = {
      cookie: 'c',
      'x-request-id': 'r',
      'x-a': '1',
      'x-b-1': '1',
      authorization: 'a',
    };
    expect(forwarded(headers, config)).toEqual({ cookie: 'c', 'x-request-id': 'r' });
  });

  it('takes a list of blanks for no list', () => {
    expect(forwarded({ 'x-a': '1' }, { allow: ['', ' '] })).toEqual({ 'x-a': '1' });
  });
});

describe('mergeAgentHeaders', () => {
  it('lets the agent win, without regard to case', () => {
    const own = { Authorization: 'Bearer server', 'X-Svc': '1' };
    const inbound = { authorization: 'Bearer user', 'x-svc': '2', 'x-custom': '1' };
    expect(mergeAgentHeaders(own, inbound)).toEqual({
      Authorization: 'Bearer server',
      'X-Svc': '1',
      'x-custom': '1',
    });
  });

  it('keeps the first of two own headers', () => {
    expect(mergeAgentHeaders({ 'X-A': '1', 'x-a': '2' }, {})).toEqual({ 'X-A': '1' });
  });

  it('does without own headers and changes neither side', () => {
    const inbound = Object.freeze({ 'x-a': '1' });
    expect(mergeAgentHeaders(undefined, inbound)).toEqual({ 'x-a': '1' });
  });
});
