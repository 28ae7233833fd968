// To the next page of a table and back.
// SPDX-License-Identifier: Apache-2.0
import type { ReactNode } from 'react';
import { Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** `pages`: the `next` of every page passed so far, so that the way back is known; `next`: that of the page shown. */
type Props = { pages: string[]; next: string | null | undefined; isWaiting?: boolean; /** What the page shows. */ about?: ReactNode; onTurn: (pages: string[]) => void };

export function Pager({ pages, next, isWaiting = false, about, onTurn }: Props) {
  const { t } = useTranslation();
  if (pages.length === 0 && !next) return null;
  return (
    <Group justify="space-between" mt="md" gap="sm">
      <span className="dimmed">{about}</span>
      <Group gap="sm">
        <Button variant="default" disabled={pages.length === 0} onClick={() => onTurn(pages.slice(0, -1))}>{t('action.previous')}</Button>
        <Button variant="default" disabled={!next || isWaiting} onClick={() => next && onTurn([...pages, next])}>{t('action.next')}</Button>
      </Group>
    </Group>
  );
}
