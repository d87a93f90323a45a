/** The version of this package, which is that of every package of Flightdeck. */
export const VERSION = '0.1.0';
