/** Tasks whose code is known: the author fills in the fields. */
export * from '@tradewind/sdk/operators';
