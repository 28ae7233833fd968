// Text as search compares it: no case, no accents.
// SPDX-License-Identifier: Apache-2.0
export const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().normalize('NFC');
