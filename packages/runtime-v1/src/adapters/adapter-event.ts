/** An event of AG-UI, without the types of one version of it. */
export interface AdapterEvent {
  readonly type: string;
  readonly [field: string]: unknown;
}
