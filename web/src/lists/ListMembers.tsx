// Who is on a list; people found and added, added by email, and taken off, with undo.
// SPDX-License-Identifier: Apache-2.0
import { useState } from 'react';
import { Button, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Problem } from '../api/problem';
import { useFormat } from '../i18n/format';
import { Ago } from '../parts/Ago';
import { Empty } from '../parts/Empty';
import { Sheet } from '../parts/Page';
import { Pager } from '../parts/Pager';
import { ScrollX } from '../parts/ScrollX';
import { useToasts } from '../parts/toasts';
import { Trouble, useSay } from '../parts/Trouble';
import { Wait } from '../parts/Wait';
import { PersonSelect } from '../profiles/PersonSelect';
import { useProfileName } from '../profiles/useProfileName';
import { useCan } from '../shell/useCan';
import type { List } from '../api/schema';
import { addPeople, listMembersQuery, removePeople } from './ask';
import styles from './lists.module.css';

const example = 'ana@example.com, ben@example.com';

export function ListMembers({ list }: { list: List }) {
  const { t } = useTranslation();
  const nameOf = useProfileName();
  const say = useSay();
  const format = useFormat();
  const can = useCan();
  const client = useQueryClient();
  const { tell, refuse } = useToasts();
  const [emails, setEmails] = useState('');
  const [pages, setPages] = useState<string[]>([]);
  const members = useQuery(listMembersQuery(list.id, pages.at(-1) ?? ''));
  const data = members.data;
  const fresh = () => client.invalidateQueries({ queryKey: ['lists'] });
  const add = useMutation({
    mutationFn: (people: { profiles?: string[]; emails?: string[] }) => addPeople(list.id, people),
    onSuccess: (done, { profiles, emails: given }) => {
      if (given) setEmails('');
      // Of emails it is not known here whose they were: they are taken off by hand.
      const undo = profiles && done.changed ? () => removePeople(list.id, profiles).then(fresh, refuse) : undefined;
      tell(done.changed || done.errors.length ? t('lists_page.people_added', { count: done.changed }) : t('lists_page.on_it_already'), undo);
      void fresh();
    },
  });
  const remove = useMutation({
    mutationFn: (id: string) => removePeople(list.id, [id]),
    onSuccess: (_, id) => { tell(t('lists_page.person_removed'), () => addPeople(list.id, { profiles: [id] }).then(fresh, refuse)); void fresh(); },
    onError: refuse,
  });
  return (
    <>
      {can.change && (
        <form className={styles.adding} onSubmit={(event) => { event.preventDefault(); if (emails.trim()) add.mutate({ emails: emails.split(/[\s,;]+/).filter(Boolean) }); }}>
          <PersonSelect label={t('lists_page.add_person')} onChoose={(id) => add.mutate({ profiles: [id] })} />
          <TextInput className={styles.search ?? ''} label={t('lists_page.add_by_email')} placeholder={example} value={emails} maxLength={10000} autoComplete="off" onChange={(e) => setEmails(e.currentTarget.value)} />
          <Button type="submit" variant="default" loading={add.isPending} disabled={!emails.trim()}>{t('lists_page.add')}</Button>
          <span className="dimmed small">{t('lists_page.add_about')}</span>
        </form>
      )}
      {add.isError && <Trouble error={add.error} />}
      {add.data?.errors.map(({ index, code, detail }) => {
        const who = add.variables.emails?.[index - (add.variables.profiles?.length ?? 0)];
        return <p key={index} className="warn-text" role="alert">{who && <strong>{who}{format.colon}</strong>}{say(new Problem(400, code, detail))}</p>;
      })}
      {members.isError && <Trouble error={members.error} retry={() => void members.refetch()} />}
      {members.isPending && <Wait rows={5} />}
      {data?.data.length === 0 && <Sheet><Empty title={t('lists_page.nobody')} /></Sheet>}
      {!!data?.data.length && (
        <Sheet flush>
          <ScrollX label={t('segment.members')}>
            <table className="plain" aria-label={t('segment.members')}>
              <thead><tr><th>{t('profiles.name')}</th><th className="wide-only">{t('field.email')}</th><th>{t('segment.since')}</th><th className="wide-only">{t('lists_page.how')}</th><th><span className="visually-hidden">{t('action.remove')}</span></th></tr></thead>
              <tbody>
                {data.data.map(({ profile: p, joined_at, how, source }) => {
                  const name = nameOf(p);
                  return (
                    <tr key={p.id} className="link">
                      <td><Link className={styles.name ?? ''} to={`/audience/profiles/${p.id}`}>{name}</Link></td>
                      <td className="wide-only">{p.email}</td>
                      <td><Ago at={joined_at} dated /></td>
                      <td className="wide-only">{source || t(`lists_page.how_${how}`)}</td>
                      <td className="num">{can.change && <Button variant="subtle" size="compact-sm" aria-label={`${t('action.remove')}: ${name}`} onClick={() => remove.mutate(p.id)}>{t('action.remove')}</Button>}</td>
                    </tr>
                  );
                })}
              </tbody>
            </table>
          </ScrollX>
        </Sheet>
      )}
      <Pager pages={pages} next={data?.next} isWaiting={members.isPlaceholderData} onTurn={setPages} />
    </>
  );
}
