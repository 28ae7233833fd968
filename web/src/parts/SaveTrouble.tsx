// Why a form was not saved; where somebody else saved first, the two ways on.
// SPDX-License-Identifier: Apache-2.0
import { Button, Group } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../api/problem';
import { Trouble } from './Trouble';

type Props = {
  error: unknown;
  /** Fills the form with what the other person saved. */
  onLoadNewer: () => Promise<unknown>;
  /** Saves what was changed here over it. */
  onKeepMine: () => Promise<unknown>;
};

export function SaveTrouble({ error, onLoadNewer, onKeepMine }: Props) {
  const { t } = useTranslation();
  const go = useMutation({ mutationFn: (way: () => Promise<unknown>) => way() });
  if (problemOf(error).code !== 'changed_meanwhile') return <Trouble error={error} />;
  return (
    <div>
      <Trouble error={go.error ?? error} shownFrom={t('state.conflict')} />
      <Group gap="sm">
        <Button variant="default" loading={go.isPending} onClick={() => go.mutate(onLoadNewer)}>{t('action.load_newer')}</Button>
        <Button variant="default" loading={go.isPending} onClick={() => go.mutate(onKeepMine)}>{t('action.keep_mine')}</Button>
      </Group>
    </div>
  );
}
