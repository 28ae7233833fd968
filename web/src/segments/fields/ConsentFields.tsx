// Whether someone can be sent marketing: the channel, the state, and how it came about.
// SPDX-License-Identifier: Apache-2.0
import { ActionIcon, Button, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../parts/icons';
import { withDateOperator } from '../choices';
import { consentFields, consentMethods, consentStarts, subscriptionsOf, type Consent } from '../consents';
import { isDate, timeframes, type ConsentCondition, type ConsentFilter } from '../grammar';
import { ValueTexts } from './basic';
import { Choice } from './Choice';
import { DateFields } from './DateFields';
import styles from '../builder.module.css';

const nowhere = {};

export function ConsentFields({ condition, onChange }: { condition: ConsentCondition; onChange: (condition: ConsentCondition) => void }) {
  const { t } = useTranslation();
  const { consent } = condition, filters = consent.consent_status.filters ?? [];
  const set = (next: Consent) => onChange({ ...condition, consent: next });
  const status = (subscription: typeof consent.consent_status.subscription, of = consent): Consent => ({ channel: of.channel, can_receive_marketing: of.can_receive_marketing, consent_status: { subscription, filters: consentStarts(of, subscription) } });
  const first = (of: Consent) => set(status(subscriptionsOf(of)[0] ?? 'any', of));
  const setFilters = (next: ConsentFilter[]) => set({ ...consent, consent_status: { ...consent.consent_status, filters: next.length ? next : null } });
  const setFilter = (at: number, next: ConsentFilter) => setFilters(filters.map((f, i) => (i === at ? next : f)));
  const offered = consentFields(consent);
  return (
    <>
      <div className={styles.row}>
        <Choice label={t('segment.can')} value={consent.can_receive_marketing ? 'can' : 'cannot'} options={[['can', t('segment.can_receive')], ['cannot', t('segment.cannot_receive')]]} onChange={(next) => first({ ...consent, can_receive_marketing: next === 'can' })} />
        <Choice label={t('segment.channel')} value={consent.channel} options={(['email', 'sms', 'push'] as const).map((c) => [c, t(`segment.marketing_${c}`)] as const)} onChange={(channel) => first({ ...consent, channel })} />
        {subscriptionsOf(consent).length > 1 && <Choice label={t('segment.subscription')} value={consent.consent_status.subscription} options={subscriptionsOf(consent).map((s) => [s, t(`segment.because_${s}`)] as const)} onChange={(next) => set(status(next))} />}
      </div>
      {filters.map((f, at) => (
        <div key={at} className={styles.row} role="group" aria-label={t('segment.filter_n', { n: at + 1 })}>
          <Choice label={t('segment.consent_field')} value={f.field} options={(offered.includes(f.field) ? offered : [f.field, ...offered]).map((x) => [x, t(`segment.consent_${x}`)] as const)} onChange={(field) => setFilter(at, begun(field, consent))} />
          <ConsentFilterFields filter={f} consent={consent} onChange={(next) => setFilter(at, next)} />
          <ActionIcon variant="subtle" color="gray" aria-label={t('segment.remove_filter')} onClick={() => setFilters(filters.filter((_, i) => i !== at))}><Icon name="cross" size={14} /></ActionIcon>
        </div>
      ))}
      {offered.length > filters.length && <Button variant="subtle" size="compact-sm" leftSection={<Icon name="filter" size={14} />} onClick={() => { const field = offered.find((o) => !filters.some((f) => f.field === o)); if (field) setFilters([...filters, begun(field, consent)]); }}>{t('segment.add_consent_filter')}</Button>}
    </>
  );
}

function begun(field: string, consent: Consent): ConsentFilter {
  if (field === 'method') return { field, method: consentMethods(consent)[0] ?? 'api' };
  if (field === 'status_date') return { field, filter: withDateOperator(null, 'in-the-last') };
  if (field === 'custom_source') return { field, filter: { type: 'string', operator: 'equals', value: '' } };
  return field.startsWith('is_') ? { field, filter: { type: 'boolean', operator: 'equals', value: true } } : { field, filter: { type: 'existence', operator: 'is-set' } };
}

const named = new Set(['form', 'api', 'manual_import', 'manual_add', 'integration']);

function ConsentFilterFields({ filter: f, consent, onChange }: { filter: ConsentFilter; consent: Consent; onChange: (filter: ConsentFilter) => void }) {
  const { t } = useTranslation();
  const value = f.filter;
  if (f.field === 'method') {
    const methods = consentMethods(consent), method = f.method ?? 'api';
    return (
      <>
        <Choice label={t('segment.consent_method')} value={method} options={(methods.includes(method) ? methods : [method, ...methods]).map((m) => [m, t(`segment.method_${m}`)] as const)} onChange={(next) => onChange({ field: f.field, method: next, ...(next === 'integration' ? { filter: { type: 'string' as const, operator: 'in' as const, value: ['regulars-opentable'] } } : {}) })} />
        {named.has(method) && <ValueTexts label={t('segment.method_which')} values={value && 'value' in value && Array.isArray(value.value) ? value.value : []} property="" source={nowhere} onChange={(ids) => onChange({ field: f.field, method, ...(ids.length ? { filter: { type: 'string' as const, operator: 'in' as const, value: ids } } : {}) })} />}
      </>
    );
  }
  if (value?.type === 'boolean') return <Choice label={t('segment.value')} value={String(value.value)} options={[['true', t('state.yes')], ['false', t('state.no')]]} onChange={(next) => onChange({ ...f, filter: { ...value, value: next === 'true' } })} />;
  if (value?.type === 'string') return <TextInput className={styles.text ?? ''} aria-label={t('segment.value')} value={String(value.value ?? '')} onChange={(e) => onChange({ ...f, filter: { type: 'string', operator: 'equals', value: e.currentTarget.value } })} />;
  const isEver = value?.type === 'existence';
  return (
    <>
      {f.field !== 'status_date' && <Choice label={t('segment.timeframe')} value={isEver ? 'ever' : 'when'} options={[['ever', t('segment.ever')], ['when', t('segment.at_a_time')]]} onChange={(next) => onChange({ ...f, filter: next === 'ever' ? { type: 'existence', operator: 'is-set' } : withDateOperator(null, 'in-the-last') })} />}
      {isDate(value) && <DateFields value={value} operators={timeframes.property} onChange={(filter) => onChange({ ...f, filter })} />}
    </>
  );
}
