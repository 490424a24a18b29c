import { ActionIcon, Button, Chip, Group, TextInput, Tooltip } from '@mantine/core';
import { ArrowDown, ArrowUp, Copy, Download, Search, TextWrap } from 'lucide-react';
import type { ReactNode, RefObject } from 'react';
import { useWords } from '../../../shared/i18n/use-words.ts';
import type { LogMeta } from '../api/log.ts';
import { type LogName, logUrl } from '../log-name.ts';
import { LEVELS, type Level, type LogSearch } from '../log-search.ts';
import { placeOf } from '../near-row.ts';
import type { FoundLines } from '../use-log-search.ts';
import classes from './log-view.module.css';

interface LogBarProps {
  readonly name: LogName;
  readonly meta: LogMeta;
  readonly total: number;
  readonly levels: readonly Level[];
  readonly find: string;
  readonly found: FoundLines | null;
  /** The line of the match, or the error, that was gone to. */
  readonly current: number | null;
  readonly isWrapped: boolean;
  readonly isFollowing: boolean;
  readonly isCopied: boolean;
  readonly findField: RefObject<HTMLInputElement | null>;
  readonly tries: ReactNode;
  readonly onShow: (change: LogSearch) => void;
  readonly onNextMatch: () => void;
  readonly onPreviousMatch: () => void;
  readonly onNextError: () => void;
  readonly onPreviousError: () => void;
  readonly onWrap: (isWrapped: boolean) => void;
  readonly onFollow: (isFollowing: boolean) => void;
  readonly onCopy: () => void;
  /** Back from the field to the log. */
  readonly onLeave: () => void;
}

/** What can be done with a log. */
export function LogBar(props: LogBarProps) {
  const { name, meta, total, tries } = props;
  const t = useWords();
  const lines = t('log.lines', { count: total });
  return (
    <div className={classes['bar']}>
      {tries}
      <Finding {...props} />
      <Levels {...props} />
      {meta.counts.error > 0 && (
        <Group gap={2} wrap="nowrap">
          <Button size="compact-xs" variant="light" color="red" onClick={props.onNextError}>
            {t('log.errors', { count: meta.counts.error })}
          </Button>
          <Step label={t('log.previousError')} icon={ArrowUp} onClick={props.onPreviousError} />
          <Step label={t('log.nextError')} icon={ArrowDown} onClick={props.onNextError} />
        </Group>
      )}
      <Group gap={4} ml="auto" wrap="nowrap">
        <span className={classes['count']} style={{ textAlign: 'right' }}>
          {meta.complete ? lines : `${lines}, ${t('log.growing')}`}
        </span>
        {!meta.complete && (
          <Chip size="xs" checked={props.isFollowing} onChange={props.onFollow}>
            {t('log.follow')}
          </Chip>
        )}
        <Step
          label={t('log.wrap')}
          icon={TextWrap}
          isOn={props.isWrapped}
          onClick={() => props.onWrap(!props.isWrapped)}
        />
        <Step label={t(props.isCopied ? 'log.copied' : 'log.copy')} icon={Copy} onClick={props.onCopy} />
        <Tooltip label={t('log.download')}>
          <ActionIcon
            component="a"
            variant="subtle"
            color="gray"
            aria-label={t('log.download')}
            href={logUrl(name, '/lines', [['limit', '10000']])}
            download={`${name.dagId}-${name.runId}-${name.taskId}-${name.tryNumber}.ndjson`}
          >
            <Download size={14} />
          </ActionIcon>
        </Tooltip>
      </Group>
    </div>
  );
}

function Finding({ find, found, current, findField, onShow, onNextMatch, onPreviousMatch, onLeave }: LogBarProps) {
  const t = useWords();
  return (
    <Group gap={2} wrap="nowrap">
      <TextInput
        ref={findField}
        size="xs"
        w={200}
        aria-label={t('log.find')}
        placeholder={t('log.find')}
        leftSection={<Search size={12} />}
        value={find}
        onChange={(event) => onShow({ find: event.currentTarget.value })}
        onKeyDown={(event) => {
          if (event.key === 'Enter') (event.shiftKey ? onPreviousMatch : onNextMatch)();
          if (event.key === 'Escape') onLeave();
        }}
      />
      <Step label={t('log.previous')} icon={ArrowUp} isDisabled={!found?.lines.length} onClick={onPreviousMatch} />
      <Step label={t('log.next')} icon={ArrowDown} isDisabled={!found?.lines.length} onClick={onNextMatch} />
      {found && (
        <span className={classes['count']} role="status">
          <MatchCount found={found} current={current} />
        </span>
      )}
    </Group>
  );
}

function MatchCount({ found, current }: { readonly found: FoundLines; readonly current: number | null }) {
  const t = useWords();
  const { lines, isSearching, isMore } = found;
  if (lines.length === 0) return t(isSearching ? 'log.searching' : 'log.noMatch');
  const place = current === null ? -1 : placeOf(current, lines);
  const at = current !== null && lines[place] === current ? place + 1 : '–';
  return t(isMore ? 'log.matchesMore' : 'log.matches', { at, count: lines.length });
}

function Levels({ levels, meta, onShow }: LogBarProps) {
  const t = useWords();
  const change = (level: Level, isOn: boolean) => {
    const next = LEVELS.filter((one) => (one === level ? isOn : levels.includes(one)));
    onShow({ levels: next });
  };
  return (
    <Group gap={4} role="group" aria-label={t('log.levels')}>
      {LEVELS.filter((level) => meta.counts[level] > 0 || levels.includes(level)).map((level) => (
        <Chip key={level} size="xs" checked={levels.includes(level)} onChange={(isOn) => change(level, isOn)}>
          {t(`log.level.${level}`)}
        </Chip>
      ))}
    </Group>
  );
}

interface StepProps {
  readonly label: string;
  readonly icon: typeof ArrowUp;
  readonly isOn?: boolean;
  readonly isDisabled?: boolean;
  readonly onClick: () => void;
}

function Step({ label, icon: Icon, isOn = false, isDisabled = false, onClick }: StepProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant={isOn ? 'light' : 'subtle'}
        color={isOn ? 'accent' : 'gray'}
        aria-label={label}
        aria-pressed={isOn}
        disabled={isDisabled}
        onClick={onClick}
      >
        <Icon size={14} />
      </ActionIcon>
    </Tooltip>
  );
}
