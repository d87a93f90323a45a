import { systemPrompt } from '../messages/system-prompt.js';
import type { ToolChoice } from '../model/model-call.js';
import type { PromptContext } from '../options/agent-options.js';
import type { ResolvedAgentOptions } from '../options/resolve-agent-options.js';
import type { RunTrace } from '../telemetry/run-trace.js';
import { resolveOverrides, type Overrides } from '../tools/overrides.js';
import { RunQuestions } from '../tools/run-questions.js';
import { createRunState } from '../tools/run-state.js';
import type { ToolSet } from '../tools/tool-set.js';
import type { AgentResources } from './agent-resources.js';
import { CallSigner } from './call-signer.js';
import { CallIds } from './call-ids.js';
import { forwardedHeaders } from './forwarded-headers.js';
import { runHistory } from './run-history.js';
import { runModels } from './run-models.js';
import { PromptBudget } from './prompt-budget.js';
import { RunPrompt } from './run-prompt.js';
import type { RunHooks } from './run-hooks.js';
import type { RunReport } from './run-report.js';
import type { RunRequest } from './run-request.js';
import type { RunQuestion, RunScope } from './run-scope.js';
import type { RunTools } from './run-tools.js';
import { openRunTools } from './run-tools.js';
import { untilAborted } from './until-aborted.js';

export interface PreparedRun extends RunScope {
  /** Frees what was opened for this run. */
  close(): Promise<void>;
}

interface RunSurroundings {
  readonly resources: AgentResources;
  readonly report: RunReport;
  readonly hooks: RunHooks;
  readonly trace: RunTrace | undefined;
}

/** Gathers what the steps of a run need (agent.md 4). */
export async function prepareRun(
  request: RunRequest,
  options: ResolvedAgentOptions,
  { resources, report, hooks, trace }: RunSurroundings,
): Promise<PreparedRun> {
  const { input, signal, emit } = request;
  const overrides = resolveOverrides(input.forwardedProps, {
    ...options,
    configuredModels: [options.model, ...options.fallbackModels],
  });
  const state = createRunState(input.state, (event) => emit({ ...event }));
  const context = promptContext(request);
  const history = await runHistory(request, options, context);
  const prompt = await untilAborted(promptText(options, overrides, context), signal);
  const tools = await openRunTools(request, options, { state, resources });
  const { hasStateTools } = tools;
  return {
    request,
    options,
    report,
    hooks,
    trace,
    state,
    history,
    questions: new RunQuestions(
      new Map(history.resumed.map(({ toolCallId, answers }) => [toolCallId, answers])),
    ),
    signer: signerOf(request, options),
    tools: tools.set,
    callIds: new CallIds(history.callIds, options.newId),
    question: runQuestion(request, options, {
      overrides,
      toolChoice: firstChoice(options, { overrides, tools, continues: history.continues }),
    }),
    prompt: new RunPrompt({
      history: history.messages,
      system: () =>
        systemPrompt({ prompt, context: input.context, state: state.current, hasStateTools }),
      budget: promptBudget(options, tools.set),
      options,
      signal,
    }),
    close: () => tools.close(),
  };
}

function signerOf(
  { input }: RunRequest,
  { interruptSecret }: ResolvedAgentOptions,
): CallSigner | undefined {
  return interruptSecret === undefined
    ? undefined
    : new CallSigner(interruptSecret, input.threadId);
}

function promptBudget(
  { maxInputTokens, logger }: ResolvedAgentOptions,
  { specs }: ToolSet,
): PromptBudget | undefined {
  if (maxInputTokens === undefined) return undefined;
  return new PromptBudget({ maxInputTokens, tools: specs, logger });
}

function promptContext({ input, agentId, headers, user }: RunRequest): PromptContext {
  const { threadId, runId, state, forwardedProps } = input;
  return { threadId, runId, agentId, headers, user, state, forwardedProps };
}

async function promptText(
  { prompt }: ResolvedAgentOptions,
  overrides: Overrides,
  context: PromptContext,
): Promise<string | undefined> {
  if (overrides.prompt !== undefined) return overrides.prompt;
  return typeof prompt === 'function' ? prompt(context) : prompt;
}

interface Choosing {
  readonly overrides: Overrides;
  readonly tools: RunTools;
  readonly continues: boolean;
}

/**
 * A run that goes on after the browser has answered a forced call is not forced again. A tool that this
 * run does not have cannot be forced: providers refuse such a question.
 */
function firstChoice(
  options: ResolvedAgentOptions,
  { overrides, tools, continues }: Choosing,
): ToolChoice {
  if (tools.forced !== undefined) return tools.forced;
  const choice = overrides.toolChoice ?? options.toolChoice ?? 'auto';
  if (choice === 'none') return 'none';
  if (continues) return 'auto';
  if (typeof choice === 'string' || tools.set.get(choice.toolName) !== undefined) return choice;
  options.logger.warn(
    `The tool "${choice.toolName}" is to be called, but this run does not have it`,
  );
  return 'auto';
}

function runQuestion(
  request: RunRequest,
  options: ResolvedAgentOptions,
  { overrides, toolChoice }: { readonly overrides: Overrides; readonly toolChoice: ToolChoice },
): RunQuestion {
  const { maxOutputTokens, temperature, topP, topK, stopSequences, seed } = options;
  const { presencePenalty, frequencyPenalty } = options;
  const headers = forwardedHeaders(request.headers, options.forwardHeaders);
  return {
    models: runModels(options, overrides.model),
    settings: {
      maxOutputTokens,
      temperature,
      topP,
      topK,
      presencePenalty,
      frequencyPenalty,
      stopSequences,
      seed,
      ...overrides.settings,
    },
    providerOptions: overrides.providerOptions ?? options.providerOptions,
    maxRetries: overrides.maxRetries ?? options.maxRetries,
    toolChoice,
    headers,
    secrets: [options.apiKey ?? '', ...Object.values({ ...options.headers, ...headers })],
  };
}
