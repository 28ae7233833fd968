// Adding an integration, then showing it with its history on the way.
// SPDX-License-Identifier: Apache-2.0
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { call } from '../api/call';
import { integrationsQuery } from '../api/queries';
import type { OpenTableInput, VendorInput } from '../api/schema';

export function useAdd(onAdded?: () => void) {
  const client = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (body: OpenTableInput | VendorInput) => call('post', '/app/v1/integrations', { body }),
    onSuccess: (integration) => {
      onAdded?.();
      void client.invalidateQueries({ queryKey: integrationsQuery.queryKey });
      void navigate(`/integrations/${integration.id}`, { replace: true });
    },
  });
}
