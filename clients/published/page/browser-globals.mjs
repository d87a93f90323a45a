import { JSDOM } from 'jsdom';

/** What Node has itself and a page must see as jsdom has it: its nodes take no other events. */
const OF_THE_PAGE = ['Event', 'CustomEvent', 'MessageEvent', 'navigator', 'location'];

/** What jsdom has not, or not with streams. */
const OF_NODE = [
  'fetch',
  'Headers',
  'Request',
  'Response',
  'ReadableStream',
  'WritableStream',
  'TransformStream',
  'TextEncoder',
  'TextDecoder',
  'AbortController',
  'AbortSignal',
  'structuredClone',
];

/** Makes this process look like a page of a browser to whatever is loaded afterwards. */
export function installBrowserGlobals() {
  const { window } = new JSDOM('<!doctype html><html><body></body></html>', {
    url: 'http://localhost/',
    pretendToBeVisual: true,
  });
  for (const name of OF_NODE) define(window, name, globalThis[name]);
  for (const name of Object.getOwnPropertyNames(window)) {
    if (!(name in globalThis) || OF_THE_PAGE.includes(name)) {
      define(globalThis, name, window[name]);
    }
  }
  define(globalThis, 'window', window);
  // Missing in jsdom.
  const observer = class {
    observe() {}
    unobserve() {}
    disconnect() {}
  };
  for (const name of ['ResizeObserver', 'IntersectionObserver']) {
    define(globalThis, name, observer);
    define(window, name, observer);
  }
  define(window, 'matchMedia', () => ({
    matches: false,
    addEventListener() {},
    removeEventListener() {},
  }));
  return window;
}

function define(target, name, value) {
  Object.defineProperty(target, name, { value, configurable: true, writable: true });
}
