// The time zone of an integration's restaurant: reservation times are told in it, as the restaurant knows them.
// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query';
import { integrationsQuery } from '../api/queries';

export function useVenueZone(integrationId: string | undefined): string | undefined {
  const integrations = useQuery({ ...integrationsQuery, staleTime: 5 * 60_000 }).data;
  return integrations?.find((i) => i.id === integrationId)?.settings.time_zone;
}
