/** What the author of a DAG imports. */
export * from '@tradewind/sdk';
