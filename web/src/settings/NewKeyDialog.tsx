// Making an API key: name, scopes, then the key itself, once.
// SPDX-License-Identifier: Apache-2.0
import { useState, type FormEvent } from 'react';
import { Button, Checkbox, CopyButton, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../api/call';
import type { Scope } from '../api/schema';
import { Icon } from '../parts/icons';
import { Trouble } from '../parts/Trouble';
import styles from './NewKeyDialog.module.css';

const scopes: [string, Scope[]][] = [
  ['accounts', ['accounts:read']], ['events', ['events:read', 'events:write']], ['lists', ['lists:read', 'lists:write']], ['metrics', ['metrics:read']],
  ['profiles', ['profiles:read', 'profiles:write']], ['segments', ['segments:read', 'segments:write']], ['subscriptions', ['subscriptions:read', 'subscriptions:write']],
];

export function NewKeyDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<Scope[]>([]);
  const add = useMutation({ mutationFn: () => call('post', '/app/v1/settings/api-keys', { body: { name: name.trim(), scopes: chosen } }) });
  const toggle = (scope: Scope) => setChosen((old) => (old.includes(scope) ? old.filter((s) => s !== scope) : [...old, scope]));
  if (add.data) {
    const { key } = add.data;
    return (
      <Modal opened onClose={onClose} closeOnClickOutside={false} title={t('keys.made_title')} closeButtonProps={{ 'aria-label': t('action.close') }}>
        <Stack gap="md">
          <p className="flat">{t('keys.once')}</p>
          <output className={styles.key}>{key}</output>
          <Group justify="flex-end" gap="sm">
            <CopyButton value={key}>{({ copied, copy }) => <Button variant="default" leftSection={<Icon name={copied ? 'check' : 'copy'} size={16} />} onClick={copy}>{copied ? t('action.copied') : t('action.copy')}</Button>}</CopyButton>
            <Button onClick={onClose}>{t('keys.kept')}</Button>
          </Group>
        </Stack>
      </Modal>
    );
  }
  return (
    <Modal opened onClose={onClose} title={t('keys.add')} closeButtonProps={{ 'aria-label': t('action.close') }}>
      <form onSubmit={(event: FormEvent) => { event.preventDefault(); add.mutate(); }}>
        <Stack gap="md">
          <TextInput label={t('keys.name')} description={t('keys.name_about')} required withAsterisk={false} maxLength={80} value={name} data-autofocus onChange={(e) => setName(e.currentTarget.value)} />
          <fieldset className={styles.scopes}>
            <legend>{t('keys.scopes')}</legend>
            <table>
              <thead><tr><th /><th>{t('keys.read')}</th><th>{t('keys.write')}</th></tr></thead>
              <tbody>
                {scopes.map(([thing, both]) => (
                  <tr key={thing}>
                    <th scope="row">{t(`keys.scope_${thing}`)}</th>
                    {(['read', 'write'] as const).map((way) => {
                      const scope = both.find((s) => s.endsWith(way));
                      return <td key={way}>{scope && <Checkbox aria-label={`${t(`keys.scope_${thing}`)}: ${t(`keys.${way}`)}`} checked={chosen.includes(scope)} onChange={() => toggle(scope)} />}</td>;
                    })}
                  </tr>
                ))}
              </tbody>
            </table>
          </fieldset>
          {add.isError && <Trouble error={add.error} />}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>{t('action.cancel')}</Button>
            <Button type="submit" disabled={!name.trim() || chosen.length === 0} loading={add.isPending}>{t('keys.make')}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
