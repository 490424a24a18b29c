/** Runs a DAG in memory, on a virtual clock, for the tests of its author. */
export * from '@tradewind/testing';
