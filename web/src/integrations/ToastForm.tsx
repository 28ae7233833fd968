// The set-up form of Toast, for connecting and for editing.
// SPDX-License-Identifier: Apache-2.0
import { useState, type FormEvent } from 'react';
import { Button, Group, PasswordInput, Stack, TagsInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { asksVendorWithinMs, call } from '../api/call';
import { Trouble } from '../parts/Trouble';
import { CheckReport } from './CheckReport';
import { ToastAdvanced } from './ToastAdvanced';
import { changesOf, choicesOf, isGuid, settingsOf, tidyGuids, type ToastChoices } from './toastSettings';
import { useFieldErrors } from './useFieldErrors';
import styles from './OpenTableForm.module.css';

export type ToastSecrets = { client_id?: string; client_secret?: string; webhook_secret?: string };
export type ToastOutcome = { name: string; settings: Record<string, unknown>; credentials: ToastSecrets };
type Start = { name: string; client_id: string; choices: ToastChoices };
type Props = { start?: Start; integrationId?: string; webhook?: string; error: unknown; saving: boolean; save: string; onSave: (outcome: ToastOutcome) => void };

const pointers = ['/name', '/credentials/client_id', '/credentials/client_secret', '/credentials/webhook_secret', '/settings/restaurants', '/settings/sources', '/settings/history_years', '/settings/product_per', '/settings/product_value', '/settings/fulfilled_when', '/settings/interval_minutes'];

export function ToastForm({ start, integrationId, webhook, error, saving, save, onSave }: Props) {
  const { t } = useTranslation();
  const [name, setName] = useState(start?.name ?? '');
  const [secrets, setSecrets] = useState({ client_id: start?.client_id ?? '', client_secret: '', webhook_secret: '' });
  const [choices, setChoices] = useState<ToastChoices>(start?.choices ?? choicesOf({}));
  const [incomplete, setIncomplete] = useState(false);
  const entered = () => Object.fromEntries(Object.entries(secrets).map(([key, value]) => [key, value.trim()]).filter(([key, value]) => value && !(key === 'client_id' && value === start?.client_id))) as ToastSecrets;
  const check = useMutation({
    mutationFn: () => call('post', '/app/v1/integrations/check', { body: { kind: 'toast', settings: settingsOf(choices), credentials: { client_id: secrets.client_id.trim(), ...(secrets.client_secret ? { client_secret: secrets.client_secret.trim() } : {}) }, ...(integrationId ? { integration_id: integrationId } : {}) }, withinMs: asksVendorWithinMs }),
  });
  const { at, rest } = useFieldErrors(error ?? check.error, pointers);
  const secret = (part: Partial<typeof secrets>) => { setSecrets((old) => ({ ...old, ...part })); check.reset(); };
  const choose = (part: Partial<ToastChoices>) => { setChoices((old) => ({ ...old, ...part })); if (part.restaurants) check.reset(); };
  const wrong = choices.restaurants.filter((text) => !isGuid(text));
  const guids = wrong.length ? t('toast.not_guids', { texts: wrong.join(', ') }) : incomplete && choices.restaurants.length === 0 ? t('toast.no_guids') : at('/settings/restaurants');
  const usable = choices.restaurants.length > 0 && wrong.length === 0;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setIncomplete(true);
    if (!usable) return;
    onSave({ name: name.trim(), credentials: entered(), settings: start ? changesOf(choices, start.choices) : settingsOf(choices) });
  };
  return (
    <form onSubmit={submit} className={styles.form}>
      <Stack gap="lg">
        <TextInput label={t('opentable.name')} description={t('toast.name_about')} placeholder={t('toast.name_example')} required maxLength={80} value={name} error={at('/name')} onChange={(e) => setName(e.currentTarget.value)} />
        <TextInput label={t('toast.client_id')} description={t('toast.client_id_about')} required autoComplete="off" spellCheck={false} value={secrets.client_id} error={at('/credentials/client_id')} onChange={(e) => secret({ client_id: e.currentTarget.value })} />
        <PasswordInput label={t('toast.client_secret')} description={integrationId ? t('opentable.secret_id_keep') : t('toast.client_secret_about')} required={!integrationId} autoComplete="new-password" value={secrets.client_secret} error={at('/credentials/client_secret')} aria-invalid={!!at('/credentials/client_secret')} onChange={(e) => secret({ client_secret: e.currentTarget.value })} visibilityToggleButtonProps={{ 'aria-label': t('field.show_password') }} />
        <TagsInput
          label={t('toast.restaurants')} description={integrationId ? t('toast.restaurants_more') : t('toast.restaurants_about')} withAsterisk spellCheck={false} autoComplete="off" splitChars={[',', ';', ' ', '\n', '\r', '\t']} maxTags={100}
          value={choices.restaurants} {...(guids ? { error: guids } : {})} onChange={(restaurants) => choose({ restaurants: tidyGuids(restaurants) })} classNames={{ pill: styles.code ?? '' }}
        />
        <ToastAdvanced choices={choices} onChange={choose} at={at} isNew={!start} {...(webhook ? { webhook, webhookSecret: secrets.webhook_secret, onWebhookSecret: (webhook_secret: string) => setSecrets((old) => ({ ...old, webhook_secret })) } : {})} />
        <div aria-live="polite">
          {check.data && <CheckReport kind="toast" result={check.data} />}
        </div>
        {rest && <Trouble error={rest} />}
        <Group gap="sm">
          <Button type="submit" loading={saving}>{save}</Button>
          <Button variant="default" loading={check.isPending} disabled={!usable || !secrets.client_id || !(secrets.client_secret || integrationId)} onClick={() => check.mutate()}>{t('opentable.test')}</Button>
        </Group>
      </Stack>
    </form>
  );
}
