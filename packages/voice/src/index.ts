export {
  TranscriptionServiceOpenAI,
  type TranscriptionServiceOpenAIOptions,
} from './transcription-service-openai.js';
export {
  TranscriptionServiceAISDK,
  type TranscriptionServiceAISDKOptions,
} from './transcription-service-ai-sdk.js';
export {
  TranscriptionServiceWhisperServer,
  type TranscriptionServiceWhisperServerOptions,
} from './transcription-service-whisper-server.js';
export { ProviderFailure, type ProviderFailureFacts } from './errors/provider-failure.js';
export type {
  TranscriptionModel,
  TranscriptionModelAnswer,
  TranscriptionModelCall,
} from './ai-sdk/transcription-model.js';
export type { FetchFunction } from './http/post-form.js';
export type { OpenAITranscriptionBody, OpenAITranscriptionClient } from './openai/openai-client.js';
export type { Environment } from './openai/openai-endpoint.js';
