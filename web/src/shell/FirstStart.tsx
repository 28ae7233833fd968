// The first start: who owns this server, and where the restaurant is.
// SPDX-License-Identifier: Apache-2.0
import { useState, type FormEvent } from 'react';
import { Button, Fieldset, PasswordInput, Select, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../api/call';
import { fieldOf, problemOf } from '../api/problem';
import { sessionQuery } from '../api/queries';
import type { Locale } from '../api/schema';
import { choose, languages } from '../i18n/languages';
import { CurrencySelect, guessCurrency, ownZone, ZoneSelect } from '../parts/places';
import { Trouble, useSay } from '../parts/Trouble';
import { Door } from './Door';

export default function FirstStart() {
  const { t, i18n } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [form, setForm] = useState({ organization: '', name: '', email: '', password: '', time_zone: ownZone(), currency: guessCurrency() });
  const change = (part: Partial<typeof form>) => setForm((old) => ({ ...old, ...part }));
  const setUp = useMutation({
    mutationFn: () => call('post', '/app/v1/setup', { body: { ...form, locale: i18n.language as Locale } }),
    onSuccess: (session) => client.setQueryData(sessionQuery.queryKey, session),
  });
  const problem = setUp.isError ? problemOf(setUp.error) : undefined;
  const errorOf = (field: string) => (problem && fieldOf(problem) === field ? say(problem) : undefined);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setUp.mutate();
  };
  return (
    <Door title={t('first_start.title')} about={t('first_start.about')} wide>
      <form onSubmit={submit}>
        <Stack gap="lg">
          <Fieldset variant="unstyled" legend={t('first_start.restaurant')}>
            <Stack gap="md">
              <TextInput label={t('field.organization')} description={t('first_start.organization_about')} required maxLength={100} value={form.organization} error={errorOf('organization')} onChange={(e) => change({ organization: e.currentTarget.value })} />
              <ZoneSelect label={t('field.time_zone')} description={t('first_start.zone_about')} value={form.time_zone} error={errorOf('time_zone')} onChange={(time_zone) => change({ time_zone })} />
              <CurrencySelect label={t('field.currency')} value={form.currency} onChange={(currency) => change({ currency })} />
              <Select label={t('shell.language')} allowDeselect={false} data={languages.map((l) => ({ value: l.code, label: l.name }))} value={i18n.language} onChange={(code) => code && void choose(code as Locale)} />
            </Stack>
          </Fieldset>
          <Fieldset variant="unstyled" legend={t('first_start.you')}>
            <Stack gap="md">
              <TextInput label={t('field.your_name')} autoComplete="name" maxLength={100} value={form.name} onChange={(e) => change({ name: e.currentTarget.value })} />
              <TextInput label={t('field.email')} type="email" autoComplete="username" required value={form.email} error={errorOf('email')} onChange={(e) => change({ email: e.currentTarget.value })} />
              <PasswordInput label={t('field.password')} description={t('field.password_about')} autoComplete="new-password" required minLength={10} value={form.password} error={errorOf('password')} onChange={(e) => change({ password: e.currentTarget.value })} visibilityToggleButtonProps={{ 'aria-label': t('field.show_password') }} />
            </Stack>
          </Fieldset>
          {problem && !fieldOf(problem) && <Trouble error={problem} />}
          <Button type="submit" loading={setUp.isPending} size="md">
            {t('first_start.action')}
          </Button>
        </Stack>
      </form>
    </Door>
  );
}
