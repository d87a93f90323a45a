import type { Requirement } from './requirement.js';

/** What agents do with MCP servers, good and bad ones. */
export const MCP = {
  'mcp.transports': {
    source: 'agent 4.5, 17.3',
    behaviour:
      'MCP servers are spoken to over streamable HTTP and over the older SSE, in each version of the protocol from 2024-11-05 to 2025-11-25.',
  },
  'mcp.sdk-options': {
    source: 'agent 4.5, 17.3',
    behaviour:
      '`options` of a server may be those of the official SDK: `requestInit`, `fetch`, `authProvider` and `sessionId` count.',
  },
  'mcp.sessions': {
    source: 'agent 12.2',
    behaviour:
      'A session that the server has forgotten is replaced once for all who use it; sessions are ended with the connection.',
  },
  'mcp.timeouts': {
    source: 'agent 15 D10',
    behaviour: 'A server that does not answer costs a run its time limit, not the run.',
    difference: 'CopilotKit waits for ever.',
  },
  'mcp.parallel': {
    source: 'agent 15 D10',
    behaviour: 'All servers of a run are connected to at the same time.',
  },
  'mcp.cache': {
    source: 'agent 4.5, 18.1',
    behaviour:
      'Connections and lists of tools serve many runs; changes, failures and old age are noticed.',
    difference: 'CopilotKit connects to each server before the first step of every run.',
  },
  'mcp.users': {
    source: 'agent 4.5',
    behaviour: 'A connection made with the headers of one user never serves another.',
  },
  'mcp.degrade': {
    source: 'agent 4.5',
    behaviour:
      'A server or client that fails costs its own tools and gives a warning; the others go on.',
    difference: 'In CopilotKit, a client whose `tools()` rejects ends the run with an error.',
  },
  'mcp.bad-servers': {
    source: 'agent 4.5',
    behaviour:
      'Servers that die, answer garbage, the wrong request, without end or in the wrong shape each give one known error.',
  },
  'mcp.shadowing': {
    source: 'agent 15 D9',
    behaviour: 'No MCP tool takes the name of a server, state, frontend or reserved tool.',
    difference: 'In CopilotKit, an MCP server can silently replace tools of the application.',
  },
  'mcp.namespacing': {
    source: 'agent 12.4',
    behaviour:
      'A tool whose name is taken becomes `mcp__<serverId>__<tool>`, at most 64 characters that providers take.',
  },
  'mcp.policy': {
    source: 'agent 15.1, 18.1',
    behaviour: 'Of a server’s tools those are offered that `allow` and `deny` let through.',
  },
  'mcp.headers': {
    source: 'agent 15.1, 18.8',
    behaviour:
      'A server gets the headers of its configuration and those of the request that its `forwardHeaders` names.',
  },
  'mcp.addresses': {
    source: 'agent 12.2',
    behaviour:
      'Addresses with credentials and redirects to other origins are refused; errors show of an address origin and path, and no header.',
  },
  'mcp.results': {
    source: 'agent 4.4',
    behaviour:
      'The model gets the text parts of a result, its images and sound; `isError` is a failed call.',
    difference: 'CopilotKit’s agent gives the model the JSON of the envelope.',
  },
  'mcp.clients': {
    source: 'agent 4.4',
    behaviour: '`mcpClients` takes clients of the AI SDK and ours.',
  },
  'mcp.create-client': {
    source: 'seed 001',
    behaviour:
      '`createMCPClient({endpoint, apiKey?})` gives `tools()` in the documented shape and `close()`.',
  },
  'mcp.endpoints': {
    source: 'seed 001',
    behaviour:
      '`mcpServers: {endpoint, apiKey?}[]`, with a `createMCPClient` of the application or ours, give any agent tools.',
    difference:
      'A server that fails is left out for a while and logged; of two tools with one name the later gets a prefix.',
  },
} as const satisfies Readonly<Record<string, Requirement>>;
