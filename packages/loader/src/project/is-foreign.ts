const INSTALLED = /[\\/]node_modules[\\/]/;

/** True when the file belongs to an installed package, whose project settings are none of the author's. */
export function isForeign(path: string): boolean {
  return INSTALLED.test(path);
}
