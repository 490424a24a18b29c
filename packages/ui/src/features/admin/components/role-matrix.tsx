import { Check } from 'lucide-react';
import { useWords } from '../../../shared/i18n/use-words.ts';
import { cellOf, type Granted } from '../role-matrix.ts';
import classes from './role-matrix.module.css';

interface RoleMatrixProps {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly granted: Granted;
  /** Left out: the matrix is only read. */
  readonly onToggle: ((cell: string) => void) | undefined;
}

/** `can_read` as a word of its own. */
const wordOf = (action: string) => action.replace(/^can_/, '').replaceAll('_', ' ');

export function RoleMatrix({ actions, resources, granted, onToggle }: RoleMatrixProps) {
  const t = useWords();
  return (
    <section className={classes['scroll']} aria-label={t('roles.permissions')}>
      <table className={classes['matrix']}>
        <thead>
          <tr>
            <th scope="col">{t('roles.resource')}</th>
            {actions.map((action) => (
              <th key={action} scope="col">
                {wordOf(action)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {resources.map((resource) => (
            <tr key={resource}>
              <th scope="row">{resource}</th>
              {actions.map((action) => {
                const cell = cellOf(action, resource);
                const isGranted = granted.has(cell);
                return (
                  <td key={action}>
                    {onToggle ? (
                      <input
                        type="checkbox"
                        checked={isGranted}
                        aria-label={`${wordOf(action)} ${resource}`}
                        onChange={() => onToggle(cell)}
                      />
                    ) : (
                      <Mark isGranted={isGranted} />
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Mark({ isGranted }: { readonly isGranted: boolean }) {
  const t = useWords();
  return isGranted ? (
    <Check size={15} aria-label={t('roles.granted')} />
  ) : (
    <span className={classes['not']} role="img" aria-label={t('roles.notGranted')}>
      ·
    </span>
  );
}
