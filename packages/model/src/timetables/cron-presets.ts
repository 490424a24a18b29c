/** Names for usual cron expressions. */
export const CRON_PRESETS = {
  '@hourly': '0 * * * *',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@weekly': '0 0 * * 0',
  '@monthly': '0 0 1 * *',
  '@quarterly': '0 0 1 */3 *',
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
} as const;

export type CronPreset = keyof typeof CRON_PRESETS;

export function isCronPreset(name: string): name is CronPreset {
  return Object.hasOwn(CRON_PRESETS, name);
}
