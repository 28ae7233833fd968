// The history of runs, readable by a person.
// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from 'react-i18next';
import type { IntegrationKind, Run } from '../api/schema';
import { useFormat } from '../i18n/format';
import { saidOf } from '../i18n/said';
import { Sheet } from '../parts/Page';
import { ScrollX } from '../parts/ScrollX';
import styles from './RunTable.module.css';

export function RunTable({ kind, runs }: { kind: IntegrationKind; runs: Run[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (runs.length === 0) return <Sheet><p className="dimmed flat">{t('runs.none')}</p></Sheet>;
  return (
    <Sheet flush>
      <ScrollX label={t('runs.title')}>
        <table className="plain">
          <thead>
            <tr><th>{t('runs.started')}</th><th className="wide-only">{t('runs.kind')}</th><th>{t('runs.outcome')}</th><th className="num wide-only">{t('runs.took')}</th><th className="num wide-only">{t('runs.records')}</th><th className="num wide-only">{t('runs.new_guests')}</th><th className="num">{t('runs.new_events')}</th><th className="num wide-only">{t('runs.changed_events')}</th></tr>
          </thead>
          <tbody>
            {runs.map((run) => {
              const took = run.ended_at ? format.duration((Date.parse(run.ended_at) - Date.parse(run.started_at)) / 1000) : '';
              return (
                <tr key={run.id}>
                  <td>{format.instant(run.started_at)}<span className="under narrow-only">{[t(`runs.kind_${run.kind}`), took].filter(Boolean).join(' · ')}</span></td>
                  <td className="wide-only">{t(`runs.kind_${run.kind}`)}</td>
                  <td className={styles.outcome} data-outcome={run.outcome}>
                    {t(`runs.outcome_${run.outcome}`)}
                    {run.problem && <span className="under">{t(`run_problem.${run.problem.code}`, saidOf(kind))}</span>}
                  </td>
                  <td className="num wide-only">{took}</td>
                  <td className="num wide-only">{format.number(run.records)}</td>
                  <td className="num wide-only">{format.number(run.profiles_created)}</td>
                  <td className="num">{format.number(run.events_created)}</td>
                  <td className="num wide-only">{format.number(run.events_updated + run.events_retracted)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </ScrollX>
    </Sheet>
  );
}
