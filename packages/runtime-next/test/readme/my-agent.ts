import { ScriptedAgent } from '@flightdeck/testing';

/** Stands for the agent of somebody who follows the README. */
export const myAgent = new ScriptedAgent();
