import { OPERATIONS_KEY, VERSION } from './a2ui-wire.js';

/** A surface as far as it can be painted. */
export interface PaintedSurface {
  readonly surfaceId: string;
  readonly catalogId: string;
  readonly components: readonly unknown[];
  /** All of the data model, or as much of it as there is. */
  readonly data?: Readonly<Record<string, unknown>> | undefined;
}

/** The content of an activity that paints one surface from nothing. */
export function paintContent({ surfaceId, catalogId, components, data }: PaintedSurface): object {
  const operations: object[] = [
    { version: VERSION, createSurface: { surfaceId, catalogId } },
    { version: VERSION, updateComponents: { surfaceId, components } },
  ];
  if (data !== undefined) {
    operations.push({ version: VERSION, updateDataModel: { surfaceId, path: '/', value: data } });
  }
  return { [OPERATIONS_KEY]: operations };
}
