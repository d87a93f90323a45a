import { once } from 'node:events';
import { createServer } from 'node:http';

/** A server with OpenAI's chat completions, whose model repeats what it is told, word by word. */
export async function startModelServer() {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      if (request.url !== '/v1/chat/completions') response.writeHead(404).end();
      else answer(response, JSON.parse(body));
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}/v1`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function answer(response, { messages }) {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const content of repeated(messages).match(/\S+\s*/g)) {
    response.write(frame({ delta: { role: 'assistant', content }, finish_reason: null }));
  }
  response.write(frame({ delta: {}, finish_reason: 'stop' }));
  response.end('data: [DONE]\n\n');
}

function repeated(messages) {
  const { content } = messages.findLast(({ role }) => role === 'user');
  const text = typeof content === 'string' ? content : content.map((part) => part.text).join('');
  return `You said: ${text}`;
}

function frame(choice) {
  const chunk = {
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 0,
    model: 'gpt-4o',
    choices: [{ index: 0, ...choice }],
  };
  return `data: ${JSON.stringify(chunk)}\n\n`;
}
