// To the next page of a table and back.
// SPDX-License-Identifier: Apache-2.0
import { Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** `pages`: the `next` of every page passed so far, so that the way back is known; `next`: that of the page shown. */
type Props = { pages: string[]; next: string | null | undefined; isWaiting?: boolean; onTurn: (pages: string[]) => void };

export function Pager({ pages, next, isWaiting = false, onTurn }: Props) {
  const { t } = useTranslation();
  if (pages.length === 0 && !next) return null;
  return (
    <Group justify="flex-end" mt="md" gap="sm">
      <Button variant="default" disabled={pages.length === 0} onClick={() => onTurn(pages.slice(0, -1))}>{t('action.previous')}</Button>
      <Button variant="default" disabled={!next || isWaiting} onClick={() => next && onTurn([...pages, next])}>{t('action.next')}</Button>
    </Group>
  );
}
