export * from './message-link.ts';
export * from './messages.ts';
export * from './silence-watch.ts';
