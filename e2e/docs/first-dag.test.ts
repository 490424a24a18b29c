import { readFileSync } from 'node:fs';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeFolder } from '../product/project-folder.ts';
import { RunningServer, tradewindProgram } from '../product/running-server.ts';
import { type Ended, rootFolder, run, sourceArguments } from '../product/source-node.ts';
import { type CodeBlock, codeBlocksOf } from './code-blocks.ts';

/**
 * Follows docs/first-dag.md as a reader does, with the real programs and a database of its own.
 *
 * Three things are different: packages are those of the repository instead of installed ones, the sources run without a
 * build, and where a reader waits a moment after saving a file, the test waits until the server says that it is stored.
 */
const document = 'docs/first-dag.md';
const blocks = codeBlocksOf(document, readFileSync(join(rootFolder, document), 'utf8'));

let folder: string;
let project: string;
let server: RunningServer | undefined;

beforeAll(async () => {
  folder = await makeFolder('first-dag');
  project = folder;
});

afterAll(async () => {
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

test('the tutorial works, step by step', async () => {
  const outputs = new Map<string, string>();
  for (const block of blocks) {
    if (block.language === 'sh')
      for (const command of commandsOf(block)) outputs.set(command, await follow(command, block));
    else if (block.file !== null) await save(block.file, block.code);
  }
  expect(outputs.get('npx tradewind dags trigger words --wait')).toMatch(/success in .*\(3 success\)/);
  expect(outputs.get('npx tradewind runs list words')).toContain('success');
  expect(outputs.get('npx tradewind dags show words')).toMatch(/read ─+ count ─+ report/);
  expect(outputs.get(`npx tradewind dags trigger words --conf '{"text": "to be or not to be"}' --wait`)).toMatch(
    /success in .*\(2 success\)/,
  );
  expect(outputs.get('npm test')).toMatch(/pass [1-9]/);
});

function commandsOf({ code }: CodeBlock): readonly string[] {
  return code.split('\n').filter((line) => line !== '');
}

/** Does what a command of the tutorial does. Gives what it printed. */
async function follow(command: string, { place }: CodeBlock): Promise<string> {
  const ended = await execute(command);
  expect(ended.exitCode, `${place}: ${command}\n${ended.output}\nThe log of the server:\n${server?.log}`).toBe(0);
  return ended.output;
}

async function execute(command: string): Promise<Ended> {
  if (command.startsWith('cd ')) {
    project = join(project, command.slice(3));
  } else if (command === 'npm install') {
    await symlink(join(rootFolder, 'node_modules'), join(project, 'node_modules'));
  } else if (command === 'npm start') {
    await startServer();
  } else if (command === 'npm test') {
    return await node(['--test', 'dags/**/*.test.ts']);
  } else {
    const typed = command.replace('npx tradewind', '"$NODE" "$@"');
    expect(typed, 'a command of the tutorial that this test does not know').not.toBe(command);
    const env = { ...process.env, NODE: process.execPath };
    return await run('bash', ['-c', typed, 'bash', ...sourceArguments, tradewindProgram], { cwd: project, env });
  }
  return { exitCode: 0, output: '' };
}

function node(args: readonly string[]): Promise<Ended> {
  return run(process.execPath, [...sourceArguments, ...args], { cwd: project });
}

async function startServer(): Promise<void> {
  server = new RunningServer(project);
  // The project has a first DAG already.
  await server.logged(/DAGs stored /);
}

/** Saves a file, and waits until a version of its DAG is stored; a test is no DAG. */
async function save(file: string, code: string): Promise<void> {
  const from = server!.log.length;
  await mkdir(dirname(join(project, file)), { recursive: true });
  await writeFile(join(project, file), code);
  if (!file.endsWith('.test.ts')) await server!.logged(/DAGs stored .*newVersions=1/, from);
}
