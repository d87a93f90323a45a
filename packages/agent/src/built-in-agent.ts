import { AbstractAgent, type AgentCapabilities, type RunAgentInput } from '@ag-ui/client';
import type { BuiltInAgentFactoryConfig } from './factories/factory-config.js';
import { runFactory } from './factories/run-factory.js';
import type { BuiltInAgentClassicConfig, OverridableProperty } from './options/agent-options.js';
import { agentCapabilities } from './options/capabilities.js';
import { refuseLearnedSkills } from './options/check-agent-options.js';
import { resolveAgentOptions, type ResolvedAgentOptions } from './options/resolve-agent-options.js';
import { classifyModelSpec } from './model/classify-model-spec.js';
import { hostClassOf, type ModelHostClass } from './model/model-hosts.js';
import { userOf } from './run/agent-user.js';
import { AgentResources } from './run/agent-resources.js';
import { observeRun, type RunEvents } from './run/observe-run.js';
import { runClassic } from './run/run-classic.js';
import { RunGate } from './run/run-gate.js';
import type { RunRequest } from './run/run-request.js';
import { checkServerTools } from './tools/server-tools.js';

/** Told apart by whether there is a `factory`. */
export type BuiltInAgentConfiguration = BuiltInAgentClassicConfig | BuiltInAgentFactoryConfig;

/**
 * An AG-UI agent that asks a language model, runs the tools it calls, and tells what happens as events
 * that the clients of AG-UI 0.0.50 to 1.0 understand; or that leaves all this to a factory.
 *
 * An instance has one run at a time; clones are independent of it.
 */
export class BuiltInAgent extends AbstractAgent {
  static {
    // `GET /info` tells the name of the class, which bundlers shorten.
    Object.defineProperty(this, 'name', { value: 'BuiltInAgent', configurable: true });
  }

  /** Headers of the request, as the runtime sets them; tools get to see them. */
  headers: Record<string, string> = {};

  // By this name the runtime of older applications adds tools: what is read here is read anew by each run.
  private config: BuiltInAgentConfiguration;
  private options: { readonly of: unknown; readonly resolved: ResolvedAgentOptions } | undefined;
  private resources = new AgentResources();
  private gate = new RunGate();

  /** @throws AgentConfigError for options that can never work */
  constructor(config: BuiltInAgentConfiguration) {
    const { description } = config;
    super(description === undefined ? {} : { description });
    this.config = config;
    refuseLearnedSkills(config);
    if (isFactory(config)) return;
    checkServerTools(this.resolvedOptions(config).tools);
  }

  /**
   * @throws synchronously while another run of this instance has a subscriber
   */
  override run(input: RunAgentInput): RunEvents {
    this.gate.assertIdle();
    const { agentId, headers } = this;
    const user = userOf(this);
    return observeRun(this.gate, (run) =>
      this.runRequest({ ...run, input, agentId, headers: { ...headers }, user }),
    );
  }

  /** Ends the run of this instance in order, reaching the model's provider and running tools. */
  override abortRun(): void {
    this.gate.abort();
  }

  /** Whether `forwardedProps` of a request may set the property. */
  canOverride(property: OverridableProperty): boolean {
    if (isFactory(this.config)) return false;
    return this.config.overridableProperties?.includes(property) ?? false;
  }

  override async getCapabilities(): Promise<AgentCapabilities> {
    const { config } = this;
    return agentCapabilities(config.capabilities);
  }

  /** Whose server the model is on, as one of a closed set of words; `unknown` for model objects and factories. */
  get modelHostClass(): ModelHostClass {
    const { config } = this;
    if (isFactory(config) || typeof config.model !== 'string') return 'unknown';
    return config.baseURL === undefined
      ? classifyModelSpec(config.model)
      : hostClassOf(config.baseURL);
  }

  /** Closes the connections to MCP servers that the agent and its clones keep; the next run opens new ones. */
  close(): Promise<void> {
    return this.resources.close();
  }

  /** An agent with the same configuration and everything that the base class copies, which runs by itself. */
  override clone(): BuiltInAgent {
    // The base class makes an object of the same class and copies its own fields.
    const clone = super.clone() as BuiltInAgent;
    clone.config = { ...this.config };
    clone.headers = { ...this.headers };
    clone.options =
      this.options?.of === this.config ? { ...this.options, of: clone.config } : undefined;
    clone.resources = this.resources;
    clone.gate = new RunGate();
    return clone;
  }

  private runRequest(request: RunRequest): Promise<void> {
    const { config, resources } = this;
    if (isFactory(config)) return runFactory(request, config);
    return runClassic(request, this.resolvedOptions(config), resources);
  }

  private resolvedOptions(config: BuiltInAgentClassicConfig): ResolvedAgentOptions {
    if (this.options?.of !== config) {
      this.options = { of: config, resolved: resolveAgentOptions(config) };
    }
    const { resolved } = this.options;
    // Tools may have been added to the configuration in place.
    return { ...resolved, tools: config.tools ?? [] };
  }
}

function isFactory(config: BuiltInAgentConfiguration): config is BuiltInAgentFactoryConfig {
  return 'factory' in config;
}
