// Email and password.
// SPDX-License-Identifier: Apache-2.0
import { useState, type FormEvent } from 'react';
import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../api/call';
import { sessionQuery } from '../api/queries';
import { Trouble } from '../parts/Trouble';

export function SignInForm({ email: known = '', onDone }: { email?: string; onDone?: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [email, setEmail] = useState(known);
  const [password, setPassword] = useState('');
  const signIn = useMutation({
    mutationFn: () => call('post', '/app/v1/sign-in', { body: { email: email.trim(), password } }),
    onSuccess: (session) => {
      client.setQueryData(sessionQuery.queryKey, session);
      onDone?.();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <TextInput label={t('field.email')} type="email" autoComplete="username" required withAsterisk={false} value={email} onChange={(e) => setEmail(e.currentTarget.value)} data-autofocus={known ? undefined : true} />
        <PasswordInput label={t('field.password')} autoComplete="current-password" required withAsterisk={false} value={password} onChange={(e) => setPassword(e.currentTarget.value)} visibilityToggleButtonProps={{ 'aria-label': t('field.show_password') }} />
        {signIn.isError && <Trouble error={signIn.error} />}
        <Button type="submit" loading={signIn.isPending} fullWidth>
          {t('sign_in.action')}
        </Button>
      </Stack>
    </form>
  );
}
