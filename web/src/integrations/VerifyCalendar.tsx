// A month of days: green, differing, or not checked yet. Arrow keys move from day to day.
// SPDX-License-Identifier: Apache-2.0
import { useRef, type KeyboardEvent } from 'react';
import { UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Reconciliation } from '../api/schema';
import { useFormat } from '../i18n/format';
import { Icon } from '../parts/icons';
import { spoken, zonesOf } from './dayZones';
import { addDays, firstOf, stateOf, weeksOf } from './month';
import styles from './VerifyCalendar.module.css';

type Props = { month: string; data: Reconciliation; today: string; selected: string | undefined; onSelect: (day: string) => void };
const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

export function VerifyCalendar({ month, data, today, selected, onSelect }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const table = useRef<HTMLTableElement>(null);
  const checked = new Map(data.data.map((day) => [day.day, day]));
  const weeks = weeksOf(month);
  const weekday = (i: number, style: 'short' | 'long') => new Intl.DateTimeFormat(format.tag, { weekday: style, timeZone: 'UTC' }).format(new Date(Date.UTC(2024, 0, 1 + i)));
  const move = (event: KeyboardEvent<HTMLButtonElement>, day: string) => {
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    table.current?.querySelector<HTMLButtonElement>(`[data-day="${addDays(day, step)}"]`)?.focus();
  };
  return (
    <table ref={table} className={styles.calendar} aria-label={format.month(firstOf(month))}>
      <thead>
        <tr>{Array.from({ length: 7 }, (_, i) => <th key={i} scope="col"><abbr title={weekday(i, 'long')}>{weekday(i, 'short')}</abbr></th>)}</tr>
      </thead>
      <tbody>
        {weeks.map((week, row) => (
          <tr key={row}>
            {week.map((day, i) => {
              if (!day) return <td key={i} />;
              const found = checked.get(day);
              const state = stateOf(day, found, data.first_day, today);
              const count = found?.differences ?? 0;
              const zones = found ? zonesOf(found) : [];
              return (
                <td key={i}>
                  <UnstyledButton
                    className={styles.day ?? ''} data-day={day} data-state={state} aria-pressed={selected === day} disabled={state === 'outside'}
                    onClick={() => onSelect(day)} onKeyDown={(event) => move(event, day)}
                  >
                    <span className="visually-hidden">{format.weekday(day)}: {state === 'differs' ? t('verify.differ', { count }) : t(`verify.state_${state}`)}{zones.length > 0 && `, ${format.list(zones.map(spoken))}`}</span>
                    <span aria-hidden="true">
                      {Number(day.slice(8))}
                      {zones.length > 0 && <span className={styles.zone} title={format.list(zones.map(spoken))}>{[...new Set(zones.map((zone) => format.zoneOn(day, zone)))].join(' ')}</span>}
                    </span>
                    {state === 'equal' && <Icon name="check" size={15} />}
                    {state === 'differs' && <span className={styles.count} aria-hidden="true">{format.number(count)}</span>}
                  </UnstyledButton>
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
