// The segment builder: a new segment, a copy, a ready-made one, or one that exists.
// SPDX-License-Identifier: Apache-2.0
import { lazy, Suspense, useMemo } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useParams, useSearchParams } from 'react-router';
import { Page } from '../parts/Page';
import { Trouble } from '../parts/Trouble';
import { Wait } from '../parts/Wait';
import type { Start } from './Builder';
import { definitionOf, emptyDraft } from './draft';
import { unsavedOf } from './kept_draft';
import { received, segmentQuery } from './queries';
import { useReady } from './useReady';

// The forms come while the segment is being read.
const Builder = lazy(async () => ({ default: (await import('./Builder')).Builder }));

export function Component() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const [search] = useSearchParams();
  const copyOf = search.get('copy') ?? '', ready = search.get('ready') ?? '';
  const from = id || copyOf;
  const segment = useQuery({ ...segmentQuery(from), enabled: !!from });
  const known = useReady(!!ready).ready;
  const loaded = segment.data;
  const start = useMemo((): Start | null => {
    if (id && loaded) return { id, name: loaded.name, definition: received(loaded.definition), revision: loaded.revision, isNew: false };
    const fresh = { id: '', revision: '', isNew: true };
    if (copyOf) return loaded ? { ...fresh, name: t('segment.copy_name', { name: loaded.name }), definition: received(loaded.definition), key: `copy-${copyOf}` } : null;
    if (!ready) return id ? null : { ...fresh, name: '', definition: definitionOf(emptyDraft()) };
    if (!known) return null;
    const made = known.find((r) => r.name === ready);
    return { ...fresh, name: made ? t(`ready.${made.name}`) : '', definition: made?.definition ?? definitionOf(emptyDraft()), key: `ready-${ready}` };
    // What was read first is what is edited, whatever arrives later.
  }, [id, copyOf, ready, loaded?.id, !known]);
  const key = start?.key ?? (id || 'new');
  return (
    <Page wide title={id ? t('segment.edit_title') : t('segment.new_title')} back={id ? { to: `/audience/segments/${id}`, text: loaded?.name ?? t('nav.lists') } : { to: '/audience/lists', text: t('nav.lists') }}>
      {segment.isError && !loaded && <Trouble error={segment.error} retry={() => void segment.refetch()} />}
      {!start && !segment.isError && <Wait rows={6} />}
      {start && <Suspense fallback={<Wait rows={6} />}><Builder key={key} start={start} storage={key} unsaved={unsavedOf(key)} /></Suspense>}
    </Page>
  );
}
