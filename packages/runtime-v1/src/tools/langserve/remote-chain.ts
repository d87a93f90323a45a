import { ConfigError } from '@flightdeck/core';
import type { Action, LooseRecord, Parameter } from '../../actions/action.js';
import { checkParameters } from '../../actions/check-actions.js';
import { isRecord } from '../../internal/is-record.js';
import { parseHttpUrl, shownUrl, urlBelow } from '../http-url.js';
import { callRemoteJson } from '../remote/remote-call.js';
import { orAbort } from '../remote/or-abort.js';
import { RemoteError } from '../remote/remote-error.js';
import { withRetries } from '../remote/with-retries.js';
import { withinDeadline } from '../remote/within-deadline.js';
import type { RemoteChainParameters } from '../remote-endpoint.js';
import { sharedConnections, type ChainInput } from '../shared-connections.js';
import type { ToolSeams } from '../tool-seams.js';
import { parseChainInput } from './chain-input.js';

const MAX_SCHEMA_BYTES = 1_000_000;
const MAX_OUTPUT_BYTES = 4_000_000;

/** A LangServe chain that agents may call. v1.md 8. */
export class RemoteChain {
  readonly name: string;
  readonly description: string;
  readonly chainUrl: string;
  /** Those that were given. */
  readonly parameters: readonly Parameter[] | undefined;
  /** `single`: the chain gets the value of the first parameter; `multi`: an object of all. */
  readonly parameterType: 'single' | 'multi';
  readonly #url: URL;
  readonly #seams: ToolSeams;

  /** @throws ConfigError without a name, or an address of HTTP */
  constructor(options: RemoteChainParameters, seams: ToolSeams = {}) {
    if (!isRecord(options) || typeof options.name !== 'string' || options.name === '') {
      throw new ConfigError('A LangServe chain must be an object with a name');
    }
    const { name, description, chainUrl, parameters, parameterType = 'multi' } = options;
    const url = parseHttpUrl(chainUrl);
    if (url === null) {
      throw new ConfigError(`The chainUrl of "${name}" must be an http or https URL`);
    }
    checkWords({ ...options });
    if (parameters !== undefined) checkParameters(parameters, `chain "${name}"`);
    this.name = name;
    this.description = description;
    this.chainUrl = chainUrl;
    this.parameters = parameters;
    this.parameterType = parameterType;
    this.#url = url;
    this.#seams = seams;
  }

  /**
   * The action that runs the chain. Asks the chain for its parameters where none were given, and keeps
   * them for ten seconds.
   *
   * @throws RemoteError where that gives none
   */
  async toAction(signal?: AbortSignal): Promise<Action> {
    const { name, description } = this;
    const { parameters, parameterType } = await orAbort(this.#input(), signal);
    return {
      name,
      description,
      parameters,
      handler: (args, context) => {
        const input = parameterType === 'single' ? firstOf(args, parameters) : args;
        return this.#invoke(input, context.signal);
      },
    };
  }

  async #input(): Promise<ChainInput> {
    const { parameters, parameterType } = this;
    if (parameters !== undefined) return { parameters, parameterType };
    const { chainInputs } = this.#seams.connections ?? sharedConnections();
    return chainInputs.get(this.#url.href, () => {
      const { fetch, infoTimeoutMs } = this.#seams;
      const url = urlBelow(this.#url, 'input_schema');
      const ask = async (signal: AbortSignal): Promise<ChainInput> =>
        parseChainInput(await callRemoteJson({ url, signal, fetch }, MAX_SCHEMA_BYTES));
      return withinDeadline(shownUrl(url), ask, infoTimeoutMs);
    });
  }

  /** Once: another attempt is made only where nobody has listened. */
  async #invoke(input: unknown, signal: AbortSignal): Promise<unknown> {
    const url = urlBelow(this.#url, 'invoke');
    const { fetch, pause } = this.#seams;
    const call = { url, body: { input }, signal, fetch };
    const answer = await withRetries(() => callRemoteJson(call, MAX_OUTPUT_BYTES), {
      mayRepeat: (error) => error instanceof RemoteError && error.code === 'refused',
      signal,
      pause,
    });
    if (isRecord(answer) && 'output' in answer) return answer['output'];
    throw new RemoteError('protocol', `Chain "${this.name}" has answered without an output`);
  }
}

/** Without types anything may come. */
function checkWords({ name, description, parameterType }: Record<string, unknown>): void {
  if (description !== undefined && typeof description !== 'string') {
    throw new ConfigError(`The description of chain "${String(name)}" must be a text`);
  }
  if (parameterType === undefined || parameterType === 'single' || parameterType === 'multi')
    return;
  throw new ConfigError(`The parameterType of chain "${String(name)}" must be 'single' or 'multi'`);
}

function firstOf(args: LooseRecord, parameters: readonly Parameter[]): unknown {
  const [first] = parameters;
  return first === undefined ? undefined : args[first.name];
}
