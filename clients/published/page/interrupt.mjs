import { textOf } from './shown-messages.mjs';

/** What an agent asks its user in the midst of a run, as a button that answers `blue`. */
export function Interrupt({ client }) {
  const { core, React } = client;
  core.useLangGraphInterrupt({
    render: ({ event, resolve }) =>
      React.createElement(
        'button',
        { 'data-part': 'interrupt', onClick: () => resolve('blue') },
        textOf(event.value),
      ),
  });
  // In the chat since there is one of the vendor's, in a hook of its own before.
  return core.useLangGraphInterruptRender
    ? core.useLangGraphInterruptRender()
    : client.useChat().interrupt;
}
