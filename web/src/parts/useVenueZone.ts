// The time zone of an OpenTable restaurant: reservation times are told in it, as the restaurant knows them.
// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query';
import { integrationsQuery } from '../api/queries';
import { byKind } from '../integrations/byKind';

export function useVenueZone(integrationId: string | undefined): string | undefined {
  const integrations = useQuery({ ...integrationsQuery, staleTime: 5 * 60_000 }).data;
  const found = integrations?.find((i) => i.id === integrationId);
  const one = found && byKind(found);
  return one?.kind === 'opentable' ? one.settings.time_zone : undefined;
}
