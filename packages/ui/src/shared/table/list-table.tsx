import { Checkbox } from '@mantine/core';
import { ArrowDown, ArrowUp } from 'lucide-react';
import type { ReactNode } from 'react';
import { useWords } from '../i18n/use-words.ts';
import classes from './list-table.module.css';
import type { ListState } from './use-list-search.ts';
import type { Selection } from './use-selection.ts';

export interface Column<Row> {
  readonly id: string;
  readonly label: string;
  readonly cell: (row: Row) => ReactNode;
  /** The attribute by which the server orders this column; left out: it cannot. */
  readonly sort?: string;
  readonly width?: number | string;
  readonly align?: 'right';
}

interface ListTableProps<Row> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  readonly list?: ListState;
  readonly selection?: Selection | undefined;
}

/** Rows under a head that stays in sight; on a phone each row is a card. */
export function ListTable<Row>({ label, columns, rows, keyOf, list, selection }: ListTableProps<Row>) {
  const t = useWords();
  return (
    <section className={classes['scroll']} aria-label={label}>
      <table className={classes['table']}>
        <thead>
          <tr>
            {selection && (
              <th className={classes['tick']}>
                <SelectAll keys={rows.map(keyOf)} selection={selection} />
              </th>
            )}
            {columns.map((column) => (
              <HeadCell key={column.id} column={column} list={list} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const key = keyOf(row);
            return (
              <tr key={key} data-selected={selection?.has(key) || undefined}>
                {selection && (
                  <td className={classes['tick']}>
                    <Checkbox
                      size="xs"
                      aria-label={t('list.select', { name: key })}
                      checked={selection.has(key)}
                      onChange={() => selection.toggle(key)}
                    />
                  </td>
                )}
                {columns.map((column) => (
                  <td key={column.id} data-label={column.label} data-align={column.align}>
                    {column.cell(row)}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

function SelectAll({ keys, selection }: { readonly keys: readonly string[]; readonly selection: Selection }) {
  const t = useWords();
  const chosen = keys.filter((key) => selection.has(key)).length;
  return (
    <Checkbox
      size="xs"
      aria-label={t('list.selectAll')}
      checked={chosen > 0 && chosen === keys.length}
      indeterminate={chosen > 0 && chosen < keys.length}
      onChange={() => selection.set(chosen === keys.length ? [] : keys)}
    />
  );
}

function HeadCell<Row>({ column, list }: { readonly column: Column<Row>; readonly list: ListState | undefined }) {
  const { sort, label, width, align } = column;
  const order = list?.search.sort === sort ? 'ascending' : list?.search.sort === `-${sort}` ? 'descending' : undefined;
  const Arrow = order === 'descending' ? ArrowDown : ArrowUp;
  return (
    <th scope="col" style={{ width }} data-align={align} aria-sort={sort === undefined ? undefined : (order ?? 'none')}>
      {sort === undefined || list === undefined ? (
        label
      ) : (
        <button type="button" className={classes['sort']} onClick={() => list.sortBy(sort)}>
          {label}
          <Arrow size={12} aria-hidden style={{ visibility: order === undefined ? 'hidden' : 'visible' }} />
        </button>
      )}
    </th>
  );
}
