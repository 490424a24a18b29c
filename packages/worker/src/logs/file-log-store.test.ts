import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { FileLogStore } from './file-log-store.ts';
import type { AttemptRef, LogLine } from './log-line.ts';
import { logPath } from './log-path.ts';
import type { LogPage } from './log-store.ts';

const REF = { dagId: 'sales', runId: 'r:1', taskId: 'load', mapIndex: -1, tryNumber: 1 } as unknown as AttemptRef;
const AT = '2026-01-01T00:00:00.000Z';

function line(message: string, more: Partial<LogLine> = {}): LogLine {
  return { at: AT, level: 'info', stream: 'stdout', message, ...more };
}

function lines(from: number, to: number): LogLine[] {
  return Array.from({ length: to - from }, (_, index) => line(`line ${from + index}`));
}

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tradewind-logs-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function messagesOf({ lines: found }: LogPage): string[] {
  return found.map(({ message }) => message);
}

describe('a log in a file', () => {
  test('is made by the first line, one JSON object per line', async () => {
    const folder = join(makeFolder(), 'not', 'yet');
    const store = new FileLogStore({ folder });
    store.append(REF, []);
    await store.caughtUp();
    expect(existsSync(folder)).toBe(false);
    store.append(REF, [line('one'), line('two', { stream: 'log', fields: { count: 2 } })]);
    await store.caughtUp();
    expect(readFileSync(logPath(folder, REF), 'utf8')).toBe(
      `{"at":"${AT}","level":"info","stream":"stdout","message":"one"}\n` +
        `{"at":"${AT}","level":"info","stream":"log","message":"two","fields":{"count":2}}\n`,
    );
  });

  test('keeps the order of lines that come while it is being written', async () => {
    const store = new FileLogStore({ folder: makeFolder() });
    const others = { ...REF, tryNumber: 2 };
    for (let index = 0; index < 500; index += 1) {
      store.append(REF, lines(index, index + 1));
      store.append(others, lines(index, index + 1));
      if (index % 50 === 0) await new Promise(setImmediate);
    }
    await store.caughtUp();
    const expected = lines(0, 500).map(({ message }) => message);
    expect(messagesOf(await store.read(REF))).toEqual(expected);
    expect(messagesOf(await store.read(others))).toEqual(expected);
    expect(store.isBehind).toBe(false);
  });

  test('is read in pages that cut no line', async () => {
    const store = new FileLogStore({ folder: makeFolder() });
    store.append(REF, [...lines(0, 100), line('ü'.repeat(5000)), line('end')]);
    await store.caughtUp();
    const messages: string[] = [];
    for (let from = 0; ; ) {
      const page = await store.read(REF, { from, maxBytes: 1000 });
      messages.push(...messagesOf(page));
      from = page.next;
      if (page.isEnd) break;
    }
    expect(messages).toEqual([...lines(0, 100).map(({ message }) => message), 'ü'.repeat(5000), 'end']);
  });

  test('that does not exist is empty', async () => {
    const store = new FileLogStore({ folder: makeFolder() });
    expect(await store.read(REF)).toEqual({ lines: [], next: 0, isEnd: true });
    await store.delete(REF);
  });

  test('leaves a line that is not complete for later, and shows a damaged one', async () => {
    const folder = makeFolder();
    const store = new FileLogStore({ folder });
    store.append(REF, [line('whole')]);
    await store.caughtUp();
    writeFileSync(logPath(folder, REF), 'not json\n{"at":"2026', { flag: 'a' });
    const page = await store.read(REF);
    expect(messagesOf(page)).toEqual(['whole', 'not json']);
    expect(page.isEnd).toBe(true);
  });

  test('can be deleted', async () => {
    const folder = makeFolder();
    const store = new FileLogStore({ folder });
    store.append(REF, [line('one')]);
    await store.caughtUp();
    await store.delete(REF);
    expect(existsSync(logPath(folder, REF))).toBe(false);
  });

  test('that cannot be written costs its lines and nothing else, and is reported once', async () => {
    const folder = join(makeFolder(), 'file');
    writeFileSync(folder, 'a file where the folder should be');
    const errors: unknown[] = [];
    const store = new FileLogStore({ folder, onError: (error) => errors.push(error) });
    for (let index = 0; index < 3; index += 1) {
      store.append(REF, lines(0, 2));
      await store.caughtUp();
    }
    expect(errors).toHaveLength(1);
    expect(store.lostLines).toBe(6);
    rmSync(folder);
    store.append(REF, [line('again')]);
    await store.caughtUp();
    expect(messagesOf(await store.read(REF))).toEqual(['again']);
  });
});

describe('following a log', () => {
  test('yields what is there, then what comes, until the attempt is finished', async () => {
    const store = new FileLogStore({ folder: makeFolder() });
    const seen: string[] = [];
    let isFinished = false;
    store.append(REF, [line('before')]);
    await store.caughtUp();
    for await (const page of store.follow(REF, { isFinished: () => isFinished })) {
      seen.push(...messagesOf(page));
      if (seen.length < 4) store.append(REF, lines(seen.length, seen.length + 1));
      else isFinished = true;
    }
    expect(seen).toEqual(['before', 'line 1', 'line 2', 'line 3']);
  });

  test('waits for a log that does not exist yet', async () => {
    const store = new FileLogStore({ folder: makeFolder() });
    const pages = store.follow(REF, { isFinished: () => false })[Symbol.asyncIterator]();
    const first = pages.next();
    store.append(REF, [line('at last')]);
    const { value } = await first;
    expect(messagesOf(value as LogPage)).toEqual(['at last']);
    await pages.return?.();
  });

  test('reads what was written between the question and the answer', async () => {
    const store = new FileLogStore({ folder: makeFolder() });
    const seen: string[] = [];
    const isFinished = async (): Promise<boolean> => {
      store.append(REF, [line('last words')]);
      await store.caughtUp();
      return true;
    };
    for await (const page of store.follow(REF, { isFinished })) seen.push(...messagesOf(page));
    expect(seen).toContain('last words');
  });

  test('begins where it is told, and ends with the signal', async () => {
    const store = new FileLogStore({ folder: makeFolder() });
    store.append(REF, [line('one')]);
    await store.caughtUp();
    const { next } = await store.read(REF);
    store.append(REF, [line('two')]);
    await store.caughtUp();
    const abort = new AbortController();
    const seen: string[] = [];
    for await (const page of store.follow(REF, { from: next, isFinished: () => false, signal: abort.signal })) {
      seen.push(...messagesOf(page));
      abort.abort();
    }
    expect(seen).toEqual(['two']);
  });
});
