// The navigation of narrow screens.
// SPDX-License-Identifier: Apache-2.0
import { Drawer } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Navigation } from './Navigation';
import styles from './Shell.module.css';

export default function MenuDrawer({ opened, onClose, onSearch }: { opened: boolean; onClose: () => void; onSearch: () => void }) {
  const { t } = useTranslation();
  return (
    <Drawer opened={opened} onClose={onClose} size={280} padding={0} withCloseButton={false} title={t('shell.menu')} classNames={{ header: styles.hidden ?? '', body: styles.drawer ?? '' }}>
      <Navigation onSearch={onSearch} />
    </Drawer>
  );
}
