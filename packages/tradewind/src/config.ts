/** What `tradewind.config.ts` imports. */
export { type ConfigInput, defineConfig } from '@tradewind/server/config';
