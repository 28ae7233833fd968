// The users and their roles.
// SPDX-License-Identifier: Apache-2.0
import { useState, type FormEvent } from 'react';
import { Button, Group, Menu, Modal, PasswordInput, Select, Stack, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../api/call';
import { fieldOf, problemOf } from '../api/problem';
import { sessionQuery, usersQuery } from '../api/queries';
import type { Role, User } from '../api/schema';
import { useFormat } from '../i18n/format';
import { Address } from '../parts/Address';
import { Icon } from '../parts/icons';
import { Section, Sheet } from '../parts/Page';
import { ScrollX } from '../parts/ScrollX';
import { useToasts } from '../parts/toasts';
import { Trouble, useSay } from '../parts/Trouble';
import { Wait } from '../parts/Wait';
import { useCan } from '../shell/useCan';
import { PasswordDialog } from './PasswordDialog';

const roles: Role[] = ['owner', 'admin', 'analyst'];
const keyOf = (user: User) => `user ${user.id}`;

export function Users() {
  const { t } = useTranslation();
  const format = useFormat();
  const can = useCan();
  const client = useQueryClient();
  const { later, leaving, refuse, tell } = useToasts();
  const me = useQuery({ ...sessionQuery, select: (s) => s.user?.id }).data;
  const users = useQuery(usersQuery);
  const [adding, setAdding] = useState(false);
  const [naming, setNaming] = useState<User>();
  const show = (change: (users: User[]) => User[]) => client.setQueryData(usersQuery.queryKey, (old) => (old ? change(old) : old));
  const settle = () => void client.invalidateQueries({ queryKey: usersQuery.queryKey });
  const setRole = useMutation({
    mutationFn: ({ user, role }: { user: User; role: Role }) => call('patch', '/app/v1/settings/users/{id}', { path: { id: user.id }, body: { role } }),
    onMutate: ({ user, role }) => show((all) => all.map((u) => (u.id === user.id ? { ...u, role } : u))), onSuccess: () => tell(t('state.saved')), onError: refuse, onSettled: settle,
  });
  const remove = (user: User) =>
    later(t('users.removed', { name: user.name || user.email }), { key: keyOf(user), act: () => call('delete', '/app/v1/settings/users/{id}', { path: { id: user.id } }).finally(() => client.invalidateQueries({ queryKey: usersQuery.queryKey })) });
  return (
    <Section title={t('settings.users')} about={t('users.about')} actions={can.own && <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setAdding(true)}>{t('users.add')}</Button>}>
      {users.isPending && <Wait />}
      {users.isError && <Trouble error={users.error} retry={() => void users.refetch()} />}
      {users.data && (
        <Sheet flush>
          <ScrollX label={t('settings.users')}>
            <table className="plain">
              <thead><tr><th>{t('users.name')}</th><th className="wide-only">{t('field.email')}</th><th>{t('users.role')}</th><th className="wide-only">{t('users.since')}</th>{can.own && <th><span className="visually-hidden">{t('action.more')}</span></th>}</tr></thead>
              <tbody>
                {users.data.filter((user) => !leaving.has(keyOf(user))).map((user) => (
                  <tr key={user.id}>
                    <td>{user.name}{user.id === me && <span className="dimmed"> {t('users.you')}</span>}<span className="under narrow-only"><Address email={user.email} /></span></td>
                    <td className="wide-only">{user.email}</td>
                    <td>{can.own && user.id !== me ? <Select size="xs" miw={122} maw={150} aria-label={t('users.role_of', { name: user.name || user.email })} allowDeselect={false} data={roles.map((role) => ({ value: role, label: t(`role.${role}`) }))} value={user.role} onChange={(role) => role && role !== user.role && setRole.mutate({ user, role: role as Role })} /> : t(`role.${user.role}`)}</td>
                    <td className="wide-only">{format.dayOf(user.created_at)}</td>
                    {can.own && (
                      <td className="num">
                        {user.id !== me && (
                          <Menu position="bottom-end">
                            <Menu.Target><Button variant="subtle" size="compact-sm">{t('action.more')}<span className="visually-hidden"> {user.name || user.email}</span></Button></Menu.Target>
                            <Menu.Dropdown>
                              <Menu.Item leftSection={<Icon name="key" size={16} />} onClick={() => setNaming(user)}>{t('users.set_password')}</Menu.Item>
                              <Menu.Item color="paprika" leftSection={<Icon name="trash" size={16} />} onClick={() => remove(user)}>{t('action.remove')}</Menu.Item>
                            </Menu.Dropdown>
                          </Menu>
                        )}
                      </td>
                    )}
                  </tr>
                ))}
              </tbody>
            </table>
          </ScrollX>
        </Sheet>
      )}
      <ul className="dimmed">
        {roles.map((role) => <li key={role}><strong>{t(`role.${role}`)}</strong>{format.colon}{t(`role.${role}_about`)}</li>)}
      </ul>
      {adding && <AddDialog onClose={() => setAdding(false)} />}
      {naming && <PasswordDialog user={naming} onClose={() => setNaming(undefined)} />}
    </Section>
  );
}

function AddDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [form, setForm] = useState({ email: '', name: '', role: 'analyst' as Role, password: '' });
  const change = (part: Partial<typeof form>) => setForm((old) => ({ ...old, ...part }));
  const add = useMutation({
    mutationFn: () => call('post', '/app/v1/settings/users', { body: { ...form, email: form.email.trim(), name: form.name.trim() } }),
    onSuccess: () => { void client.invalidateQueries({ queryKey: usersQuery.queryKey }); onClose(); },
  });
  const problem = add.isError ? problemOf(add.error) : undefined;
  const onEmail = problem && fieldOf(problem) === 'email';
  return (
    <Modal opened onClose={onClose} title={t('users.add')} closeButtonProps={{ 'aria-label': t('action.close') }}>
      <form onSubmit={(event: FormEvent) => { event.preventDefault(); add.mutate(); }}>
        <Stack gap="md">
          <TextInput label={t('field.your_name')} value={form.name} maxLength={100} data-autofocus onChange={(e) => change({ name: e.currentTarget.value })} />
          <TextInput label={t('field.email')} type="email" required withAsterisk={false} value={form.email} error={onEmail ? say(problem) : undefined} onChange={(e) => change({ email: e.currentTarget.value })} />
          <Select label={t('users.role')} allowDeselect={false} data={roles.map((role) => ({ value: role, label: t(`role.${role}`) }))} value={form.role} onChange={(role) => role && change({ role: role as Role })} description={t(`role.${form.role}_about`)} />
          <PasswordInput label={t('users.first_password')} description={t('users.first_password_about')} autoComplete="new-password" required withAsterisk={false} minLength={10} value={form.password} onChange={(e) => change({ password: e.currentTarget.value })} visibilityToggleButtonProps={{ 'aria-label': t('field.show_password') }} />
          {problem && !onEmail && <Trouble error={problem} />}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>{t('action.cancel')}</Button>
            <Button type="submit" loading={add.isPending}>{t('users.add')}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
