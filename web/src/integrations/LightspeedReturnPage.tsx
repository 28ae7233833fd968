// The way back from Lightspeed: whose account it is, then what shall come of it.
// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef, useState } from 'react';
import { Button, Group } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { asksVendorWithinMs, call } from '../api/call';
import { Problem } from '../api/problem';
import { integrationsQuery } from '../api/queries';
import { Mark } from '../parts/Mark';
import { Page, Sheet } from '../parts/Page';
import { useToasts } from '../parts/toasts';
import { Trouble } from '../parts/Trouble';
import { Wait } from '../parts/Wait';
import { useCan } from '../shell/useCan';
import { forgetAttempt, keepAttempt, keptAttempt, startOf, type Attempt } from './attempt';
import { LightspeedForm } from './LightspeedForm';
import { useAdd } from './useAdd';
import styles from './LightspeedReturnPage.module.css';

export function Component() {
  const { t } = useTranslation();
  const can = useCan();
  const [params, setParams] = useSearchParams();
  const [attempt, setAttempt] = useState(keptAttempt);
  const code = params.get('code'), state = params.get('state'), denied = params.get('error');
  const begun = useRef(false);
  const finish = useMutation({
    mutationFn: async (known: Attempt) => ({ ...known, found: await call('post', '/app/v1/integrations/lightspeed/return', { body: { code: code ?? '', state: state ?? '', draft: known.draft }, withinMs: asksVendorWithinMs }) }),
    onSuccess: (known) => {
      keepAttempt(known);
      setAttempt(known);
      setParams({}, { replace: true }); // a code serves once
    },
  });
  useEffect(() => {
    if (begun.current || !can.change || !code || !state || !attempt) return;
    begun.current = true;
    finish.mutate(attempt);
  }, [attempt, can.change, code, finish, state]);
  const stranger = !denied && (!attempt || (!code && !attempt.found) || (!!code && !state));
  const again = <Button mt="md" component={Link} to={startOf(attempt)}>{t('lightspeed.again')}</Button>;
  return (
    <Page title={attempt?.again ? t('lightspeed.reconnect_title') : t('connect.title', { vendor: 'Lightspeed Retail' })} mark={<Mark kind="lightspeed" size={44} />} back={{ to: '/integrations', text: t('nav.integrations') }}>
      <Sheet>
        {!can.change ? <p className="flat">{t('problem.not_allowed')}</p>
          : denied === 'access_denied' ? <><h2 className={styles.title}>{t('lightspeed.denied')}</h2><p className={styles.about}>{t('lightspeed.denied_about')}</p>{again}</>
          : denied ? <><Trouble error={new Problem(400, 'invalid', params.get('error_description') ?? denied)} />{again}</>
          : stranger ? <><Trouble error={new Problem(400, 'authorization_mismatch', '')} />{again}</>
          : finish.isError ? <><Trouble error={finish.error} />{again}</>
          : attempt?.found && !code ? <Confirm attempt={attempt} found={attempt.found} />
          : <><p className={styles.about} role="status">{t('lightspeed.asking')}</p><Wait rows={3} /></>}
      </Sheet>
    </Page>
  );
}

function Confirm({ attempt, found }: { attempt: Attempt; found: NonNullable<Attempt['found']> }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { tell } = useToasts();
  const [isOurs, setIsOurs] = useState(false);
  const add = useAdd(forgetAttempt);
  const { again } = attempt;
  const reconnect = useMutation({
    mutationFn: () => call('patch', '/app/v1/integrations/{id}', { path: { id: again?.id ?? '' }, body: { revision: again?.revision ?? '', authorization: found.authorization } }),
    onSuccess: () => {
      forgetAttempt();
      void client.invalidateQueries({ queryKey: integrationsQuery.queryKey });
      tell(t('lightspeed.reconnected'));
      void navigate(`/integrations/${again?.id}`, { replace: true });
    },
  });
  const other = !!again && again.account !== found.account.id;
  const failed = reconnect.error ?? add.error;
  const account = (
    <dl className={styles.account}>
      <div><dt>{t('lightspeed.account_name')}</dt><dd>{found.account.name}</dd></div>
      <div><dt>{t('lightspeed.account_id')}</dt><dd>{found.account.id}</dd></div>
    </dl>
  );
  if (isOurs)
    return (
      <>
        <h2 className={styles.title}>{t('lightspeed.what')}</h2>
        {account}
        <LightspeedForm
          isNew start={{ name: attempt.name, list_id: null, settings: {} }} error={add.error} saving={add.isPending} save={t('connect.action')}
          onSave={({ settings, ...rest }) => add.mutate({ kind: 'lightspeed', ...rest, settings: { account: found.account.id, ...settings }, authorization: found.authorization })}
        />
        {failed instanceof Problem && failed.code.startsWith('authorization_') && <Button mt="md" variant="default" component={Link} to={startOf(attempt)}>{t('lightspeed.again')}</Button>}
      </>
    );
  return (
    <>
      <h2 className={styles.title}>{t('lightspeed.is_ours')}</h2>
      {account}
      {other && <p className="warn-text" role="alert">{t('lightspeed.other_account', { id: again.account })}</p>}
      {reconnect.isError && <Trouble error={reconnect.error} />}
      <Group gap="sm" mt="md">
        {!other && <Button loading={reconnect.isPending} onClick={() => (again ? reconnect.mutate() : setIsOurs(true))}>{again ? t('lightspeed.confirm_again') : t('lightspeed.confirm')}</Button>}
        <Button variant="default" component={Link} to={startOf(attempt)}>{t('lightspeed.not_ours')}</Button>
      </Group>
      <p className="dimmed small">{t('lightspeed.not_ours_about')}</p>
    </>
  );
}
