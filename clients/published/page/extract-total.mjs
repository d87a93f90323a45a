/** Lets a model fill in the parameters of a function, without a chat; it tells of them as they grow. */
export async function extractTotal({ client, app, context }) {
  const stages = [];
  const extracted = await client.core.extract({
    context: { ...context, messages: [] },
    instructions: 'Read the total of the invoice',
    parameters: [{ name: 'total', type: 'number', description: 'The total' }],
    data: 'Total: 7',
    stream: ({ status }) => stages.push(status),
  });
  app.calls.push([stages.at(-1), extracted]);
}
