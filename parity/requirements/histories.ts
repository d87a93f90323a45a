import type { Requirement } from './requirement.js';

/** What a model gets to know of a conversation. */
export const HISTORIES = {
  'history.versions': {
    source: 'agent 13.2',
    behaviour:
      'Messages of every AG-UI version are understood, with legacy `binary` parts and parts of 1.0 alike; what is unknown is left out.',
    difference: 'Upstream rejects a request that its own version of AG-UI does not know.',
  },
  'history.repair': {
    source: 'agent 18.4, agent 15 D1, agent 15 D2',
    behaviour:
      'Any history becomes a prompt that providers take: each tool call is answered once right behind its turn, and no result is without a call.',
    difference: 'Upstream fails every later turn of a thread with an unanswered call.',
  },
  'history.conversion': {
    source: 'agent 4.2',
    behaviour:
      'Texts, pictures, audio, video, documents, tool calls and results reach the model; system and developer messages do when they are forwarded.',
    difference: 'Readable documents are sent as text, which every provider takes.',
  },
  'history.tool-parts': {
    source: 'agent 15 D21',
    behaviour: 'Results of tools that are made of parts reach the model, and errors as errors.',
    difference: 'Upstream fails the run.',
  },
  'history.metadata': {
    source: 'agent 18.3, agent 15 D13',
    behaviour:
      'Signatures, encrypted reasoning and item ids come back to the family of providers that gave them, and to nobody else.',
    difference: 'Upstream drops them, and with them the thinking between two requests.',
  },
  'history.attachments': {
    source: 'agent 4.2, agent 19.14',
    behaviour:
      'Files that the provider does not fetch are downloaded within limits of size, time and number; one that fails, or that the provider does not take, is told to the model.',
    difference: 'A failing download ends the run of upstream.',
  },
  'history.attachment-guard': {
    source: 'agent 4.2, agent 19.14',
    behaviour: 'No file of a message leads the server into a private network, at any redirect.',
  },
  'history.resume': {
    source: 'agent 4.3',
    behaviour: 'What `resume` answers stands behind its call, unless the history has an answer.',
    difference: 'Upstream puts answers at the end of the history.',
  },
  'history.system-prompt': {
    source: 'agent 4.1',
    behaviour:
      'The prompt, the context of the application and a state that is not empty become one system message.',
    difference: 'Its parts are set apart, and a text in the state cannot end the state’s block.',
  },
  'history.converter': {
    source: 'agent 4.2',
    behaviour:
      '`convertMessagesToVercelAISDKMessages` gives what upstream’s does, accepted by `ai` 5, 6 and 7.',
    difference:
      'It writes nothing to the console, and takes results of tools that are made of parts.',
  },
} as const satisfies Readonly<Record<string, Requirement>>;
