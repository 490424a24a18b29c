/**
 * `node --import @tradewind/loader/register`: from here on this thread loads TypeScript as it is.
 *
 * The hooks are synchronous and run in the thread itself, for `import` and for `require`. Worker threads inherit them,
 * because they inherit `--import`.
 */
import { registerHooks, setSourceMapsSupport } from 'node:module';
import { load } from './load.ts';
import { resolve } from './resolve/resolve.ts';

// Maps of installed packages are ignored: reading them makes every error in a large dependency slow.
setSourceMapsSupport(true, { nodeModules: false, generatedCode: false });
registerHooks({ resolve, load });
