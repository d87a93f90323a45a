import { guardNetwork } from './network-guard.mjs';
import { installBrowserGlobals } from './browser-globals.mjs';

// Before anything of a client is loaded.
const network = guardNetwork();
const window = installBrowserGlobals();
const { Page } = await import('./page.mjs');

const page = new Page(process.argv[2], window);
const commands = {
  exports: () => page.exports(),
  open: (options) => page.open(options),
  close: () => page.close(),
  click: (part) => page.click(part),
  see: () => ({ ...page.see(), attempts: network.attempts }),
  // What a client does goes on while the test looks at the page; its failures are shown there.
  perform: (name, ...args) => void page.perform(name, ...args),
};

process.on('message', (message) => void answer(message));
process.once('disconnect', () => process.exit());
process.send({ ready: true });

async function answer({ id, command, args }) {
  try {
    process.send({ id, result: (await commands[command](...args)) ?? null });
  } catch (error) {
    process.send({ id, error: String(error?.stack ?? error) });
  }
}
