import type { LanguageModel } from '@flightdeck/agent';
import { isRecord } from '../internal/is-record.js';
import type { ForwardedParametersInput } from './service-adapter.js';

/**
 * `forwardedProps` with the names that `BuiltInAgent` has for what v1 clients forward. v1.md 6.3 and 11.4.
 *
 * @param modelNamed makes the model that is asked for; where it is `null`, nobody may ask for one
 */
export function toAgentProps(
  props: unknown,
  modelNamed: ((modelId: string) => LanguageModel) | null,
): unknown {
  if (!isRecord(props)) return props;
  const { model, ...given } = props;
  const { maxTokens, stop, toolChoice, temperature } = given;
  const mapped = {
    temperature,
    maxOutputTokens: given['maxOutputTokens'] ?? maxTokens,
    stopSequences: given['stopSequences'] ?? (typeof stop === 'string' ? [stop] : stop),
    toolChoice: toolChoice === 'function' ? namedTool(given) : toolChoice,
    model: isName(model) ? modelNamed?.(model) : undefined,
  };
  // `null` is how GraphQL says that something was left out.
  const entries = Object.entries({ ...given, ...mapped });
  return Object.fromEntries(
    entries.filter(
      ([name, value]) => !Object.hasOwn(mapped, name) || (value ?? undefined) !== undefined,
    ),
  );
}

/** What `forwardedProps` say of the parameters that adapters know; `undefined` if nothing. */
export function toForwardedParameters(props: unknown): ForwardedParametersInput | undefined {
  if (!isRecord(props)) return undefined;
  const { model, temperature, toolChoice, toolChoiceFunctionName } = props;
  const maxTokens = props['maxTokens'] ?? props['maxOutputTokens'];
  const stop = stopsOf(props['stop'] ?? props['stopSequences']);
  const parameters = {
    ...(isName(model) && { model }),
    ...(typeof temperature === 'number' && { temperature }),
    ...(typeof maxTokens === 'number' && { maxTokens }),
    ...(stop !== undefined && { stop }),
    ...(isName(toolChoice) && { toolChoice }),
    ...(isName(toolChoiceFunctionName) && { toolChoiceFunctionName }),
    ...(isRecord(toolChoice) && chosenTool(toolChoice)),
  };
  return Object.keys(parameters).length === 0 ? undefined : parameters;
}

function stopsOf(stop: unknown): readonly string[] | undefined {
  if (typeof stop === 'string') return [stop];
  return Array.isArray(stop) ? stop.filter((text) => typeof text === 'string') : undefined;
}

function namedTool({ toolChoiceFunctionName: name }: Record<string, unknown>): object | undefined {
  return isName(name) ? { type: 'tool', toolName: name } : undefined;
}

function chosenTool({ toolName }: Record<string, unknown>): ForwardedParametersInput {
  return isName(toolName) ? { toolChoice: 'function', toolChoiceFunctionName: toolName } : {};
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
