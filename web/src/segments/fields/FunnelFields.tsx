// One thing, then another: the steps, and how long they may take.
// SPDX-License-Identifier: Apache-2.0
import { ActionIcon, Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../parts/icons';
import { readFunnel, writeFunnel, type FunnelForm } from '../form';
import { funnelWindows, timeframes, type FunnelCondition } from '../grammar';
import { Choice } from './Choice';
import { DateFields } from './DateFields';
import { MetricSelect } from './MetricSelect';
import { WhereFields } from './WhereFields';
import styles from '../builder.module.css';

const mostSteps = 10;

export function FunnelFields({ condition, onChange }: { condition: FunnelCondition; onChange: (condition: FunnelCondition) => void }) {
  const { t } = useTranslation();
  const form = readFunnel(condition);
  const set = (part: Partial<FunnelForm>) => onChange(writeFunnel({ ...form, ...part }));
  const setStep = (at: number, part: Partial<FunnelForm['steps'][number]>) => set({ steps: form.steps.map((s, i) => (i === at ? { ...s, ...part } : s)) });
  return (
    <>
      {form.steps.map((step, at) => (
        <div key={at} role="group" aria-label={t('segment.step_n', { n: at + 1 })}>
          <div className={styles.row}>
            {at === 0 ? <span className={styles.joint}>{t('segment.step_first')}</span> : <Choice label={t('segment.step')} value={step.exists ? 'then' : 'then_not'} options={[['then', t('segment.step_then')], ['then_not', t('segment.step_then_not')]]} onChange={(next) => setStep(at, { exists: next === 'then' })} />}
            <MetricSelect label={t('segment.choose_metric')} value={step.metric} onChange={(metric) => setStep(at, { metric })} />
            {form.steps.length > 2 && <ActionIcon variant="subtle" color="gray" aria-label={t('segment.remove_step')} onClick={() => set({ steps: form.steps.filter((_, i) => i !== at) })}><Icon name="cross" size={14} /></ActionIcon>}
          </div>
          <WhereFields filters={step.filters} metric={step.metric} onChange={(filters) => setStep(at, { filters })} />
        </div>
      ))}
      <div className={styles.row}>
        {form.steps.length < mostSteps && <Button variant="subtle" size="compact-sm" leftSection={<Icon name="plus" size={14} />} onClick={() => set({ steps: [...form.steps, { metric: null, exists: true, filters: [] }] })}>{t('segment.add_step')}</Button>}
      </div>
      <div className={styles.row}>
        <Choice label={t('segment.window')} value={form.window ?? 'none'} options={[['none', t('segment.window_none')] as const, ...funnelWindows.map((w) => [w, t(`segment.window_${w.toLowerCase()}`)] as const)]} onChange={(next) => set({ window: next === 'none' ? null : next })} />
        <DateFields value={form.timeframe} operators={timeframes.funnel} onChange={(timeframe) => set({ timeframe })} />
      </div>
    </>
  );
}
