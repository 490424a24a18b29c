/**
 * What to give to `node --import` so that a child loads TypeScript: the URL of `@tradewind/loader/register`.
 *
 * It names the source in this repository and the built file where the package is installed.
 */
export const registerUrl: string = new URL(
  import.meta.url.endsWith('.ts') ? './register.ts' : './register.js',
  import.meta.url,
).href;
