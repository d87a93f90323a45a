/** Lets a model call an action of the page's, without a chat. */
export async function runTask({ client, app, context, instructions }) {
  const task = new client.core.CopilotTask({
    instructions,
    actions: [
      {
        name: 'title',
        description: 'Gives the page a title',
        parameters: [{ name: 'text', type: 'string', description: 'The title' }],
        handler: app.handler('title', () => undefined),
      },
    ],
  });
  await task.run(context);
  app.calls.push(['task is done', null]);
}
