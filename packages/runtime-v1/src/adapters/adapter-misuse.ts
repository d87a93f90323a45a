/** What an adapter has done that no client could understand. The message is for its developer. */
export class AdapterMisuse extends Error {
  override readonly name = 'AdapterMisuse';
}
