// A new password for another user, by an owner.
// SPDX-License-Identifier: Apache-2.0
import { useState, type FormEvent } from 'react';
import { Button, Group, Modal, PasswordInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../api/call';
import type { User } from '../api/schema';
import { useToasts } from '../parts/toasts';
import { Trouble } from '../parts/Trouble';

export function PasswordDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const { t } = useTranslation();
  const { tell } = useToasts();
  const [password, setPassword] = useState('');
  const name = user.name || user.email;
  const save = useMutation({
    mutationFn: () => call('patch', '/app/v1/settings/users/{id}', { path: { id: user.id }, body: { password } }),
    onSuccess: () => { tell(t('users.password_set', { name })); onClose(); },
  });
  return (
    <Modal opened onClose={onClose} title={t('users.set_password_of', { name })} closeButtonProps={{ 'aria-label': t('action.close') }}>
      <form onSubmit={(event: FormEvent) => { event.preventDefault(); save.mutate(); }}>
        <PasswordInput label={t('you.new_password')} description={t('users.set_password_about')} autoComplete="new-password" required withAsterisk={false} minLength={10} data-autofocus value={password} onChange={(e) => setPassword(e.currentTarget.value)} visibilityToggleButtonProps={{ 'aria-label': t('field.show_password') }} />
        {save.isError && <Trouble error={save.error} />}
        <Group justify="flex-end" gap="sm" mt="md">
          <Button variant="default" onClick={onClose}>{t('action.cancel')}</Button>
          <Button type="submit" loading={save.isPending}>{t('users.set_password')}</Button>
        </Group>
      </form>
    </Modal>
  );
}
