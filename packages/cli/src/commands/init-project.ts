import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Command, defineCommand } from '../define-command.ts';
import { CommandFailedError } from '../errors.ts';
import type { Files } from '../ports/files.ts';
import { programVersion } from '../program-version.ts';

/** Where the files of a new project lie. */
const TEMPLATE = fileURLToPath(new URL('../../template', import.meta.url));
const FILES = [
  'README.md',
  'gitignore',
  'package.json',
  'tsconfig.json',
  'tradewind.config.ts',
  'dags/hello.ts',
  'dags/hello.test.ts',
] as const;

export const initProject: Command = defineCommand({
  help: {
    isLocal: true,
    description:
      'Writes a small project: a first DAG with its test, a configuration, and what npm and TypeScript need. Existing files are never overwritten.',
    arguments: { folder: { isOptional: true, summary: 'The folder, which is made; without it the working folder.' } },
    options: {},
    examples: [{ command: 'tradewind init pipelines && cd pipelines && npm install', summary: 'A new project' }],
  },
  async run({ arguments: { folder = '.' } }, { terminal, files }) {
    const target = files.resolve(folder);
    await requireFree(files, target);
    for (const name of FILES) {
      const text = await files.read(join(TEMPLATE, name));
      const filled = text.replaceAll('{{name}}', packageNameOf(target)).replaceAll('{{version}}', programVersion());
      await files.write(join(target, projectNameOf(name)), filled);
      terminal.write(`  ${join(folder, projectNameOf(name))}\n`);
    }
    const enter = folder === '.' ? '' : `  cd ${folder}\n`;
    terminal.write(`\nNext:\n${enter}  npm install\n  npx tradewind standalone\n`);
    return undefined;
  },
});

/** npm leaves a file out of a package when its name is `.gitignore`. */
function projectNameOf(name: string): string {
  return name === 'gitignore' ? '.gitignore' : name;
}

/** @throws {CommandFailedError} when a file of the project exists. */
async function requireFree(files: Pick<Files, 'list'>, target: string): Promise<void> {
  const [inRoot, inDags] = await Promise.all([files.list(target), files.list(join(target, 'dags'))]);
  const existing = FILES.map(projectNameOf).filter((name) => {
    const [first = '', second] = name.split('/');
    return (second === undefined ? inRoot?.includes(first) : inDags?.includes(second)) === true;
  });
  if (existing.length === 0) return;
  throw new CommandFailedError(
    `${target} has ${existing.join(', ')} already. Nothing was written: choose another folder.`,
  );
}

/** A name that npm accepts. */
function packageNameOf(target: string): string {
  const name = basename(target)
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return name === '' ? 'pipelines' : name;
}
