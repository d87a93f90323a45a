/** Serves on any port, and tells whoever started the process; answers later what it takes to be idle. */
export function serve(server, importMs) {
  server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port, importMs }));
  process.on('message', () => process.send({ rss: process.memoryUsage.rss() }));
  process.on('disconnect', () => process.exit(0));
}

/** Answers every question with nothing: what it costs beside the runtime is not the question here. */
export const agent = {
  description: 'Says nothing',
  clone: () => agent,
  runAgent: async () => ({ result: undefined, newMessages: [] }),
};
