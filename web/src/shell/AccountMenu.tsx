// The account at the foot of the navigation: who is signed in, light or dark, language, sign out.
// SPDX-License-Identifier: Apache-2.0
import { Menu, UnstyledButton, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { call } from '../api/call';
import { sessionQuery } from '../api/queries';
import type { Locale } from '../api/schema';
import { choose, languages } from '../i18n/languages';
import { Icon } from '../parts/icons';
import { useToasts } from '../parts/toasts';
import styles from './AccountMenu.module.css';

export function AccountMenu({ organization }: { organization: string }) {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const { refuse, settle } = useToasts();
  const user = useQuery({ ...sessionQuery, select: (s) => s.user }).data;
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const leave = useMutation({
    mutationFn: async () => { await settle(); await call('post', '/app/v1/sign-out', {}); },
    onSuccess: () => { client.clear(); location.assign('/'); },
    onError: refuse,
  });
  const schemes = ['light', 'dark', 'auto'] as const;
  return (
    <Menu position="top-start" width={230}>
      <Menu.Target>
        <UnstyledButton className={styles.account ?? ''}>
          <span className={styles.initial} aria-hidden="true">{[...(organization || 'R')][0]}</span>
          <span className={styles.words}>
            <span className={styles.organization}>{organization}</span>
            <span className={styles.user}>{user?.name || user?.email}</span>
          </span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('shell.appearance')}</Menu.Label>
        <Menu.RadioGroup value={colorScheme} onChange={(scheme) => setColorScheme(scheme as MantineColorScheme)}>
          {schemes.map((scheme) => <Menu.RadioItem key={scheme} value={scheme}>{t(`shell.scheme_${scheme}`)}</Menu.RadioItem>)}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Label>{t('shell.language')}</Menu.Label>
        <Menu.RadioGroup value={i18n.language} onChange={(code) => void choose(code as Locale)}>
          {languages.map((language) => <Menu.RadioItem key={language.code} value={language.code} lang={language.code}>{language.name}</Menu.RadioItem>)}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Item component={Link} to="/settings/you" leftSection={<Icon name="key" size={16} />}>{t('settings.you')}</Menu.Item>
        <Menu.Item leftSection={<Icon name="door" size={16} />} onClick={() => leave.mutate()}>{t('shell.sign_out')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
