// Bringing people in from a file, and what was brought in before.
// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { importsQuery, listsQuery } from '../api/queries';
import { useFormat } from '../i18n/format';
import { Empty } from '../parts/Empty';
import { Page, Section, Sheet } from '../parts/Page';
import { ScrollX } from '../parts/ScrollX';
import { Trouble } from '../parts/Trouble';
import { Wait } from '../parts/Wait';
import { useCan } from '../shell/useCan';
import { DropZone } from './DropZone';

export function Component() {
  const { t } = useTranslation();
  const format = useFormat();
  const can = useCan();
  const imports = useQuery(importsQuery);
  const [search] = useSearchParams();
  const into = useQuery({ ...listsQuery, enabled: search.has('list') }).data?.find((list) => list.id === search.get('list'))?.name;
  return (
    <Page title={t('nav.imports')} about={t('imports.about')}>
      {into && <p>{t('imports.into', { name: into })}</p>}
      {can.change ? <DropZone /> : <p className="dimmed">{t('problem.not_allowed')}</p>}
      <Section title={t('imports.past')}>
        {imports.isPending && <Wait rows={3} />}
        {imports.isError && <Trouble error={imports.error} retry={() => void imports.refetch()} />}
        {imports.data?.length === 0 && <Sheet><Empty title={t('imports.none')} /></Sheet>}
        {!!imports.data?.length && (
          <Sheet flush>
            <ScrollX label={t('imports.past')}>
              <table className="plain">
                <thead><tr><th>{t('imports.file')}</th><th>{t('imports.state')}</th><th className="num">{t('imports.count_people')}</th><th className="num wide-only">{t('imports.count_events_of')}</th><th className="num wide-only">{t('imports.count_created')}</th><th className="num wide-only">{t('imports.count_skipped')}</th><th className="wide-only">{t('imports.made')}</th></tr></thead>
                <tbody>
                  {imports.data.map((one) => (
                    <tr key={one.id} className="link">
                      <td className="wrap"><Link to={`/audience/imports/${one.id}`}>{one.name}</Link><span className="under narrow-only">{format.instant(one.created_at)}</span></td>
                      <td>{t(`imports.state_${one.state}`)}</td>
                      <td className="num">{format.number(one.done.people)}</td>
                      <td className="num wide-only">{one.format === 'events' ? format.number(one.done.events) : ''}</td>
                      <td className="num wide-only">{format.number(one.done.created)}</td>
                      <td className="num wide-only">{format.number(one.done.skipped)}</td>
                      <td className="wide-only">{format.instant(one.created_at)}{one.made_by && <span className="dimmed"> · {one.made_by}</span>}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </ScrollX>
          </Sheet>
        )}
      </Section>
    </Page>
  );
}
