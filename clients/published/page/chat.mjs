import { AgentState } from './agent-state.mjs';
import { extractTotal } from './extract-total.mjs';
import { Interrupt } from './interrupt.mjs';
import { shownMessages } from './shown-messages.mjs';
import { runTask } from './run-task.mjs';

/** A chat on the hooks of one version, in elements that a test finds by `data-part` and `data-role`. */
export function Chat({ client, app }) {
  const { core, messages, React } = client;
  const h = React.createElement;
  const chat = client.useChat();
  const context = core.useCopilotContext();
  core.useCopilotReadable({ description: 'The page', value: 'Invoices' });
  core.useCopilotAction({
    name: 'paint',
    description: 'Paints the page',
    parameters: [{ name: 'colour', type: 'string', description: 'The colour' }],
    handler: app.handler('paint', ({ colour }) => `painted ${colour}`),
  });
  app.commands.send = (content) =>
    chat.appendMessage(new messages.TextMessage({ role: messages.MessageRole.User, content }));
  app.commands.runTask = (instructions) => runTask({ client, app, context, instructions });
  app.commands.extractTotal = () => extractTotal({ client, app, context });
  // The client is told of the readable and of the action in the effects of the first rendering, and knows of
  // them in the second.
  const [isTold, setTold] = React.useState(false);
  React.useEffect(() => setTold(true), []);
  const lines = shownMessages(chat.messages ?? chat.visibleMessages);
  return h(
    React.Fragment,
    null,
    ...lines.map(({ id, role, text }) => h('p', { key: id, 'data-role': role }, text)),
    h('button', { 'data-part': 'stop', onClick: () => chat.stopGeneration() }),
    h('span', { 'data-part': 'loading' }, String(chat.isLoading)),
    // Versions that say nothing of it send as soon as they are there.
    h('span', { 'data-part': 'available' }, String(isTold && (chat.isAvailable ?? true))),
    app.options.coAgent ? h(AgentState, { client, app }) : null,
    app.options.interrupts ? h(Interrupt, { client }) : null,
  );
}
