import type { Requirement } from './requirement.js';

/** Which models an agent takes, how it gets at them, and what becomes of their failures. */
export const MODELS = {
  'model.strings': {
    source: 'agent 3, 18.2',
    behaviour:
      'A model string is a provider and a model id, cut at the first `/` or `:`; errors begin with the words of CopilotKit’s.',
    difference:
      'Ids that hold a slash survive behind a colon (upstream corrupts them), and blanks around the separator are allowed.',
  },
  'model.class': {
    source: 'agent 3',
    behaviour:
      '`classifyModelSpec` tells whose server a model string leads to, in a closed set of words.',
  },
  'model.providers': {
    source: 'agent 3, 18.2',
    behaviour:
      'OpenAI, Anthropic, Google, Vertex, Azure, Bedrock, Groq, Mistral, xAI, DeepSeek, Ollama, LM Studio, OpenRouter, MiniMax and any OpenAI-compatible server are named by strings.',
  },
  'model.environment': {
    source: 'agent 3',
    behaviour: 'Keys and addresses come from the providers’ environment variables; options win.',
  },
  'model.openai-interface': {
    source: 'agent 3, agent 15 D11',
    behaviour:
      '`openai` speaks Responses at OpenAI and Azure, and chat completions at any other address.',
    difference: 'CopilotKit speaks Responses everywhere, which few compatible servers know.',
  },
  'model.missing-key': {
    source: 'agent 18.2',
    behaviour: 'A missing key is an error that names its variable, before any request is made.',
  },
  'model.packages': {
    source: 'agent 17.3',
    behaviour:
      'Provider packages are loaded when a model first needs them, in ES modules and CommonJS; a missing one is named.',
  },
  'model.register': {
    source: 'agent 18.2',
    behaviour: '`registerProvider` adds providers of model strings.',
  },
  'model.resolve': {
    source: 'agent 3',
    behaviour:
      '`resolveModel` makes of a string a model that `streamText` takes, and returns objects unchanged.',
    difference:
      'The provider’s package is loaded at the first use; its absence is an error of that.',
  },
  'model.versions': {
    source: 'agent 17.2, 18.3',
    behaviour: 'Model objects of specification V2, V3 and V4 are driven alike.',
  },
  'model.majors': {
    source: 'agent 17.2, agent 19.5',
    behaviour:
      'The providers of AI SDK 5, 6 and 7, wrapped or not, run the same loop: reasoning, calls and answers are told alike, and signatures come back.',
    difference: 'CopilotKit’s agent takes the models of AI SDK 6.',
  },
  'model.keys-apart': {
    source: 'agent 18.2, 18.7',
    behaviour: 'Key, address and headers of one provider are never sent to another one.',
    difference: 'CopilotKit gives the configured key to whichever provider a request chooses.',
  },
  'model.abort': {
    source: 'agent 19',
    behaviour:
      'An abort reaches the provider: the connection is closed, and nothing is waited for.',
  },
  'model.retries': {
    source: 'agent 19.11',
    behaviour: 'A call that fails before anything was said is repeated if the failure may pass.',
  },
  'model.time-limits': {
    source: 'agent 18.1, agent 19.11',
    behaviour:
      'A model that does not begin to answer in time, or stops in the middle, is aborted and has failed with `timeout`.',
    difference: 'A silent model keeps a run of CopilotKit waiting for ever.',
  },
  'model.incomplete': {
    source: 'agent 18.3',
    behaviour:
      'An answer that ends before the provider has finished it is not taken for a complete one.',
    difference: 'CopilotKit reports it as a success.',
  },
  'model.retry-after': {
    source: 'agent 19.11',
    behaviour: 'The pause that a provider asks for is kept, up to a minute.',
  },
  'model.fallback': {
    source: 'agent 18.1, 19.11',
    behaviour:
      'When a model fails before it has said anything, the fallback models are asked in order.',
  },
  'model.failures': {
    source: 'agent 18.3',
    behaviour: 'Failures of providers become one of a closed set of codes.',
  },
  'model.failure-secrets': {
    source: 'agent 18.3, agent 15 D14',
    behaviour: 'Messages of failures hold no keys, no request bodies and no pages of HTML.',
    difference: 'CopilotKit prints the whole request to the console when a provider fails.',
  },
} as const satisfies Readonly<Record<string, Requirement>>;
