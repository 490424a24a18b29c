import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** What is smaller than this travels as it is. */
const SMALLEST_COMPRESSED = 1024;
const COMPRESSED = /\.(js|css|html|svg|json|webmanifest)$/;

/** Puts `.br` and `.gz` beside each text file, so that the server never compresses one. */
function precompress(): Plugin {
  return {
    name: 'tradewind-precompress',
    apply: 'build',
    enforce: 'post',
    async writeBundle({ dir }, bundle) {
      const names = Object.keys(bundle).filter((name) => COMPRESSED.test(name));
      await Promise.all(names.map((name) => compress(join(dir!, name))));
    },
  };
}

async function compress(file: string): Promise<void> {
  const source = await readFile(file);
  if (source.length < SMALLEST_COMPRESSED) return;
  const brotli = brotliCompressSync(source, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } });
  await Promise.all([writeFile(`${file}.br`, brotli), writeFile(`${file}.gz`, gzipSync(source, { level: 9 }))]);
}

export default defineConfig({
  plugins: [react(), precompress()],
  resolve: { conditions: ['@tradewind/source', 'browser', 'module', 'import', 'default'] },
  build: { target: 'es2024', sourcemap: false, assetsInlineLimit: 0, reportCompressedSize: false },
  server: { proxy: { '/api': 'http://127.0.0.1:8080', '/auth': 'http://127.0.0.1:8080' } },
});
