// What the signed-in user's role allows; the server decides, this only keeps pages from offering what it would refuse.
// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query';
import { sessionQuery } from '../api/queries';

export function useCan() {
  const role = useQuery({ ...sessionQuery, select: (s) => s.user?.role }).data;
  return { change: role === 'owner' || role === 'admin', own: role === 'owner' };
}
