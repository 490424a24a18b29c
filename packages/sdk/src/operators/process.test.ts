import { expect, test } from 'vitest';
import { z } from 'zod';
import { attempt } from '../fixtures/memory-attempt.ts';
import { task } from '../index.ts';
import { process } from './index.ts';

const node = (script: string): [string, ...string[]] => [globalThis.process.execPath, '-e', script];
const READ = "const document = JSON.parse(require('fs').readFileSync(0, 'utf8'));";

test('a Python script reads its input as JSON and prints its result as the last line', async () => {
  const script =
    'import json, sys\nd = json.load(sys.stdin)\nprint("working")\nprint(json.dumps({"sum": sum(d["input"]["numbers"])}))';
  const numbers = task('numbers', () => [1]);
  const { result, log } = await attempt(
    () => process('sum', { command: ['python3', '-c', script], input: { numbers: numbers() } }),
    { outputs: { numbers: [1, 2, 39] } },
  );
  expect(result).toEqual({ sum: 42 });
  expect(log.map(({ message }) => message)).toEqual(['working', '{"sum": 42}']);
});

test('standard input is the input and the facts of the run', async () => {
  const script = `${READ} console.log(JSON.stringify(document))`;
  const { result } = await attempt(() => process('facts', { command: node(script) }), { conf: { region: 'eu' } });
  expect(result).toEqual({
    input: null,
    context: {
      dagId: 'memory',
      runId: 'manual__1',
      taskId: 'facts',
      tryNumber: 1,
      maxTries: 4,
      mapIndex: -1,
      logicalDate: '2026-03-01T06:00:00.000Z',
      dataInterval: { start: '2026-03-01T06:00:00.000Z', end: '2026-03-02T06:00:00.000Z' },
      params: { region: 'eu' },
    },
  });
});

test('what is written to the result descriptor wins over what was printed', async () => {
  const script =
    "require('fs').writeSync(Number(process.env.TRADEWIND_RESULT_FD), '{\"a\": [1]}\\n'); console.log('7')";
  expect((await attempt(() => process('fd', { command: node(script) }))).result).toEqual({ a: [1] });
});

test('a last line that is not JSON is only log', async () => {
  expect(await attempt(() => process('log', { command: ['echo', 'done'] }))).toMatchObject({
    result: undefined,
    thrown: null,
  });
});

test('a process that does not read a large input is no failure', async () => {
  const { thrown } = await attempt(() => process('deaf', { command: ['true'], input: 'x'.repeat(1_000_000) }));
  expect(thrown).toBeNull();
});

test('the result is checked and typed by a schema', async () => {
  const output = z.object({ sum: z.number() });
  const fits = await attempt(() => process('fits', { command: ['echo', '{"sum": 1}'], output }));
  const fails = await attempt(() => process('fails', { command: ['echo', '{"sum": "1"}'], output }));
  expect(fits.result).toEqual({ sum: 1 });
  expect(fails.thrown).toMatchObject({
    kind: 'failed',
    error: { code: 'PROCESS_RESULT_INVALID', message: expect.stringContaining('sum: ') },
  });
});

test('exit code 99 skips, another one fails with the end of stderr', async () => {
  const skipped = await attempt(() => process('skip', { command: ['bash', '--norc', '-c', 'exit 99'] }));
  const failed = await attempt(() => process('fail', { command: ['bash', '--norc', '-c', 'echo why >&2; exit 2'] }));
  expect(skipped.thrown?.kind).toBe('skipped');
  expect(failed.error).toMatchObject({ code: 'PROCESS_FAILED', exitCode: 2, message: expect.stringMatching(/why$/) });
});

test('an executable that does not exist is named', async () => {
  const { error } = await attempt(() => process('missing', { command: ['no-such-program-here'] }));
  expect(error).toMatchObject({
    code: 'COMMAND_NOT_STARTED',
    message: expect.stringContaining('"no-such-program-here" could not be started'),
  });
});

test('text on the result descriptor that is not JSON fails', async () => {
  const { error } = await attempt(() => process('broken', { command: ['bash', '--norc', '-c', 'echo oops >&3'] }));
  expect(error).toMatchObject({ code: 'PROCESS_RESULT_INVALID' });
});
