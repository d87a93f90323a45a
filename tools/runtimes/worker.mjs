import { coreHandler, createHandler, dropInHandler } from './handler.mjs';

/** The one instance that requests for the drop-in go to, wherever they come in. */
export class Runtime {
  #handle = dropInHandler();

  fetch(request) {
    return this.#handle(request);
  }
}

/** That of `core` is in the worker itself, made while it loads. */
const inWorker = coreHandler();

export default {
  fetch(request, { RUNTIME }) {
    const inObject = (forwarded) => RUNTIME.get(RUNTIME.idFromName('all')).fetch(forwarded);
    return createHandler(inWorker, inObject)(request);
  },
};
