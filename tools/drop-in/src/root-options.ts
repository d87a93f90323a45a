import { AbstractAgent } from '@ag-ui/client';
import {
  AgentRunner,
  CopilotRuntime,
  TranscriptionService,
  TranscribeFileOptions,
  createCopilotEndpoint,
} from '@copilotkit/runtime';
import type { Observable } from 'rxjs';
import type { BaseEvent } from '@ag-ui/client';

import { agents } from './agents.js';

class MyTranscriptionService extends TranscriptionService {
  async transcribeFile(options: TranscribeFileOptions): Promise<string> {
    // options.audioFile, options.mimeType, options.size
    return `transcribed ${options.audioFile.name} ${options.mimeType} ${options.size}`;
  }
}

export abstract class QueueBackedRunner implements AgentRunner {
  abstract run(request: Parameters<AgentRunner['run']>[0]): Observable<BaseEvent>;
  abstract connect(request: Parameters<AgentRunner['connect']>[0]): Observable<BaseEvent>;
  abstract isRunning(request: Parameters<AgentRunner['isRunning']>[0]): Promise<boolean>;
  abstract stop(request: Parameters<AgentRunner['stop']>[0]): Promise<boolean | undefined>;
}

const loadAgents = async (): Promise<Record<string, AbstractAgent>> => ({
  default: agents.default,
  support: agents.default,
});

const runtime = new CopilotRuntime({
  agents: loadAgents(),
  transcriptionService: new MyTranscriptionService(),
  beforeRequestMiddleware: async ({ request, path }) => {
    const auth = request.headers.get('authorization');
    if (!auth) {
      throw new Response('Unauthorized', { status: 401 });
    }
    console.debug(path);
  },
  afterRequestMiddleware: async ({ response, path, messages, threadId, runId }) => {
    console.debug('Handled', path, response.status);
    console.debug('Thread:', threadId, 'Run:', runId);
    console.debug('Messages:', messages);
  },
});

export const endpoint = createCopilotEndpoint({
  runtime,
  basePath: '/api/copilotkit',
  cors: {
    origin: 'https://myapp.com', // Must be explicit, not "*"
    credentials: true,
  },
});
