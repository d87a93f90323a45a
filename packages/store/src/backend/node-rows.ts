export interface NodeRows {
  /**
   * Announces a node, or renews its lease. Where it can be told that other nodes of this host are
   * dead, they expire now.
   */
  register(nodeId: string, ttlMs: number): Promise<void>;
  /**
   * Renews the lease of a node, by the database's clock, unless it has expired.
   *
   * @returns whether it still had one, and the stop requests for its runs
   */
  heartbeat(
    nodeId: string,
    ttlMs: number,
  ): Promise<{
    readonly alive: boolean;
    readonly stops: readonly {
      readonly threadPk: number;
      readonly runPk: number;
      readonly reason: 'stop' | 'superseded';
    }[];
  }>;
  /** Gives up the lease: whatever the node still runs may be taken over at once. */
  remove(nodeId: string): Promise<void>;
}
