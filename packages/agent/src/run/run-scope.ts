import type { ModelSettings, ToolChoice } from '../model/model-call.js';
import type { LanguageModel } from '../model/language-model.js';
import type { ProviderOptions } from '../model/prompt.js';
import type { ResolvedAgentOptions } from '../options/resolve-agent-options.js';
import type { RunQuestions } from '../tools/run-questions.js';
import type { RunTrace } from '../telemetry/run-trace.js';
import type { RunState } from '../tools/run-state.js';
import type { ToolSet } from '../tools/tool-set.js';
import type { CallSigner } from './call-signer.js';
import type { CallIds } from './call-ids.js';
import type { RunHooks } from './run-hooks.js';
import type { RunHistory } from './run-history.js';
import type { RunPrompt } from './run-prompt.js';
import type { RunReport } from './run-report.js';
import type { RunRequest } from './run-request.js';

/** What a run asks its models with, after the request has had its say. */
export interface RunQuestion {
  readonly models: readonly (() => Promise<LanguageModel>)[];
  readonly settings: ModelSettings;
  readonly providerOptions: ProviderOptions | undefined;
  readonly maxRetries: number;
  /** Of the first step; a choice that forces a call holds for that one alone. */
  readonly toolChoice: ToolChoice;
  /** Sent with each request to the provider. */
  readonly headers: Readonly<Record<string, string>> | undefined;
  /** What providers get to know that no failure may repeat. */
  readonly secrets: readonly string[];
}

/** Everything that the steps of one run share. */
export interface RunScope {
  readonly request: RunRequest;
  readonly options: ResolvedAgentOptions;
  readonly question: RunQuestion;
  readonly prompt: RunPrompt;
  readonly tools: ToolSet;
  readonly state: RunState;
  readonly callIds: CallIds;
  readonly report: RunReport;
  readonly hooks: RunHooks;
  readonly trace: RunTrace | undefined;
  readonly questions: RunQuestions;
  /** Set if answers count for signed calls alone. */
  readonly signer: CallSigner | undefined;
  readonly history: Pick<RunHistory, 'resumed' | 'withResults'>;
}
