import type { RunAgentInput } from '@ag-ui/client';
import { BuiltInAgent, type AgentLogger, type LanguageModel } from '@flightdeck/agent';
import { toAgentProps } from './forwarded-parameters.js';
import type { ModelParts } from './model-parts.js';

export interface ModelAgentOptions {
  readonly logger?: AgentLogger | undefined;
  /** @default 'development' if `NODE_ENV` is, else 'production' */
  readonly environment?: 'development' | 'production' | undefined;
  /** How often the model is asked in one run. @default 10 */
  readonly maxSteps?: number;
  /** Whether it may change a state, where there is one. @default true */
  readonly hasState?: boolean;
}

/** The agent of an adapter that has a model. v1.md 6.3. */
export class ModelAgent extends BuiltInAgent {
  static {
    // What `GET /info` tells of it.
    Object.defineProperty(this, 'name', { value: 'BuiltInAgent' });
  }

  // No `#` field: clones are made without calling constructors.
  private modelNamed: ((modelId: string) => LanguageModel) | null;

  constructor(parts: ModelParts, options: ModelAgentOptions) {
    const { logger, environment, maxSteps = 10, hasState = true } = options;
    super({
      ...parts.agent(logger),
      model: parts.model(),
      maxSteps,
      stateTools: hasState ? 'auto' : false,
      forwardSystemMessages: true,
      forwardDeveloperMessages: true,
      overridableProperties: [
        'temperature',
        'maxOutputTokens',
        'stopSequences',
        'toolChoice',
        'model',
      ],
      ...(logger === undefined ? {} : { logger }),
      ...(environment === undefined ? {} : { environment }),
    });
    this.modelNamed = parts.modelNamed;
  }

  override clone(): ModelAgent {
    // Of this class: the base class takes the prototype.
    const clone = super.clone() as ModelAgent;
    clone.modelNamed = this.modelNamed;
    return clone;
  }

  override run(input: RunAgentInput): ReturnType<BuiltInAgent['run']> {
    const forwardedProps: unknown = toAgentProps(input.forwardedProps, this.modelNamed);
    return super.run({ ...input, forwardedProps });
  }
}
