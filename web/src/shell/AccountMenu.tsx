// The account at the foot of the navigation: who is signed in, light or dark, language, sign out.
// SPDX-License-Identifier: Apache-2.0
import { Menu, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { call } from '../api/call';
import { sessionQuery } from '../api/queries';
import { choose, languages } from '../i18n/languages';
import { Icon } from '../parts/icons';
import { useToasts } from '../parts/toasts';
import styles from './AccountMenu.module.css';

export function AccountMenu({ organization }: { organization: string }) {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const { refuse } = useToasts();
  const user = useQuery({ ...sessionQuery, select: (s) => s.user }).data;
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const leave = useMutation({
    mutationFn: () => call('post', '/app/v1/sign-out', {}),
    onSuccess: () => { client.clear(); location.assign('/'); },
    onError: refuse,
  });
  const schemes = [['light', 'sun'], ['dark', 'moon'], ['auto', 'gear']] as const;
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
        {schemes.map(([scheme, icon]) => (
          <Menu.Item key={scheme} closeMenuOnClick={false} leftSection={<Icon name={icon} size={16} />} rightSection={scheme === colorScheme ? <Icon name="check" size={15} /> : null} onClick={() => setColorScheme(scheme)}>
            {t(`shell.scheme_${scheme}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>{t('shell.language')}</Menu.Label>
        {languages.map((language) => (
          <Menu.Item key={language.code} lang={language.code} closeMenuOnClick={false} rightSection={language.code === i18n.language ? <Icon name="check" size={15} /> : null} onClick={() => void choose(language.code)}>
            {language.name}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item component={Link} to="/settings/you" leftSection={<Icon name="key" size={16} />}>{t('settings.you')}</Menu.Item>
        <Menu.Item leftSection={<Icon name="door" size={16} />} onClick={() => leave.mutate()}>{t('shell.sign_out')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
