// In which zones a verified day lies: its places' own, each once.
// SPDX-License-Identifier: Apache-2.0
import type { ReconciledDay } from '../api/schema';

/** IANA names by place; none where the day was checked before zones were kept. */
export const zonesOf = (day: ReconciledDay) => [...new Set(day.places.flatMap((place) => place.time_zone ?? []))];

/** "America/New York" */
export const spoken = (zone: string) => zone.replaceAll('_', ' ');
