// What comes of a Lightspeed account, for connecting and for editing.
// SPDX-License-Identifier: Apache-2.0
import { useState, type FormEvent, type ReactNode } from 'react';
import { Button, Checkbox, Group, Stack, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { LightspeedSettings } from '../api/schema';
import { Trouble } from '../parts/Trouble';
import { IntervalSelect } from './IntervalSelect';
import { ListSelect } from './ListSelect';
import { useFieldErrors } from './useFieldErrors';
import styles from './OpenTableForm.module.css';

const hourly = 60;
const switches = ['include_zero_value', 'include_no_email', 'start_welcome_flow'] as const;
type Switches = Pick<LightspeedSettings, (typeof switches)[number]>;
export type LightspeedOutcome = { name: string; list_id: string | null; settings: Record<string, unknown> };
type Props = { start: { name: string; list_id: string | null; settings: Switches & Pick<LightspeedSettings, 'interval_minutes'> }; isNew: boolean; error: unknown; saving: boolean; save: string; onSave: (outcome: LightspeedOutcome) => void; children?: ReactNode };

export function LightspeedForm({ start, isNew, error, saving, save, onSave, children }: Props) {
  const { t } = useTranslation();
  const [name, setName] = useState(start.name);
  const [list, setList] = useState(start.list_id);
  const [on, setOn] = useState<Switches>(() => ({ ...start.settings }));
  const [minutes, setMinutes] = useState(start.settings.interval_minutes ?? hourly);
  const { at, rest } = useFieldErrors(error, ['/name', '/list_id', '/settings/interval_minutes']);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // Off is the default of each: said as nothing for a new integration, as null for a change.
    const changed = switches.filter((one) => !!on[one] !== !!start.settings[one]).map((one) => [one, on[one] ? true : null] as const);
    const settings: Record<string, unknown> = Object.fromEntries(changed.filter(([, value]) => !isNew || value));
    if (minutes !== (start.settings.interval_minutes ?? hourly)) settings.interval_minutes = minutes === hourly ? null : minutes;
    onSave({ name: name.trim(), list_id: list, settings });
  };
  const box = (one: (typeof switches)[number], disabled = false) => (
    <Checkbox label={t(`lightspeed.${one}`)} description={t(`lightspeed.${one}_about`)} disabled={disabled} checked={!!on[one]} onChange={(e) => { const { checked } = e.currentTarget; setOn((old) => ({ ...old, [one]: checked })); }} />
  );
  return (
    <form onSubmit={submit} className={styles.form}>
      <Stack gap="lg">
        <TextInput label={t('opentable.name')} description={t('lightspeed.name_about')} required maxLength={80} value={name} error={at('/name')} onChange={(e) => setName(e.currentTarget.value)} />
        <ListSelect words={{ label: t('lightspeed.list'), about: t('lightspeed.list_about'), none: t('lightspeed.no_list_about'), suggested: t('lightspeed.list_suggested') }} value={list} onChange={setList} error={at('/list_id')} />
        {box('start_welcome_flow', list === null)}
        {box('include_zero_value')}
        {box('include_no_email')}
        {!isNew && <Text size="sm" c="dimmed">{t('interval.read_again')}</Text>}
        <IntervalSelect value={minutes} error={at('/settings/interval_minutes')} onChange={setMinutes} />
        {children}
        {rest && <Trouble error={rest} />}
        <Group gap="sm"><Button type="submit" loading={saving}>{save}</Button></Group>
      </Stack>
    </form>
  );
}
