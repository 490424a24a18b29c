import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useWords } from '../../../shared/i18n/use-words.ts';
import { useKey } from '../../../shared/keyboard/use-key.ts';
import { Empty } from '../../../shared/layout/empty.tsx';
import { Problem } from '../../../shared/layout/problem.tsx';
import type { LogMeta } from '../api/log.ts';
import type { LogName } from '../log-name.ts';
import { placeOf, stepFrom } from '../near-row.ts';
import { useLogCopy } from '../use-log-copy.ts';
import { useLogLines } from '../use-log-lines.ts';
import { useLogParams } from '../use-log-params.ts';
import { useLogSearch } from '../use-log-search.ts';
import { useLogView } from '../use-log-view.ts';
import { LogBar } from './log-bar.tsx';
import { LogFrame } from './log-frame.tsx';
import classes from './log-view.module.css';

interface LogPanelProps {
  readonly name: LogName;
  readonly meta: LogMeta;
  /** Whether the try failed: then the log opens at its first error. */
  readonly isFailed: boolean;
  /** What chooses another try. */
  readonly tries: ReactNode;
}

const MOST_MATCHES = 10_000;
const MOST_FILTERED = 100_000;

/** A log with all that can be done with it. */
export function LogPanel({ name, meta, isFailed, tries }: LogPanelProps) {
  const t = useWords();
  const { search, range, change, mark } = useLogParams();
  const { levels = [], find = '' } = search;
  const [isWrapped, setWrapped] = useState(false);
  const [current, setCurrent] = useState<number | null>(null);
  const { pages, total, error } = useLogLines(name, meta);
  const filtered = useLogSearch(name, { text: '', levels, limit: MOST_FILTERED, total });
  const found = useLogSearch(name, { text: find, levels: find === '' ? [] : levels, limit: MOST_MATCHES, total });
  const rows = filtered?.lines.length ?? total;
  const view = useLogView({ rows, isWrapped, isGrowing: !meta.complete && range === null });
  const root = useRef<HTMLDivElement>(null);
  const copy = useLogCopy({ name, range, total, version: meta.version });

  const goTo = (line: number | null): void => {
    if (line === null) return;
    setCurrent(line);
    view.show(filtered === null ? line : placeOf(line, filtered.lines));
  };
  const here = (): number => current ?? range?.first ?? view.window.top - 1;
  const pick = (line: number, isRange: boolean): void => {
    const from = isRange && range !== null ? range.first : line;
    mark({ first: Math.min(from, line), last: Math.max(from, line) });
  };

  useOpening({ isReady: view.window.end > 0, line: range?.first ?? (isFailed ? meta.errors[0] : undefined), goTo });
  useFirstMatch(found?.lines, (line) => goTo(line));
  const step = (lines: readonly number[], by: 1 | -1) => () => goTo(stepFrom(here(), lines, by));
  const toNextMatch = step(found?.lines ?? [], 1);
  const toPreviousMatch = step(found?.lines ?? [], -1);
  const toNextError = step(meta.errors, 1);
  const toPreviousError = step(meta.errors, -1);
  const findField = useRef<HTMLInputElement>(null);
  useKey('logFind', () => findField.current?.focus(), { within: root });
  useKey('logNextMatch', toNextMatch, { within: root });
  useKey('logPreviousMatch', toPreviousMatch, { within: root });
  useKey('logNextError', toNextError, { within: root });
  useKey('logPreviousError', toPreviousError, { within: root });
  useKey('logTop', () => view.show(0), { within: root });
  useKey('logEnd', () => view.show(rows), { within: root });
  useKey('logFollow', () => view.setFollowing(!view.isFollowing), { within: root });
  useKey('logWrap', () => setWrapped(!isWrapped), { within: root });
  useKey('logCopy', copy.run, { within: root });

  return (
    <div className={classes['view']} ref={root}>
      <LogBar
        meta={meta}
        total={total}
        name={name}
        levels={levels}
        find={find}
        found={found}
        current={current}
        isWrapped={isWrapped}
        isFollowing={view.isFollowing}
        isCopied={copy.isDone}
        findField={findField}
        tries={tries}
        onShow={change}
        onNextMatch={toNextMatch}
        onPreviousMatch={toPreviousMatch}
        onNextError={toNextError}
        onPreviousError={toPreviousError}
        onWrap={setWrapped}
        onFollow={view.setFollowing}
        onCopy={copy.run}
        onLeave={() => view.frame.current?.focus()}
      />
      {(error ?? found?.error ?? filtered?.error) && <Problem error={(error ?? found?.error ?? filtered?.error)!} />}
      {total === 0 && <Empty title={t(meta.complete ? 'log.empty' : 'log.waiting')} />}
      {total > 0 && filtered?.isSearching === false && rows === 0 && <Empty title={t('log.noLines')} />}
      <LogFrame
        view={view}
        pages={pages}
        total={total}
        lines={filtered?.lines ?? null}
        find={find}
        range={range}
        current={current}
        isWrapped={isWrapped}
        onPick={pick}
      />
    </div>
  );
}

/** Goes to the line that the link names, or to the first error, once there is something to see. */
function useOpening(opening: {
  readonly isReady: boolean;
  readonly line: number | undefined;
  readonly goTo: (line: number) => void;
}): void {
  const { isReady, line, goTo } = opening;
  const isDone = useRef(false);
  useLayoutEffect(() => {
    if (!isReady || isDone.current) return;
    isDone.current = true;
    if (line !== undefined) goTo(line);
  }, [isReady, line, goTo]);
}

/** Goes to the first match of each new search. */
function useFirstMatch(lines: readonly number[] | undefined, goTo: (line: number) => void): void {
  const first = lines?.[0];
  const before = useRef(first);
  useEffect(() => {
    if (first === before.current) return;
    before.current = first;
    if (first !== undefined) goTo(first);
  }, [first, goTo]);
}
