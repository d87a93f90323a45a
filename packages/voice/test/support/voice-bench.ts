import { createServer } from 'node:http';
import { CopilotRuntime, type TranscriptionService } from '@flightdeck/core';
import { createCopilotNodeListener } from '@flightdeck/runtime-node';
import { listenOnLoopback, RuntimeClient, ScriptedAgent } from '@flightdeck/testing';
import { inspect } from 'node:util';
import { makeWav } from './make-wav.js';

/** A runtime with a transcription service behind a real server, and everything that it logged. */
export interface VoiceBench {
  readonly rest: RuntimeClient;
  readonly single: RuntimeClient;
  /** The whole log as text. */
  log(): string;
  close(): Promise<void>;
}

export async function startVoiceBench(service: TranscriptionService): Promise<VoiceBench> {
  const lines: string[] = [];
  const write = (...entries: unknown[]): void => {
    lines.push(entries.map((entry) => inspect(entry, { depth: 8, showHidden: true })).join(' '));
  };
  const runtime = new CopilotRuntime({
    agents: { default: new ScriptedAgent() },
    transcriptionService: service,
    environment: 'development',
    logger: { debug: write, info: write, warn: write, error: write },
  });
  const listener = createCopilotNodeListener({ runtime, basePath: '/api' });
  const server = await listenOnLoopback(createServer((req, res) => void listener(req, res)));
  const baseUrl = `${server.origin}/api`;
  return {
    rest: new RuntimeClient({ baseUrl }),
    single: new RuntimeClient({ baseUrl, transport: 'single' }),
    log: () => lines.join('\n'),
    async close() {
      await server.close();
      await runtime.shutdown();
    },
  };
}

/** Sends a recording as the client of the transport does: a form, or JSON in an envelope. */
export function sendRecording(
  client: RuntimeClient,
  { type = 'audio/wav', name = 'note.wav', signal }: RecordingOptions = {},
): Promise<Response> {
  const bytes = makeWav();
  if (client.transport === 'single') {
    const audio = Buffer.from(bytes).toString('base64');
    const options = signal === undefined ? {} : { signal };
    return client.transcribe({ audio, mimeType: type, filename: name }, options);
  }
  const body = new FormData();
  body.append('audio', new File([bytes], name, { type }));
  const init = { method: 'POST', body, ...(signal === undefined ? {} : { signal }) };
  return client.request('/transcribe', init);
}

export interface RecordingOptions {
  readonly type?: string;
  readonly name?: string;
  readonly signal?: AbortSignal;
}
