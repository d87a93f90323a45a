import type { Action } from '../actions/action.js';
import type { RemoteChainParameters } from './remote-endpoint.js';

/** A LangServe chain that agents may call. v1.md 8. */
export class RemoteChain {
  readonly name: string;
  readonly description: string;
  readonly chainUrl: string;

  constructor({ name, description, chainUrl }: RemoteChainParameters) {
    this.name = name;
    this.description = description;
    this.chainUrl = chainUrl;
  }

  /** The action that runs the chain. */
  async toAction(): Promise<Action> {
    const { name, description } = this;
    return { name, description };
  }
}
