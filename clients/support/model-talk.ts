import type { ModelFaultServer, ModelRequest } from '@flightdeck/testing';

interface ChatRequest {
  readonly messages: readonly { readonly role: string; readonly content?: unknown }[];
  readonly tools?: readonly { readonly function: { readonly name: string } }[];
  readonly tool_choice?: unknown;
}

/** The requests that a model has got, as far as tests look into them. */
export class ModelTalk {
  readonly #model: ModelFaultServer;
  readonly #from: number;

  constructor(model: ModelFaultServer) {
    this.#model = model;
    this.#from = model.requests.length;
  }

  /** Those since this was made. */
  get requests(): readonly ModelRequest[] {
    return this.#model.requests.slice(this.#from);
  }

  /** What a request says, without the prompt of the client or of the server. */
  said(index: number): readonly string[] {
    return this.#chat(index)
      .messages.filter(({ role }) => role !== 'system' && role !== 'developer')
      .map(({ role, content }) => (content ? `${role}: ${JSON.stringify(content)}` : role));
  }

  /** The text of the prompts of client and server. */
  prompt(index: number): string {
    return this.#chat(index)
      .messages.filter(({ role }) => role === 'system' || role === 'developer')
      .map(({ content }) => (typeof content === 'string' ? content : JSON.stringify(content)))
      .join('\n');
  }

  /** The names of the tools that a request offers. */
  tools(index: number): readonly string[] {
    return (this.#chat(index).tools ?? []).map((tool) => tool.function.name);
  }

  toolChoice(index: number): unknown {
    return this.#chat(index).tool_choice;
  }

  #chat(index: number): ChatRequest {
    const request = this.requests[index];
    if (request === undefined) throw new Error(`The model has not been asked ${index + 1} times`);
    return request.body as ChatRequest;
  }
}
