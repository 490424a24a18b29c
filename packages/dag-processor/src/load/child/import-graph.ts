/** Remembers which modules of the bundle import which, by watching how their specifiers are resolved. */
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

export class ImportGraph {
  readonly #imports = new Map<string, Set<string>>();

  /** Call it once: from here on every import and require of this thread is noted. */
  observe(isOfBundle: (path: string) => boolean): void {
    registerHooks({
      resolve: (specifier, context, next) => {
        const resolved = next(specifier, context);
        const from = localPath(context.parentURL);
        const to = localPath(resolved.url);
        if (from !== null && to !== null && isOfBundle(from) && isOfBundle(to)) this.#add(from, to);
        return resolved;
      },
    });
  }

  /** `file` and every module that it imports, directly or not. Absolute paths. */
  reachableFrom(file: string): ReadonlySet<string> {
    const reached = new Set([file]);
    for (const path of reached) for (const imported of this.#imports.get(path) ?? []) reached.add(imported);
    return reached;
  }

  #add(from: string, to: string): void {
    const known = this.#imports.get(from);
    if (known === undefined) this.#imports.set(from, new Set([to]));
    else known.add(to);
  }
}

function localPath(url: string | undefined): string | null {
  return url?.startsWith('file:') ? fileURLToPath(url.replace(/[?#].*$/, '')) : null;
}
