const REMEDY =
  'Longer requests are answered 413, which chats with some history become soon. Raise the limit ' +
  'of that parser (10 MB, say), or let the runtime read its requests by itself: ';

export const BODY_PARSER_FIRST =
  'The Express instance had a body parser before Nest was created, and its limit (100 kB by ' +
  `default) applies to the Copilot runtime. ${REMEDY}add the parser after NestFactory.create(), ` +
  'with app.useBodyParser().';

export function UNKNOWN_PLATFORM(type: string): string {
  return (
    `The body parser of the HTTP platform '${type}' applies to the Copilot runtime, with its own ` +
    `limit. ${REMEDY}NestFactory.create(AppModule, { bodyParser: false }).`
  );
}
