// The language switch.
// SPDX-License-Identifier: Apache-2.0
import { Button, Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { choose, languages } from '../i18n/languages';
import { Icon } from '../parts/icons';

export function LanguageMenu({ full }: { full?: boolean }) {
  const { t, i18n } = useTranslation();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="subtle" color="gray" c="dimmed" size="compact-md" fullWidth={!!full} justify={full ? 'flex-start' : 'center'} leftSection={<Icon name="globe" size={17} />}>
          <span className="visually-hidden">{t('shell.language')}: </span>
          {languages.find((x) => x.code === i18n.language)?.name}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {languages.map((language) => (
          <Menu.Item key={language.code} lang={language.code} onClick={() => void choose(language.code)} rightSection={language.code === i18n.language ? <Icon name="check" size={15} /> : null}>
            {language.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
