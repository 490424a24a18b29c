import { useLanguage, useWords } from '../../../shared/i18n/use-words.ts';
import { lookOf } from '../../../shared/states/task-states.ts';
import { formatTime, readInstant } from '../../../shared/time/format-time.ts';
import { useTimeSettings } from '../../../shared/time/time-settings.ts';
import type { Buckets } from '../api/home.ts';
import { type Bar, stackBuckets } from '../stack-buckets.ts';
import classes from './runs-chart.module.css';

const HEIGHT = 72;
const WIDTH = 10;
const GAP = 2;

/** The runs of each hour, stacked by state. */
export function RunsChart({ buckets }: { readonly buckets: Buckets }) {
  const t = useWords();
  const words = useInstantWords();
  const { bars, most, total, failed } = stackBuckets(buckets);
  return (
    <div>
      <div className={classes['chart']}>
        <span className={classes['most']} aria-hidden>
          {most}
        </span>
        <svg
          viewBox={`0 0 ${bars.length * WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={t('home.chart', { total, failed })}
        >
          {bars.map((bar, index) => (
            <ChartBar key={bar.at} bar={bar} x={index * WIDTH} title={titleOf(bar)} />
          ))}
        </svg>
      </div>
      <div className={classes['ends']}>
        <span>{words(buckets.from)}</span>
        <span>{words(buckets.to)}</span>
      </div>
    </div>
  );

  function titleOf({ at, parts }: Bar): string {
    const counts = parts.map(({ state, count }) => `${count} ${t(lookOf(state).label)}`);
    return `${words(at)}\n${counts.length === 0 ? t('home.noRuns') : counts.join(', ')}`;
  }
}

function ChartBar({ bar, x, title }: { readonly bar: Bar; readonly x: number; readonly title: string }) {
  return (
    <g>
      <title>{title}</title>
      <rect x={x} y={0} width={WIDTH} height={HEIGHT} fill="transparent" className={classes['hit']} />
      {bar.parts.map(({ state, from, to }) => (
        <rect
          key={state}
          x={x + GAP / 2}
          y={HEIGHT * (1 - to)}
          width={WIDTH - GAP}
          height={Math.max(1, HEIGHT * (to - from))}
          fill={`var(${lookOf(state).colour})`}
          pointerEvents="none"
        />
      ))}
    </g>
  );
}

function useInstantWords(): (at: string) => string {
  const language = useLanguage();
  const timeZone = useTimeSettings((settings) => settings.timeZone);
  return (at) => formatTime(readInstant(at) ?? 0, 'minute', { timeZone, language });
}
