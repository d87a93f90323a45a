import { ScriptedAgent } from '@flightdeck/testing';

/** Stands for the agent of somebody who follows a guide. */
export const myAgent = new ScriptedAgent();
