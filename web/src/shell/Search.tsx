// Global search: pages at once, guests, metrics and integrations as the server finds them.
// SPDX-License-Identifier: Apache-2.0
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { Modal } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { flushSync } from 'react-dom';
import { useNavigate } from 'react-router';
import { metricsQuery, searchQuery } from '../api/queries';
import { useNames } from '../i18n/names';
import { useSourceName } from '../i18n/sources';
import { fold } from '../parts/fold';
import { Icon } from '../parts/icons';
import { Mark } from '../parts/Mark';
import { Trouble } from '../parts/Trouble';
import { useCan } from './useCan';
import styles from './Search.module.css';

const mostMetrics = 8;
type Props = { opened: boolean; /** What was typed before the field was there. */ takeEarly: () => string; onClose: () => void };
type Found = { key: string; to: string; group: string; icon: ReactNode; text: string; note?: string };

export default function Search({ opened, takeEarly, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <Modal opened={opened} onClose={onClose} withCloseButton={false} padding={0} size={600} yOffset="10vh" centered={false} aria-label={t('shell.search')} title={t('shell.search')} classNames={{ header: styles.hidden ?? '' }}>
      <SearchBox takeEarly={takeEarly} onClose={onClose} />
    </Modal>
  );
}

function SearchBox({ takeEarly, onClose }: Omit<Props, 'opened'>) {
  const { t } = useTranslation();
  const names = useNames();
  const sourceName = useSourceName();
  const can = useCan();
  const navigate = useNavigate();
  const id = useId();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const [asked] = useDebouncedValue(text.trim(), 120);
  const answer = useQuery(searchQuery(asked));
  const metrics = useQuery(metricsQuery).data;
  const field = useRef<HTMLInputElement>(null);
  const [isEntered, setEntered] = useState(false);
  // The dialog gives its field the focus later than a person types.
  useEffect(() => {
    field.current?.focus();
    const early = takeEarly();
    // At once: the next key finds it in the field.
    if (early) queueMicrotask(() => flushSync(() => setText((typed) => early + typed)));
  }, [takeEarly]);

  const found = useMemo<Found[]>(() => {
    const want = fold(text.trim());
    const pages: [string, string, string, boolean?][] = [
      ['/', t('nav.home'), 'home'], ['/audience/profiles', t('nav.profiles'), 'people'], ['/audience/lists', t('nav.lists'), 'people'], ['/audience/imports', t('nav.imports'), 'download'], ['/analytics/metrics', t('nav.metrics'), 'chart'], ['/integrations', t('nav.integrations'), 'plug'],
      ['/integrations/add', t('integrations.add'), 'plus', can.change], ['/settings/organization', t('settings.organization'), 'gear'], ['/settings/users', t('settings.users'), 'people', can.change], ['/settings/api-keys', t('settings.api_keys'), 'key', can.change], ['/settings/you', t('settings.you'), 'gear'],
    ];
    // By their names in the reader's language, which the server does not know.
    const called = want ? (metrics ?? []).filter((m) => fold(names.metric(m.name)).includes(want) || fold(m.name).includes(want)).slice(0, mostMetrics) : [];
    const all: Found[] = [];
    const data = asked ? answer.data : undefined;
    for (const p of data?.profiles ?? []) all.push({ key: 'p' + p.id, to: `/audience/profiles/${p.id}`, group: t('nav.profiles'), icon: <Icon name="people" />, text: p.name || p.email || p.phone || t('profile.no_name'), note: p.name ? (p.email ?? p.phone ?? '') : '' });
    for (const m of called) all.push({ key: 'm' + m.id, to: `/analytics/metrics/${m.id}`, group: t('nav.metrics'), icon: m.integration ? <Mark kind={m.integration.kind} size={18} /> : <Icon name="chart" />, text: names.metric(m.name), note: sourceName(m.integration) });
    for (const i of data?.integrations ?? []) all.push({ key: 'i' + i.id, to: `/integrations/${i.id}`, group: t('nav.integrations'), icon: <Mark kind={i.kind} size={18} />, text: i.name });
    for (const [to, name, icon, may = true] of pages) if (may && (!want || fold(name).includes(want))) all.push({ key: to, to, group: t('search.pages'), icon: <Icon name={icon as 'home'} />, text: name });
    return all;
  }, [text, asked, answer.data, metrics, t, names, sourceName, can.change]);

  const go = (item: Found | undefined) => {
    if (!item) return;
    onClose();
    void navigate(item.to);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const next = (at + (event.key === 'ArrowDown' ? 1 : -1) + found.length) % Math.max(1, found.length);
      setAt(next);
      document.getElementById(`${id}-${next}`)?.scrollIntoView({ block: 'nearest' });
    }
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) setEntered(true);
  };
  // What is shown may still be of the text before: Enter waits for this text's.
  const isCurrent = asked === text.trim() && (!asked || (!answer.isPlaceholderData && !answer.isPending));
  useEffect(() => {
    if (!isEntered || !isCurrent) return;
    setEntered(false);
    go(found[at]);
  });

  return (
    <div className={styles.search}>
      <div className={styles.box}>
        <Icon name="search" />
        <input
          ref={field}
          className={styles.input} data-autofocus placeholder={t('search.placeholder')} value={text} maxLength={100} role="combobox" aria-expanded="true" aria-controls={`${id}-list`} aria-label={t('shell.search')}
          aria-activedescendant={found[at] ? `${id}-${at}` : undefined} autoComplete="off" spellCheck={false} onKeyDown={onKey}
          onChange={(e) => { setText(e.currentTarget.value); setAt(0); setEntered(false); }}
        />
      </div>
      <div className={styles.list} id={`${id}-list`} role="listbox" aria-label={t('search.results')}>
        {answer.isError && <Trouble error={answer.error} retry={() => void answer.refetch()} />}
        {found.map((item, i) => (
          <div key={item.key}>
            {found[i - 1]?.group !== item.group && <div className={styles.group} role="presentation">{item.group}</div>}
            <div id={`${id}-${i}`} role="option" aria-selected={i === at} className={styles.item} onMouseMove={() => setAt(i)} onClick={() => go(item)}>
              <span className={styles.icon}>{item.icon}</span>
              <span className={styles.text}>{item.text}</span>
              {item.note && <span className={styles.note}>{item.note}</span>}
            </div>
          </div>
        ))}
        {found.length === 0 && !answer.isFetching && <p className={styles.none}>{t('search.none', { text })}</p>}
      </div>
    </div>
  );
}
