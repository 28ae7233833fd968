// The language switch.
// SPDX-License-Identifier: Apache-2.0
import { Button, Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Locale } from '../api/schema';
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
        <Menu.RadioGroup value={i18n.language} onChange={(code) => void choose(code as Locale)}>
          {languages.map((language) => <Menu.RadioItem key={language.code} value={language.code} lang={language.code} closeMenuOnClick>{language.name}</Menu.RadioItem>)}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}
