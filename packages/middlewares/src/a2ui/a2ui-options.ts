/** How a frontend shows that a surface is being written, repaired or given up. */
export interface A2UIRecoveryOptions {
  /**
   * How much of a failed attempt the frontend may show; handed to it with every status.
   *
   * @default 'hidden'
   */
  readonly debugExposure?: 'hidden' | 'collapsed' | 'verbose';
  /**
   * Tell roughly how many tokens have been written while a surface cannot be painted yet.
   *
   * @default true
   */
  readonly showProgressTokens?: boolean;
  /**
   * How often a model may try before frontends are told that it failed. The count shown with
   * `retrying`; whoever calls the model does the retrying.
   *
   * @default 3
   */
  readonly maxAttempts?: number;
}

/** What components a model may use: a catalog of A2UI 0.9, or the list of components of older apps. */
export type A2UISchema =
  | {
      readonly catalogId: string;
      /** The JSON schema of each component, by its name. */
      readonly components: Readonly<Record<string, unknown>>;
    }
  | readonly {
      readonly name: string;
      readonly props?: unknown;
      readonly [more: string]: unknown;
    }[];

export interface A2UIOptions {
  /**
   * `false` turns A2UI off, also for requests that offer a catalog.
   *
   * @default true
   */
  readonly enabled?: boolean;
  /**
   * The agents it is for.
   *
   * @default all
   */
  readonly agents?: readonly string[];
  /**
   * Give the agent a tool to render surfaces with: `true` names it `render_a2ui`, a string otherwise.
   *
   * @default true for requests that offer a catalog, otherwise false
   */
  readonly injectA2UITool?: boolean | string;
  /** Replaces the catalog that the frontend describes to the model. */
  readonly schema?: A2UISchema;
  /**
   * The tools whose arguments are surfaces; an injected one is always among them.
   *
   * @default ['render_a2ui']
   */
  readonly a2uiToolNames?: readonly string[];
  /** The catalog of every surface, whatever the frontend or the model say. */
  readonly defaultCatalogId?: string;
  readonly recovery?: A2UIRecoveryOptions;
}

/** Whether a runtime with these options offers A2UI of its own accord; `false` without options. */
export function isA2UIEnabled(options: A2UIOptions | undefined): boolean {
  return options !== undefined && options.enabled !== false;
}
