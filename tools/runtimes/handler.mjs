import * as core from '@flightdeck/core';
import * as dropIn from '@flightdeck/runtime/v2';
import { conformanceAgent, conformanceTranscription } from '@flightdeck/testing';

export const coreHandler = () => handlerOf(core, '/core');
export const dropInHandler = () => handlerOf(dropIn, '/drop-in');

/** Both by their paths. */
export function createHandler(core = coreHandler(), other = dropInHandler()) {
  return (request) =>
    /^\/core(\/|$)/.test(new URL(request.url).pathname) ? core(request) : other(request);
}

function handlerOf({ CopilotRuntime, createCopilotRuntimeHandler }, basePath) {
  const runtime = new CopilotRuntime({
    agents: { default: conformanceAgent({ transcription: true }) },
    transcriptionService: conformanceTranscription(),
    // The thread routes serve anybody only there.
    environment: 'development',
    // The cases provoke failures by the hundred.
    logger: { debug() {}, info() {}, warn() {}, error() {} },
  });
  return createCopilotRuntimeHandler({ runtime, basePath });
}
