// Pairs of profiles that may be one person: side by side, to merge or to tell apart, both with undo.
// SPDX-License-Identifier: Apache-2.0
import { useState } from 'react';
import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../api/call';
import { problemOf } from '../api/problem';
import { duplicatesQuery } from '../api/queries';
import type { Duplicate, DuplicatePage } from '../api/schema';
import { Empty } from '../parts/Empty';
import { Page, Sheet } from '../parts/Page';
import { Pager } from '../parts/Pager';
import { useToasts } from '../parts/toasts';
import { Trouble } from '../parts/Trouble';
import { Wait } from '../parts/Wait';
import { useCan } from '../shell/useCan';
import { PairTable } from './PairTable';
import { useProfileName } from './useProfileName';
import styles from './DuplicatesPage.module.css';

export function Component() {
  const { t } = useTranslation();
  const can = useCan();
  const client = useQueryClient();
  const nameOf = useProfileName();
  const { tell, refuse } = useToasts();
  const [pages, setPages] = useState<string[]>([]);
  const after = pages[pages.length - 1];
  const pairs = useQuery(duplicatesQuery(after ? { after } : {}));
  const data = pairs.data;

  const settle = () => void client.invalidateQueries();
  const failed = (error: unknown) => {
    if (problemOf(error).code === 'not_found') tell(t('duplicates.handled'));
    else refuse(error);
  };
  /** What was decided leaves the list at once; the server's answer sets it right. */
  const hide = (pair: Duplicate) => client.setQueriesData({ queryKey: ['duplicates'] }, (old: DuplicatePage | undefined) => (old ? { ...old, data: old.data.filter((other) => other.id !== pair.id), total: Math.max(0, old.total - 1) } : old));
  const undoMerge = useMutation({ mutationFn: (id: string) => call('post', '/app/v1/merges/{id}/undo', { path: { id } }), onSuccess: () => tell(t('duplicates.undone')), onError: refuse, onSettled: settle });
  const untell = useMutation({ mutationFn: (id: string) => call('delete', '/app/v1/duplicates/{id}/apart', { path: { id } }), onError: refuse, onSettled: settle });
  const merge = useMutation({
    mutationFn: ({ pair, keep }: { pair: Duplicate; keep: string }) => call('post', '/app/v1/duplicates/{id}/merge', { path: { id: pair.id }, body: { keep } }),
    onMutate: ({ pair }) => hide(pair),
    onSuccess: (done) => tell(t('duplicates.merged', { name: done.profile.name || done.profile.email || done.profile.phone || t('profile.no_name') }), () => undoMerge.mutate(done.id)),
    onError: failed, onSettled: settle,
  });
  const tellApart = useMutation({
    mutationFn: (pair: Duplicate) => call('post', '/app/v1/duplicates/{id}/apart', { path: { id: pair.id } }),
    onMutate: hide,
    onSuccess: (_, pair) => tell(t('duplicates.told_apart'), () => untell.mutate(pair.id)),
    onError: failed, onSettled: settle,
  });

  return (
    <Page title={t('duplicates.title')} about={t('duplicates.about')} back={{ to: '/audience/profiles', text: t('nav.profiles') }}>
      {pairs.isError && <Trouble error={pairs.error} retry={() => void pairs.refetch()} {...(data ? { shownFrom: t('state.kept') } : {})} />}
      {pairs.isPending && <Wait rows={6} tall />}
      {data && data.data.length === 0 && <Sheet><Empty title={t('duplicates.none')}><p>{t('duplicates.none_about')}</p></Empty></Sheet>}
      {data && data.data.length > 0 && <p className="dimmed flat" role="status">{t('duplicates.count', { count: data.total })}</p>}
      <ul className={styles.pairs}>
        {data?.data.map((pair) => {
          const title = pair.profiles.map(nameOf).join(' · ');
          return (
            <li key={pair.id} data-pair={pair.id}>
              <Sheet flush>
                <div className={styles.head}>
                  <div>
                    <h2 className={styles.title}>{title}</h2>
                    <p className="dimmed flat">{pair.shared ? t('duplicates.same_phone', { phone: pair.shared }) : t('duplicates.had_same_phone')}</p>
                  </div>
                  {can.change && <Button variant="default" onClick={() => tellApart.mutate(pair)}>{t('duplicates.apart')}<span className="visually-hidden">: {title}</span></Button>}
                </div>
                <PairTable pair={pair} label={title} {...(can.change ? { onKeep: (keep: string) => merge.mutate({ pair, keep }) } : {})} />
              </Sheet>
            </li>
          );
        })}
      </ul>
      {data && <Pager pages={pages} next={data.next} isWaiting={pairs.isPlaceholderData} onTurn={setPages} />}
    </Page>
  );
}
