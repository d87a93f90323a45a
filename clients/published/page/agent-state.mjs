/** The state that the page shares with its agent. */
export function AgentState({ client, app }) {
  const { core, React } = client;
  const h = React.createElement;
  const agent = core.useCoAgent({ name: app.options.coAgent, initialState: { hits: 0 } });
  app.commands.setState = (state) => agent.setState(state);
  return h(
    React.Fragment,
    null,
    h('output', { 'data-part': 'state' }, JSON.stringify(agent.state ?? null)),
    h('span', { 'data-part': 'node' }, agent.nodeName ?? ''),
    h('span', { 'data-part': 'running' }, String(agent.running)),
  );
}
