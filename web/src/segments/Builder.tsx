// Building one segment: its name, its groups, what it says, and how many it holds while it changes.
// SPDX-License-Identifier: Apache-2.0
import { useEffect, useState, type ReactNode } from 'react';
import { Button, Group, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { call } from '../api/call';
import { problemOf } from '../api/problem';
import { Ago } from '../parts/Ago';
import { Section, Sheet } from '../parts/Page';
import { SaveTrouble } from '../parts/SaveTrouble';
import { useToasts } from '../parts/toasts';
import { useCan } from '../shell/useCan';
import type { Complaint } from './ConditionCard';
import { CountPanel } from './CountPanel';
import { definitionOf, draftOf, type Draft } from './draft';
import { same } from './form';
import type { Definition } from './grammar';
import { Groups } from './Groups';
import { GrowthPanel } from './GrowthPanel';
import { JsonView } from './JsonView';
import { keepUnsaved, type Unsaved } from './kept_draft';
import { OrderFields } from './OrderFields';
import { OverlapPanel } from './OverlapPanel';
import { inDefinition } from './pointer';
import { received, segmentQuery, segmentsQuery, sent } from './queries';
import { ReadyMade } from './ReadyMade';
import { SentenceText } from './SentenceText';
import { useLiveCount } from './useLiveCount';
import { useRefused } from './useRefused';
import styles from './builder.module.css';

export type Start = { id: string; name: string; definition: Definition; revision: string; isNew: boolean; key?: string };

export function Builder({ start, storage, unsaved }: { start: Start; storage: string; unsaved: Unsaved | null }) {
  const { t } = useTranslation();
  const can = useCan();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { tell } = useToasts();
  const say = useRefused();
  const [restored, setRestored] = useState(unsaved);
  const [name, setName] = useState(unsaved?.name ?? start.name);
  const [draft, setDraft] = useState<Draft>(() => draftOf(unsaved?.definition ?? start.definition));
  const [definition, setDefinition] = useState<Definition>(() => definitionOf(draft));
  const [revision, setRevision] = useState(unsaved?.revision || start.revision);
  const live = useLiveCount(definition);
  const isChanged = name !== start.name || !same(definition, start.definition);
  const change = (next: Draft) => { setDraft(next); setDefinition(definitionOf(next)); save.reset(); };

  useEffect(() => keepUnsaved(storage, isChanged ? { name, definition, revision, at: Date.now() } : null), [storage, isChanged, name, definition, revision]);

  const save = useMutation({
    mutationFn: (as: string) => (start.id ? call('patch', '/app/v1/segments/{id}', { path: { id: start.id }, body: { revision: as, name: name.trim(), definition: sent(definition) } }) : call('post', '/app/v1/segments', { body: { name: name.trim(), definition: sent(definition) } })),
    onSuccess: (segment) => {
      keepUnsaved(storage, null);
      client.setQueryData(segmentQuery(segment.id).queryKey, segment);
      void client.invalidateQueries({ queryKey: segmentsQuery.queryKey });
      tell(t('state.saved'));
      void navigate(`/audience/segments/${segment.id}`);
    },
  });
  const refused = save.isError ? problemOf(save.error) : null;
  const refusedAt = refused?.pointer.startsWith('/definition') ? inDefinition(refused.pointer) : null;
  const wrong = refused && refusedAt !== null ? { pointer: refusedAt, detail: say(refused) } : live.problem && live.pointer ? { pointer: live.pointer, detail: say(live.problem) } : null;

  const complaintAt = (pointer: string): Complaint | null => {
    if (wrong && (wrong.pointer === pointer || wrong.pointer.startsWith(pointer + '/'))) return { text: wrong.detail, isRefused: true };
    return live.unfinished.includes(pointer) ? { text: t('segment.not_finished'), isRefused: false } : null;
  };
  const go = (pointer: string) => {
    const card = [...document.querySelectorAll<HTMLElement>('[data-pointer]')].find((c) => pointer === c.dataset.pointer || pointer.startsWith(`${c.dataset.pointer}/`));
    card?.scrollIntoView({ block: 'center' });
    card?.focus();
  };
  const submit = () => {
    if (save.isPending || !can.change) return;
    if (live.unfinished[0]) go(live.unfinished[0]);
    else if (!name.trim()) document.querySelector<HTMLElement>('[data-segment-name]')?.focus();
    else save.mutate(revision);
  };
  const discard = () => {
    const before = { name, draft };
    setName(start.name);
    change(draftOf(start.definition));
    setRevision(start.revision);
    setRestored(null);
    tell(t('segment.discarded'), () => { setName(before.name); change(before.draft); });
  };
  const newest = () => client.fetchQuery({ ...segmentQuery(start.id), staleTime: 0 });
  const loadNewer = async () => { const fresh = await newest(); setName(fresh.name); change(draftOf(received(fresh.definition))); setRevision(fresh.revision); };
  const keepMine = async () => { const fresh = await newest(); setRevision(fresh.revision); save.mutate(fresh.revision); };
  const isReady = live.unfinished.length === 0 && !live.problem;

  return (
    <form onSubmit={(event) => { event.preventDefault(); submit(); }} onKeyDown={(event) => { if ((event.ctrlKey || event.metaKey) && (event.key === 's' || event.key === 'Enter')) { event.preventDefault(); submit(); } }}>
      {restored && isChanged && (
        <div className={styles.restored} role="status">
          <span>{t('segment.restored')} <Ago at={new Date(restored.at).toISOString()} /></span>
          <Button variant="default" size="compact-md" onClick={discard}>{t('segment.discard')}</Button>
        </div>
      )}
      {!can.change && <p className="dimmed">{t('segment.only_look')}</p>}
      <div className={styles.head}>
        <TextInput label={t('segment.name')} data-segment-name readOnly={!can.change} value={name} maxLength={100} autoComplete="off" error={refused?.pointer === '/name' || refused?.code === 'name_taken' ? t('problem.name_taken') : null} onChange={(e) => { setName(e.currentTarget.value); save.reset(); }} />
        {can.change && (
          <Group gap="sm">
            {isChanged && !start.isNew && <Button variant="subtle" onClick={discard}>{t('segment.discard')}</Button>}
            <Button type="submit" loading={save.isPending}>{t('segment.save')}</Button>
          </Group>
        )}
      </div>
      {refused && refusedAt === null && refused.code !== 'name_taken' && <SaveTrouble error={save.error} onLoadNewer={loadNewer} onKeepMine={keepMine} />}
      <div className={styles.sentence}><SentenceText definition={definition} /></div>
      <div className={styles.columns}>
        <div>
          <fieldset className={styles.fields} disabled={!can.change}>
            <Groups draft={draft} self={start.id} complaintAt={complaintAt} onChange={change} />
            <OrderFields value={draft.rest.regulars?.order_by} onChange={(order_by) => { const { order_by: _, ...others } = draft.rest.regulars ?? {}; const regulars = { ...others, ...(order_by ? { order_by } : {}) }; change({ ...draft, rest: Object.keys(regulars).length ? { ...draft.rest, regulars } : {} }); }} />
          </fieldset>
        </div>
        <aside className={styles.aside}><Sheet><CountPanel live={live} onGo={go} /></Sheet></aside>
      </div>
      {can.change && start.isNew && !isChanged && !start.key && <ReadyMade />}
      <Reveal title={t('segment.growth')} isReady={isReady}><GrowthPanel definition={definition} /></Reveal>
      <Reveal title={t('segment.overlap')} isReady={isReady}><OverlapPanel definition={definition} members={live.count?.count ?? 0} self={start.id} /></Reveal>
      <Reveal title={t('segment.json')} isReady><JsonView definition={definition} wrong={wrong} {...(can.change ? { onChange: (next: Definition) => change(draftOf(next)) } : {})} /></Reveal>
    </form>
  );
}

/** What is looked at only when asked for. */
function Reveal({ title, isReady, children }: { title: string; isReady: boolean; children: ReactNode }) {
  const [open, setOpen] = useState(false);
  return (
    <Section title={title} actions={<Button variant="default" size="compact-md" aria-expanded={open} disabled={!isReady && !open} aria-label={title} onClick={() => setOpen(!open)}>{open ? '−' : '+'}</Button>}>
      {open && isReady && <Sheet>{children}</Sheet>}
    </Section>
  );
}
