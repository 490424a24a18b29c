import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Command, defineCommand } from '../define-command.ts';
import { CommandFailedError } from '../errors.ts';
import { programVersion } from '../program-version.ts';

/** Where the files of a new project lie. A name that begins with `_` stands for one that begins with `.`. */
const TEMPLATE = fileURLToPath(new URL('../../template', import.meta.url));
const FILES = [
  'README.md',
  '_gitignore',
  'package.json',
  'tsconfig.json',
  'tradewind.config.ts',
  'dags/hello.ts',
  'dags/hello.test.ts',
] as const;

export const initProject: Command = defineCommand({
  help: {
    description:
      'Writes a small project: a first DAG with its test, a configuration, and what npm and TypeScript need. Existing files are never overwritten.',
    arguments: { folder: { isOptional: true, summary: 'The folder, which is made; without it the working folder.' } },
    options: {},
    examples: [{ command: 'tradewind init pipelines && cd pipelines && npm install', summary: 'A new project' }],
  },
  async run({ arguments: { folder = '.' } }, { terminal, files }) {
    const target = files.resolve(folder);
    const written = FILES.map((name) => ({ name, path: join(target, name.replace(/^_/, '.')) }));
    await requireFree(files, target);
    for (const { name, path } of written) {
      const text = await files.read(join(TEMPLATE, name));
      await files.write(
        path,
        text.replaceAll('{{name}}', packageNameOf(target)).replaceAll('{{version}}', programVersion()),
      );
      terminal.write(`  ${join(folder, name.replace(/^_/, '.'))}\n`);
    }
    const enter = folder === '.' ? '' : `  cd ${folder}\n`;
    terminal.write(`\nNext:\n${enter}  npm install\n  npx tradewind standalone\n`);
    return undefined;
  },
});

/** @throws {CommandFailedError} when a file of the project exists. */
async function requireFree(
  files: { list(path: string): Promise<readonly string[] | null> },
  target: string,
): Promise<void> {
  const [inRoot, inDags] = await Promise.all([files.list(target), files.list(join(target, 'dags'))]);
  const existing = FILES.filter((name) => {
    const [first, second] = name.split('/');
    const dotted = first!.replace(/^_/, '.');
    return second === undefined ? inRoot?.includes(dotted) === true : inDags?.includes(second) === true;
  });
  if (existing.length === 0) return;
  const names = existing.map((name) => name.replace(/^_/, '.')).join(', ');
  throw new CommandFailedError(`${target} has ${names} already. Nothing was written: choose another folder.`);
}

/** A name that npm accepts. */
function packageNameOf(target: string): string {
  const name = basename(target)
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return name === '' ? 'pipelines' : name;
}
