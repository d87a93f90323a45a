// The public API. Whatever is not named here may change without notice.

export {
  installResumableFetch,
  type InstallResumableFetchOptions,
} from './install-resumable-fetch.js';
export { resumableFetch, type ResumableFetchOptions } from './resumable-fetch.js';
export { ResumeError } from './resume-error.js';
