import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { AnswerOf, explainTaskInstance } from '@tradewind/contract';
import { Check, CircleHelp, X } from 'lucide-react';
import { useWords } from '../../../shared/i18n/use-words.ts';
import { Panel } from '../../../shared/layout/panel.tsx';
import { Instant } from '../../../shared/time/instant.tsx';
import { explanationQuery } from '../api/instance.ts';
import { useInstanceName } from '../use-instance-name.ts';
import classes from './why-tab.module.css';

type Gate = AnswerOf<typeof explainTaskInstance>['gates'][number];
const GLYPHS = { pass: Check, block: X, unknown: CircleHelp } as const;

/** Why the task instance is in its state: every gate on its way. */
export function WhyTab() {
  const query = useQuery(explanationQuery(useInstanceName()));
  return (
    <Panel query={query} height={200}>
      {({ verdict, gates }) => (
        <>
          <Text size="md" fw={600} style={{ maxWidth: '90ch', overflowWrap: 'anywhere' }}>
            {verdict}
          </Text>
          <ol className={classes['gates']}>
            {gates.map((gate) => (
              <GateRow key={`${gate.layer} ${gate.id} ${gate.sentence}`} gate={gate} />
            ))}
          </ol>
        </>
      )}
    </Panel>
  );
}

function GateRow({ gate: { status, sentence, layer, since, fix } }: { readonly gate: Gate }) {
  const t = useWords();
  const Glyph = GLYPHS[status];
  return (
    <li className={classes['gate']} data-status={status}>
      <span className={classes['glyph']} role="img" aria-label={t(`gate.${status}`)}>
        <Glyph size={14} strokeWidth={3} />
      </span>
      <div>
        <div className={classes['sentence']}>{sentence}</div>
        <div className={classes['small']}>
          {layer}
          {since && (
            <>
              {' · '}
              {t('gate.since')} <Instant at={since} style="time" />
            </>
          )}
        </div>
        {fix && (
          <div className={classes['fix']}>
            <b>{t('gate.fix')}</b> {fix}
          </div>
        )}
      </div>
    </li>
  );
}
