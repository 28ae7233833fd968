// The set-up form of OpenTable, for connecting and for editing, with help on where each value is found.
// SPDX-License-Identifier: Apache-2.0
import { useState, type FormEvent } from 'react';
import { Button, Group, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { asksVendorWithinMs, call } from '../api/call';
import { fieldOf, problemOf } from '../api/problem';
import { ownZone, ZoneSelect } from '../parts/places';
import { Trouble, useSay } from '../parts/Trouble';
import { CheckReport } from './CheckReport';
import { ListSelect } from './ListSelect';
import { OrderSources } from './OrderSources';
import styles from './OpenTableForm.module.css';

export type OpenTableValues = { name: string; client_id: string; secret_id: string; list_id: string | null; restaurant_id: string; restaurant_name: string; time_zone: string; pos_value_from: string[] };
type Props = { start?: Partial<OpenTableValues>; integrationId?: string; error: unknown; saving: boolean; save: string; onSave: (values: OpenTableValues) => void };

export function OpenTableForm({ start, integrationId, error, saving, save, onSave }: Props) {
  const { t } = useTranslation();
  const say = useSay();
  const [form, setForm] = useState<OpenTableValues>({ name: '', client_id: '', secret_id: '', list_id: null, restaurant_id: '', restaurant_name: '', time_zone: ownZone(), pos_value_from: [], ...start });
  const check = useMutation({
    mutationFn: () => call('post', '/app/v1/integrations/check', { body: { kind: 'opentable', client_id: form.client_id.trim(), restaurant_id: form.restaurant_id.trim(), ...(form.secret_id ? { secret_id: form.secret_id.trim() } : {}), ...(integrationId ? { integration_id: integrationId } : {}) }, withinMs: asksVendorWithinMs }),
  });
  const change = (part: Partial<OpenTableValues>) => {
    setForm((old) => ({ ...old, ...part }));
    if ('client_id' in part || 'secret_id' in part || 'restaurant_id' in part) check.reset();
  };
  const problem = error ? problemOf(error) : undefined;
  const errorOf = (field: string) => (problem && fieldOf(problem) === field ? say(problem) : undefined);
  const known = ['name', 'client_id', 'secret_id', 'list_id', 'restaurant_id', 'restaurant_name', 'time_zone', 'pos_value_from'];
  const testable = form.client_id && form.restaurant_id && (form.secret_id || integrationId);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSave({ ...form, name: form.name.trim(), client_id: form.client_id.trim(), secret_id: form.secret_id.trim(), restaurant_id: form.restaurant_id.trim(), restaurant_name: form.restaurant_name.trim() });
  };
  return (
    <form onSubmit={submit} className={styles.form}>
      <Stack gap="lg">
        <TextInput label={t('opentable.name')} description={t('opentable.name_about')} placeholder={t('opentable.name_example')} required maxLength={80} value={form.name} error={errorOf('name')} onChange={(e) => change({ name: e.currentTarget.value })} />
        <TextInput label={t('opentable.restaurant_name')} required maxLength={120} value={form.restaurant_name} error={errorOf('restaurant_name')} onChange={(e) => change({ restaurant_name: e.currentTarget.value })} />
        <TextInput label={t('opentable.restaurant_id')} description={t('opentable.restaurant_id_about')} required inputMode="numeric" pattern="[0-9]{1,12}" disabled={!!integrationId} value={form.restaurant_id} error={errorOf('restaurant_id')} onChange={(e) => change({ restaurant_id: e.currentTarget.value })} />
        <ZoneSelect label={t('opentable.time_zone')} description={t('opentable.time_zone_about')} value={form.time_zone} error={errorOf('time_zone')} onChange={(time_zone) => change({ time_zone })} />
        <TextInput label={t('opentable.client_id')} description={t('opentable.client_id_about')} required autoComplete="off" spellCheck={false} value={form.client_id} error={errorOf('client_id')} onChange={(e) => change({ client_id: e.currentTarget.value })} />
        <PasswordInput label={t('opentable.secret_id')} description={integrationId ? t('opentable.secret_id_keep') : t('opentable.secret_id_about')} required={!integrationId} autoComplete="new-password" value={form.secret_id} error={errorOf('secret_id')} onChange={(e) => change({ secret_id: e.currentTarget.value })} visibilityToggleButtonProps={{ 'aria-label': t('field.show_password') }} />
        <ListSelect words={{ label: t('opentable.list'), about: t('opentable.list_about'), none: t('opentable.no_list_about'), suggested: t('list.suggested'), double: (list) => t('opentable.double_warning', { name: list }) }} value={form.list_id} onChange={(list_id) => change({ list_id })} error={errorOf('list_id')} />
        <OrderSources value={form.pos_value_from} onChange={(pos_value_from) => change({ pos_value_from })} error={errorOf('pos_value_from')} />
        <div aria-live="polite">
          {check.data && <CheckReport kind="opentable" result={check.data} />}
          {check.isError && <Trouble error={check.error} />}
        </div>
        {problem && !known.includes(fieldOf(problem)) && <Trouble error={problem} />}
        <Group gap="sm">
          <Button type="submit" loading={saving}>{save}</Button>
          <Button variant="default" loading={check.isPending} disabled={!testable} onClick={() => check.mutate()}>{t('opentable.test')}</Button>
        </Group>
      </Stack>
    </form>
  );
}
