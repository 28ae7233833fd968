// One's own account: name, password, language, other sessions.
// SPDX-License-Identifier: Apache-2.0
import { useState, type FormEvent } from 'react';
import { Button, PasswordInput, SegmentedControl, Stack, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../api/call';
import { sessionQuery } from '../api/queries';
import type { Locale } from '../api/schema';
import { choose, languages } from '../i18n/languages';
import { Section, Sheet } from '../parts/Page';
import { useToasts } from '../parts/toasts';
import { Trouble } from '../parts/Trouble';

export function You() {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const { settle, tell } = useToasts();
  const user = useQuery({ ...sessionQuery, select: (s) => s.user }).data;
  const [name, setName] = useState(user?.name ?? '');
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const rename = useMutation({
    mutationFn: () => call('patch', '/app/v1/me', { body: { name: name.trim() } }),
    onSuccess: (saved) => { client.setQueryData(sessionQuery.queryKey, (old) => (old ? { ...old, user: saved } : old)); tell(t('state.saved')); },
  });
  const password = useMutation({
    mutationFn: () => call('patch', '/app/v1/me', { body: { current_password: current, new_password: next } }),
    onSuccess: () => { setCurrent(''); setNext(''); tell(t('you.password_changed')); },
  });
  const leave = useMutation({ mutationFn: async () => { await settle(); await call('post', '/app/v1/sign-out-everywhere', {}); }, onSuccess: () => location.assign('/') });
  return (
    <>
      <Section title={t('you.language')} about={t('you.language_about')}>
        <SegmentedControl aria-label={t('you.language')} value={i18n.language} onChange={(code) => void choose(code as Locale)} data={languages.map((l) => ({ value: l.code, label: l.name }))} />
      </Section>
      <Section title={t('you.name')}>
        <Sheet>
          <form onSubmit={(event: FormEvent) => { event.preventDefault(); rename.mutate(); }}>
            <Stack gap="md" maw={420}>
              <TextInput label={t('field.your_name')} description={user?.email} maxLength={100} value={name} onChange={(e) => setName(e.currentTarget.value)} />
              {rename.isError && <Trouble error={rename.error} />}
              <Button type="submit" variant="default" w="fit-content" loading={rename.isPending}>{t('action.save')}</Button>
            </Stack>
          </form>
        </Sheet>
      </Section>
      <Section title={t('you.password')} about={t('you.password_about')}>
        <Sheet>
          <form onSubmit={(event: FormEvent) => { event.preventDefault(); password.mutate(); }}>
            <Stack gap="md" maw={420}>
              <PasswordInput label={t('you.current_password')} autoComplete="current-password" required withAsterisk={false} value={current} onChange={(e) => setCurrent(e.currentTarget.value)} visibilityToggleButtonProps={{ 'aria-label': t('field.show_password') }} />
              <PasswordInput label={t('you.new_password')} description={t('field.password_about')} autoComplete="new-password" required withAsterisk={false} minLength={10} value={next} onChange={(e) => setNext(e.currentTarget.value)} visibilityToggleButtonProps={{ 'aria-label': t('field.show_password') }} />
              {password.isError && <Trouble error={password.error} />}
              <Button type="submit" variant="default" w="fit-content" loading={password.isPending}>{t('you.change_password')}</Button>
            </Stack>
          </form>
        </Sheet>
      </Section>
      <Section title={t('you.sessions')} about={t('you.sessions_about')}>
        {leave.isError && <Trouble error={leave.error} />}
        <Button variant="default" loading={leave.isPending} onClick={() => leave.mutate()}>{t('you.sign_out_everywhere')}</Button>
      </Section>
    </>
  );
}
