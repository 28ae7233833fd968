// The organization: name, time zone, where the days of segments begin, currency, country, language.
// SPDX-License-Identifier: Apache-2.0
import { useMemo, useState, type FormEvent } from 'react';
import { Button, Select, Stack, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../api/call';
import { organizationQuery, sessionQuery } from '../api/queries';
import type { Locale, Organization, SegmentDays } from '../api/schema';
import { formatTag, languages } from '../i18n/languages';
import { Sheet } from '../parts/Page';
import { countries } from '../parts/countries';
import { countryName, CurrencySelect, ZoneSelect } from '../parts/places';
import { changedOf } from '../parts/changed';
import { SaveTrouble } from '../parts/SaveTrouble';
import { useToasts } from '../parts/toasts';
import { Trouble } from '../parts/Trouble';
import { Wait } from '../parts/Wait';
import { useCan } from '../shell/useCan';

export function OrganizationForm() {
  const organization = useQuery(organizationQuery);
  if (organization.isPending) return <Wait />;
  if (organization.isError && !organization.data) return <Trouble error={organization.error} retry={() => void organization.refetch()} />;
  return <Form organization={organization.data} />;
}

function Form({ organization }: { organization: Organization }) {
  const { t, i18n } = useTranslation();
  const can = useCan();
  const client = useQueryClient();
  const { tell } = useToasts();
  // What the form began with; whatever arrives meanwhile, only what differs from it is sent.
  const [start, setStart] = useState(organization);
  const [form, setForm] = useState(organization);
  const change = (part: Partial<Organization>) => setForm((old) => ({ ...old, ...part }));
  const tag = formatTag(i18n.language);
  const nations = useMemo(() => countries.map((code) => ({ value: code, label: countryName(code, tag) })).sort((a, b) => a.label.localeCompare(b.label, tag)), [tag]);
  const save = useMutation({
    mutationFn: (onto: Organization) => call('patch', '/app/v1/settings/organization', { body: { ...changedOf(start, { ...form, name: form.name.trim() }), revision: onto.revision } }),
    onSuccess: (saved) => {
      client.setQueryData(organizationQuery.queryKey, saved);
      client.setQueryData(sessionQuery.queryKey, (old) => (old ? { ...old, organization: saved } : old));
      load(saved);
      void client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
      tell(t('state.saved'));
    },
  });
  const load = (newer: Organization) => { setStart(newer); setForm(newer); };
  const newest = () => client.fetchQuery({ ...organizationQuery, staleTime: 0 });
  const off = !can.own;
  return (
    <Sheet>
      <form onSubmit={(event: FormEvent) => { event.preventDefault(); save.mutate(start); }}>
        <Stack gap="lg" maw={520}>
          {off && <p className="dimmed flat">{t('organization.owner_only')}</p>}
          <TextInput label={t('field.organization')} required withAsterisk={false} maxLength={100} disabled={off} value={form.name} onChange={(e) => change({ name: e.currentTarget.value })} />
          <ZoneSelect label={t('field.time_zone')} description={t('organization.zone_about')} disabled={off} value={form.time_zone} onChange={(time_zone) => change({ time_zone })} />
          <Select
            label={t('organization.segment_days')} description={t('organization.segment_days_about')} allowDeselect={false} disabled={off} value={form.segment_days}
            data={[{ value: 'account', label: t('organization.segment_days_account', { zone: form.time_zone.replaceAll('_', ' ') }) }, { value: 'utc', label: t('organization.segment_days_utc') }]}
            onChange={(segment_days) => segment_days && change({ segment_days: segment_days as SegmentDays })}
          />
          <CurrencySelect label={t('field.currency')} description={t('organization.currency_about')} disabled={off} value={form.currency} onChange={(currency) => change({ currency })} />
          <Select label={t('field.country')} description={t('organization.country_about')} searchable allowDeselect={false} disabled={off} data={nations} value={form.country} onChange={(country) => country && change({ country })} />
          <Select label={t('organization.language')} description={t('organization.language_about')} allowDeselect={false} disabled={off} data={languages.map((l) => ({ value: l.code, label: l.name }))} value={form.locale} onChange={(locale) => locale && change({ locale: locale as Locale })} />
          <p className="dimmed flat">{t('organization.id')} {form.id}</p>
          {save.isError && <SaveTrouble error={save.error} onLoadNewer={async () => { load(await newest()); save.reset(); }} onKeepMine={async () => save.mutate(await newest())} />}
          {!off && (
            <div className="chip-row">
              <Button type="submit" loading={save.isPending}>{t('action.save')}</Button>
            </div>
          )}
        </Stack>
      </form>
    </Sheet>
  );
}
