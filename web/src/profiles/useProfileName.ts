// What a person is called: the name, else the email, else the phone.
// SPDX-License-Identifier: Apache-2.0
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

export function useProfileName() {
  const { t } = useTranslation();
  return useCallback((p: { first_name: string; last_name: string; email: string | null; phone: string | null }) => `${p.first_name} ${p.last_name}`.trim() || p.email || p.phone || t('profile.no_name'), [t]);
}
