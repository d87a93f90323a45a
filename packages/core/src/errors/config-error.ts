/** A mistake in the options of a runtime or an adapter; thrown by constructors, never sent to a client. */
export class ConfigError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ConfigError';
  }
}
