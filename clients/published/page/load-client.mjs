import { realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('..', import.meta.url));

/** Loads one version of the client by its alias, with React and what differs between the versions. */
export function loadClient(alias) {
  const requireHere = createRequire(join(FOLDER, 'package.json'));
  const core = requireHere(alias);
  // The message classes come from a package of the client's own.
  const folder = realpathSync(join(FOLDER, 'node_modules', alias));
  const messages = createRequire(join(dirname(folder), 'x.js'))('@copilotkit/runtime-client-gql');
  return {
    core,
    messages,
    // What the vendor's chat is made of; before there was one, the documented hook was that.
    useChat: core.useCopilotChatInternal ?? core.useCopilotChat,
    React: requireHere('react'),
    createRoot: requireHere('react-dom/client').createRoot,
  };
}
