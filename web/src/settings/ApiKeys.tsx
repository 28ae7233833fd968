// The API keys: made once, shown once, revoked at once.
// SPDX-License-Identifier: Apache-2.0
import { useState } from 'react';
import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { apiKeysQuery } from '../api/queries';
import type { ApiKey } from '../api/schema';
import { useFormat } from '../i18n/format';
import { Empty } from '../parts/Empty';
import { Icon } from '../parts/icons';
import { Section, Sheet } from '../parts/Page';
import { ScrollX } from '../parts/ScrollX';
import { Trouble } from '../parts/Trouble';
import { Wait } from '../parts/Wait';
import { useCan } from '../shell/useCan';
import { NewKeyDialog } from './NewKeyDialog';
import { RevokeDialog } from './RevokeDialog';

export function ApiKeys() {
  const { t } = useTranslation();
  const format = useFormat();
  const can = useCan();
  const client = useQueryClient();
  const keys = useQuery(apiKeysQuery);
  const [adding, setAdding] = useState(false);
  const [revoking, setRevoking] = useState<ApiKey>();
  const settle = () => void client.invalidateQueries({ queryKey: apiKeysQuery.queryKey });
  return (
    <Section title={t('settings.api_keys')} about={t('keys.about')} actions={can.change && <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setAdding(true)}>{t('keys.add')}</Button>}>
      {keys.isPending && <Wait />}
      {keys.isError && <Trouble error={keys.error} retry={() => void keys.refetch()} />}
      {keys.data?.length === 0 && <Sheet><Empty title={t('keys.empty')}><p>{t('keys.empty_about')}</p></Empty></Sheet>}
      {!!keys.data?.length && (
        <Sheet flush>
          <ScrollX label={t('settings.api_keys')}>
            <table className="plain">
              <thead><tr><th>{t('keys.name')}</th><th className="wide-only">{t('keys.key')}</th><th className="wide-only">{t('keys.scopes')}</th><th className="wide-only">{t('keys.made')}</th><th><span className="visually-hidden">{t('keys.revoke')}</span></th></tr></thead>
              <tbody>
                {keys.data.map((key) => (
                  <tr key={key.id}>
                    <td>{key.name}<span className="under narrow-only"><code>pk_…{key.hint}</code> · {format.dayOf(key.created_at)}</span><span className="under narrow-only">{key.scopes.join(', ')}</span></td>
                    <td className="wide-only"><code>pk_…{key.hint}</code></td>
                    <td className="wrap wide-only">{key.scopes.join(', ')}</td>
                    <td className="wide-only">{format.dayOf(key.created_at)}</td>
                    <td className="num">{key.revoked_at ? <span className="dimmed">{t('keys.revoked_on', { day: format.dayOf(key.revoked_at) })}</span> : <Button variant="subtle" color="paprika" size="compact-sm" onClick={() => setRevoking(key)}>{t('keys.revoke')}<span className="visually-hidden"> {key.name}</span></Button>}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </ScrollX>
        </Sheet>
      )}
      {adding && <NewKeyDialog onClose={() => { setAdding(false); settle(); }} />}
      {revoking && <RevokeDialog apiKey={revoking} onClose={() => setRevoking(undefined)} />}
    </Section>
  );
}
