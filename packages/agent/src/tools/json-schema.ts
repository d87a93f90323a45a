/** A JSON Schema as it travels: nothing is assumed of it but that it is an object. */
export type JsonSchema = Readonly<Record<string, unknown>>;
