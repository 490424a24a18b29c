import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useLanguage, useWords } from '../../../shared/i18n/use-words.ts';
import { Panel } from '../../../shared/layout/panel.tsx';
import { lookOf } from '../../../shared/states/task-states.ts';
import { formatSpan, formatTime, readInstant } from '../../../shared/time/format-time.ts';
import { useNow } from '../../../shared/time/now.ts';
import { useTimeSettings } from '../../../shared/time/time-settings.ts';
import { runStripQuery } from '../api/dag.ts';
import { type RunBar, runBars } from '../run-bars.ts';
import classes from './run-strip.module.css';

/** The last runs as bars: the height says how long one took, the colour and the glyph how it ended. */
export function RunStrip({ dagId }: { readonly dagId: string }) {
  const t = useWords();
  const query = useQuery(runStripQuery(dagId));
  const now = useNow();
  return (
    <Panel query={query} height={64}>
      {(runs) =>
        runs.length === 0 ? (
          <div className={classes['none']}>{t('dag.noRuns')}</div>
        ) : (
          <ol className={classes['strip']} aria-label={t('dag.strip')}>
            {runBars(runs, now).map((bar) => (
              <Bar key={bar.run.dag_run_id} dagId={dagId} bar={bar} />
            ))}
          </ol>
        )
      }
    </Panel>
  );
}

function Bar({ dagId, bar: { run, ms, height } }: { readonly dagId: string; readonly bar: RunBar }) {
  const t = useWords();
  const language = useLanguage();
  const timeZone = useTimeSettings((settings) => settings.timeZone);
  const { label, colour, glyph: Glyph } = lookOf(run.state);
  const at = formatTime(readInstant(run.run_after)!, 'minute', { timeZone, language });
  const name = `${t(label)}, ${at}${ms === null ? '' : `, ${formatSpan(ms)}`}`;
  return (
    <li className={classes['slot']}>
      <Link
        to="/dags/$dagId/runs/$runId"
        params={{ dagId, runId: run.dag_run_id }}
        className={classes['link']}
        aria-label={name}
        title={`${run.dag_run_id}\n${name}`}
        preload={false}
      >
        {run.state !== 'success' && <Glyph size={9} strokeWidth={3} aria-hidden />}
        <span className={classes['bar']} style={{ height: `${height * 100}%`, background: `var(${colour})` }} />
      </Link>
    </li>
  );
}
