// Connecting Lightspeed, or giving it access again: first step, up to the door of Lightspeed.
// SPDX-License-Identifier: Apache-2.0
import { useState, type FormEvent } from 'react';
import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { call } from '../api/call';
import { Problem } from '../api/problem';
import { integrationQuery } from '../api/queries';
import type { IntegrationDetail } from '../api/schema';
import { Mark } from '../parts/Mark';
import { Page, Sheet } from '../parts/Page';
import { Trouble } from '../parts/Trouble';
import { Wait } from '../parts/Wait';
import { useCan } from '../shell/useCan';
import { keepAttempt, keptAttempt, returnAddress } from './attempt';
import { BeforeLightspeed } from './BeforeLightspeed';
import { byKind } from './byKind';
import { CopyText } from './CopyText';
import { useFieldErrors } from './useFieldErrors';
import page from './ConnectPage.module.css';
import styles from './OpenTableForm.module.css';

export function Component() {
  const { t } = useTranslation();
  const can = useCan();
  const { id } = useParams();
  const integration = useQuery({ ...integrationQuery(id ?? ''), enabled: !!id });
  const title = id ? t('lightspeed.reconnect_title') : t('connect.title', { vendor: 'Lightspeed Retail' });
  const back = id ? { to: `/integrations/${id}`, text: integration.data?.name ?? t('nav.integrations') } : { to: '/integrations/add', text: t('browse.title') };
  return (
    <Page title={title} about={id ? t('lightspeed.reconnect_about') : t('connect.about_lightspeed')} mark={<Mark kind="lightspeed" size={44} />} back={back}>
      <div className={page.columns}>
        <Sheet>
          {!can.change ? <p>{t('problem.not_allowed')}</p> : id && integration.isPending ? <Wait rows={3} /> : integration.isError ? <Trouble error={integration.error} retry={() => void integration.refetch()} /> : <Begin {...(integration.data ? { again: integration.data } : {})} />}
        </Sheet>
        <BeforeLightspeed />
      </div>
    </Page>
  );
}

function Begin({ again }: { again?: IntegrationDetail }) {
  const { t } = useTranslation();
  const one = again && byKind(again);
  const settings = one?.kind === 'lightspeed' ? one.settings : undefined;
  const [before] = useState(keptAttempt);
  const [name, setName] = useState(again?.name ?? (before && !before.again ? before.name : ''));
  const [clientId, setClientId] = useState(settings?.client_id ?? (before && !before.again ? before.client_id : ''));
  const [secret, setSecret] = useState('');
  const authorize = useMutation({
    mutationFn: async () => {
      const way = await call('post', '/app/v1/integrations/lightspeed/authorize', { body: { client_id: clientId.trim(), client_secret: secret.trim() } });
      const kept = keepAttempt({ draft: way.draft, name: name.trim(), client_id: clientId.trim(), ...(again && settings ? { again: { id: again.id, revision: again.revision, account: settings.account } } : {}) });
      if (!kept) throw new Problem(0, 'storage_blocked', '');
      return way;
    },
    onSuccess: (way) => {
      if (way.redirect_address === returnAddress()) window.location.assign(way.url);
    },
  });
  const { at, rest } = useFieldErrors(authorize.error, ['/client_id', '/client_secret']);
  const way = authorize.data;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    authorize.mutate();
  };
  if (way && way.redirect_address !== returnAddress())
    return (
      <Stack gap="md" className={styles.form}>
        <p className="flat">{t('lightspeed.other_redirect')}</p>
        <CopyText text={way.redirect_address} />
        <div><Button onClick={() => window.location.assign(way.url)}>{t('lightspeed.go')}</Button></div>
      </Stack>
    );
  return (
    <form onSubmit={submit} className={styles.form}>
      <Stack gap="lg">
        {!again && <TextInput label={t('opentable.name')} description={t('lightspeed.name_about')} placeholder={t('lightspeed.name_example')} required maxLength={80} value={name} onChange={(e) => setName(e.currentTarget.value)} />}
        <TextInput label={t('toast.client_id')} description={t('lightspeed.client_id_about')} required autoComplete="off" spellCheck={false} value={clientId} error={at('/client_id')} onChange={(e) => setClientId(e.currentTarget.value)} />
        <PasswordInput label={t('toast.client_secret')} description={t('lightspeed.client_secret_about')} required autoComplete="new-password" value={secret} error={at('/client_secret')} aria-invalid={!!at('/client_secret')} onChange={(e) => setSecret(e.currentTarget.value)} visibilityToggleButtonProps={{ 'aria-label': t('field.show_password') }} />
        {rest && <Trouble error={rest} />}
        <div>
          <Button type="submit" loading={authorize.isPending || authorize.isSuccess}>{t('lightspeed.go')}</Button>
          <p className="dimmed small">{t('lightspeed.go_about')}</p>
        </div>
      </Stack>
    </form>
  );
}
