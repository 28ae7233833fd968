// What a check found or an import did, and what was left out, with its lines.
// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { importProblemsQuery } from '../api/queries';
import type { Import, ImportCounts } from '../api/schema';
import { useFormat } from '../i18n/format';
import { Facts } from '../parts/Facts';
import { Section, Sheet } from '../parts/Page';
import { ScrollX } from '../parts/ScrollX';
import { Trouble } from '../parts/Trouble';

const ofPeople = { always: ['rows', 'people', 'created', 'updated', 'subscribed'], sometimes: ['unsubscribed', 'joined', 'repeated', 'skipped', 'removed'] } as const;
const ofEvents = { always: ['rows', 'events', 'repeated', 'people', 'created'], sometimes: ['forgotten', 'skipped', 'events_removed', 'removed'] } as const;

export function Counts({ one, counts }: { one: Import; counts: ImportCounts }) {
  const { t } = useTranslation();
  const format = useFormat();
  const isEvents = one.format === 'events';
  const { always, sometimes } = isEvents ? ofEvents : ofPeople;
  const shown = [...always, ...sometimes.filter((name) => counts[name] > 0)];
  return <Facts items={shown.map((name) => [t(isEvents && name === 'repeated' ? 'imports.count_repeated_events' : `imports.count_${name}`), format.number(counts[name])])} />;
}

export function Problems({ one, counts }: { one: Import; counts: ImportCounts }) {
  const { t } = useTranslation();
  const format = useFormat();
  const reasons = Object.entries(counts.problems).sort((a, b) => b[1] - a[1]);
  const problems = useQuery({ ...importProblemsQuery(one.id, `${one.state} ${one.position}`), enabled: reasons.length > 0 });
  if (reasons.length === 0) return null;
  return (
    <Section title={t('imports.left_out')} about={t('imports.left_out_about')} actions={<a href={`/app/v1/imports/${encodeURIComponent(one.id)}/problems.csv`} download="problems.csv">{t('imports.download_problems')}</a>}>
      <ul>{reasons.map(([reason, n]) => <li key={reason}>{t(`imports.reason_${reason}`)}{format.colon}<strong>{format.number(n)}</strong></li>)}</ul>
      {problems.isError && <Trouble error={problems.error} retry={() => void problems.refetch()} />}
      {!!problems.data?.length && (
        <Sheet flush>
          <ScrollX label={t('imports.left_out')}>
            <table className="plain stacks">
              <thead><tr><th className="num">{t('imports.line')}</th><th>{t('imports.column')}</th><th>{t('imports.reason')}</th><th>{t('imports.value')}</th><th>{t('imports.effect')}</th></tr></thead>
              <tbody>
                {problems.data.map((p, i) => (
                  <tr key={i}><td className="num"><span className="narrow-only dimmed">{t('imports.line')} </span>{format.number(p.line)}</td><td data-column={t('imports.column')}>{p.column}</td><td data-column={t('imports.reason')}>{t(`imports.reason_${p.reason}`)}</td><td data-column={t('imports.value')}>{p.value}</td><td data-column={t('imports.effect')}>{p.is_row_skipped ? t('imports.row_skipped') : t('imports.cell_left_out')}</td></tr>
                ))}
              </tbody>
            </table>
          </ScrollX>
        </Sheet>
      )}
    </Section>
  );
}
