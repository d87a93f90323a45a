import type { LanguageModel } from './language-model.js';
import type { ModelCall, ModelSettings, ToolChoice, ToolSpec } from './model-call.js';
import { promptOfVersion } from './prompt-of-version.js';

/** What `doStream` takes: a `LanguageModelV2CallOptions`, or that of V3 or V4. */
export function callOptions(model: LanguageModel, call: ModelCall): Record<string, unknown> {
  return {
    ...settingsOf(call.settings),
    ...toolsOf(model, call),
    prompt: promptOfVersion(model, call.prompt),
    ...(call.providerOptions && { providerOptions: call.providerOptions }),
    ...(call.headers && { headers: { ...call.headers } }),
    includeRawChunks: false,
    abortSignal: call.signal,
  };
}

function settingsOf(settings: ModelSettings): Record<string, unknown> {
  // One by one: callers pass their whole configuration as settings.
  const {
    maxOutputTokens,
    temperature,
    topP,
    topK,
    presencePenalty,
    frequencyPenalty,
    seed,
    stopSequences,
  } = settings;
  const options = {
    maxOutputTokens,
    temperature,
    topP,
    topK,
    presencePenalty,
    frequencyPenalty,
    seed,
    stopSequences: stopSequences && [...stopSequences],
  };
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

/** Nothing without tools: some servers refuse an empty list, or a choice among none. */
function toolsOf(model: LanguageModel, { tools, toolChoice }: ModelCall): Record<string, unknown> {
  if (tools.length === 0) return {};
  return {
    tools: tools.map((tool) => functionTool(model, tool)),
    toolChoice: choiceOf(toolChoice),
  };
}

function functionTool(
  model: LanguageModel,
  { name, description, inputSchema, strict = strictDefault(model) }: ToolSpec,
): Record<string, unknown> {
  return {
    type: 'function',
    name,
    // Bedrock refuses an empty one.
    ...(description !== undefined && description !== '' && { description }),
    inputSchema,
    ...(strict !== undefined && model.specificationVersion !== 'v2' && { strict }),
  };
}

/** Left to itself, the Responses interface makes every optional argument one that the model has to invent. */
function strictDefault({ provider }: LanguageModel): false | undefined {
  return /^(openai|azure)\.responses$/.test(provider) ? false : undefined;
}

function choiceOf(choice: ToolChoice): Record<string, unknown> {
  return typeof choice === 'string' ? { type: choice } : { ...choice };
}
