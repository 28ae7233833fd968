// The way to give a stopped integration access again.
// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Integration } from '../api/schema';
import { useCan } from '../shell/useCan';

export function Reconnect({ integration }: { integration: Integration }) {
  const { t } = useTranslation();
  const can = useCan();
  if (!can.change || integration.status !== 'stopped') return null;
  const isLightspeed = integration.kind === 'lightspeed';
  return (
    <Button mt="sm" component={Link} to={`/integrations/${integration.id}/${isLightspeed ? 'reconnect' : 'edit'}`}>
      {isLightspeed ? t('lightspeed.reconnect') : t('integration.new_credentials')}
    </Button>
  );
}
