/** Something that the user can put right: shown as it is, without a stack. */
export class CliError extends Error {
  override readonly name = 'CliError';
}
