import { format } from 'node:util';

import { createApp } from './app.mjs';
import { loadClient } from './load-client.mjs';

const LEVELS = ['log', 'info', 'warn', 'error'];

/** A page with one published version of the React client: what a test drives, and what a user would see. */
export class Page {
  #client;
  #window;
  #root = null;
  #app = null;
  #said = [];

  constructor(alias, window) {
    this.#window = window;
    this.#listen();
    this.#client = loadClient(alias);
  }

  /** The names that the version exports. */
  exports() {
    return Object.keys(this.#client.core).sort();
  }

  /** Shows the application anew; what the page said before is forgotten. */
  open(options) {
    this.close();
    this.#said = [];
    const { document } = this.#window;
    const host = document.body.appendChild(document.createElement('div'));
    const { app, element } = createApp(this.#client, options);
    this.#app = app;
    this.#root = this.#client.createRoot(host);
    this.#root.render(element);
  }

  close() {
    this.#root?.unmount();
    this.#root = null;
    this.#window.document.body.replaceChildren();
  }

  /** Does what the code of an application does: `send`, `runTask`, `setState`. */
  perform(command, ...args) {
    return this.#app.commands[command](...args);
  }

  click(part) {
    const found = this.#find(part);
    if (found === null) throw new Error(`There is no ${part} to click`);
    found.click();
  }

  see() {
    const { body } = this.#window.document;
    const textOf = (part) => this.#find(part)?.textContent ?? null;
    const lines = [...body.querySelectorAll('[data-role]')];
    return {
      messages: lines.map((line) => [line.getAttribute('data-role'), line.textContent]),
      state: textOf('state'),
      node: textOf('node'),
      running: textOf('running'),
      loading: textOf('loading'),
      available: textOf('available'),
      interrupt: textOf('interrupt'),
      body: body.textContent,
      calls: this.#app?.calls ?? [],
      errors: this.#app?.errors ?? [],
      said: this.#said,
    };
  }

  #find(part) {
    return this.#window.document.querySelector(`[data-part="${part}"]`);
  }

  #listen() {
    for (const level of LEVELS) {
      console[level] = (...values) => this.#said.push(`${level}: ${format(...values)}`);
    }
    process.on('unhandledRejection', (reason) => {
      this.#said.push(`unhandled rejection: ${format(reason)}`);
    });
    this.#window.addEventListener('error', ({ error, message }) => {
      this.#said.push(`uncaught: ${format(error ?? message)}`);
    });
  }
}
