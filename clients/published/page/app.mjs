import { Chat } from './chat.mjs';

/** A small application on one version of the client. */
export function createApp(client, { interrupts, coAgent, ...props }) {
  const app = {
    options: { interrupts, coAgent },
    /** What handlers were called with: `[name, arguments]`. */
    calls: [],
    /** What `onError` was called with. */
    errors: [],
    /** What a test can ask of the application, put here by its components. */
    commands: {},
    handler: (name, handle) => (args) => {
      app.calls.push([name, args]);
      return handle(args);
    },
  };
  const { createElement } = client.React;
  const onError = ({ type, error }) => app.errors.push([type, error?.message ?? null]);
  return {
    app,
    element: createElement(
      client.core.CopilotKit,
      // The inspector of current versions asks its vendor for news.
      { enableInspector: false, ...props, onError },
      createElement(Chat, { client, app }),
    ),
  };
}
