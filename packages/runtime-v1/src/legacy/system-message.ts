/**
 * The id of the instructions that clients before 1.50 send first, under a new id each time: with one
 * id for all, a thread keeps them once. v1.md 11.3.
 */
export const SYSTEM_MESSAGE_ID = 'v1-system';
