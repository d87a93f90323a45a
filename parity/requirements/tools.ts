import type { Requirement } from './requirement.js';

/** What becomes of tools and their calls, by whichever library they were written. */
export const TOOLS = {
  'agent.tools-schemas': {
    source: 'agent 4.4, agent 15 D15, agent 18.6',
    behaviour:
      'Arguments are checked and converted by the schema of the tool: zod 3 and 4, valibot, arktype, AI SDK or JSON Schema.',
    difference:
      'Upstream hands arguments to the executor unchecked unless the schema is one of zod.',
  },
  'agent.tools-legal-schemas': {
    source: 'agent 15 D5',
    behaviour:
      'Frontend tools without parameters, or with variants at the root, are offered like others.',
    difference: 'Upstream fails the run and can never be run again.',
  },
  'agent.tools-results': {
    source: 'agent 15 D4, agent 18.3',
    behaviour: 'Whatever a tool returns becomes a result with a text as content.',
    difference: 'Upstream tells a result without content for undefined, which clients refuse.',
  },
  'agent.tools-failures': {
    source: 'agent 15 D1, agent 18.3',
    behaviour:
      'A tool that throws, hangs, is unknown or gets wrong arguments has a result that says so by a code.',
    difference: 'Upstream tells no result, and the thread cannot be continued.',
  },
  'agent.tools-precedence': {
    source: 'agent 15 D9, agent 18.6',
    behaviour:
      'Of tools with one name, the server’s comes before those of state, MCP and frontend.',
    difference: 'Upstream lets an MCP server replace the tools of the server and of the state.',
  },
  'agent.tools-reserved': {
    source: 'agent 18.6',
    behaviour:
      'Two server tools of one name, and names that the runtime uses, are refused at once.',
  },
  'agent.tools-context': {
    source: 'agent 18.6, agent 18.8',
    behaviour:
      'Tools, prompts, tool providers and factories learn on whose behalf they run, each of its own request.',
    difference: 'Upstream tells none of them.',
  },
  'agent.tools-approval': {
    source: 'agent 7, agent 18.6',
    behaviour:
      'A call that needs an approval is carried out once a person has agreed, never otherwise, and its thread goes on in any case.',
    difference: 'Upstream has no approvals outside factories.',
  },
  'agent.tools-interrupt': {
    source: 'agent 7, agent 18.6',
    behaviour:
      'A server tool can ask people, several times, and goes on with their answers in the runs that bring them.',
    difference: 'Upstream can interrupt in factories only.',
  },
  'agent.tools-signed': {
    source: 'agent 18.3, agent 18.6',
    behaviour:
      'With a secret, only calls that the agent has asked about are carried out, with the arguments of the model.',
  },
  'agent.state-tools': {
    source: 'agent 5.1, agent 18.5',
    behaviour:
      'The state tools tell the state events that frontends know; a patch that does not fit changes nothing.',
    difference: 'Upstream tells broken patches to the browser.',
  },
  'agent.tools-converters': {
    source: 'agent 1, agent 20',
    behaviour: 'Converted tools are taken, checked and run by streamText of AI SDK 5, 6 and 7.',
  },
  'agent.server-tools': {
    source: 'agent 11',
    behaviour:
      'Any AG-UI agent can be given server tools, which run and are told to it, within one run.',
    difference: 'Upstream gives them to its own agent only, which never hears of their results.',
  },
} as const satisfies Readonly<Record<string, Requirement>>;
