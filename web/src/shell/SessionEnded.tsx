// The sign-in over a page whose session has ended; the page stays as it was, half-written forms included.
// SPDX-License-Identifier: Apache-2.0
import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { SignInForm } from './SignInForm';

export default function SessionEnded({ email, onDone }: { email: string; onDone: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal opened onClose={() => {}} withCloseButton={false} closeOnEscape={false} closeOnClickOutside={false} title={t('sign_in.ended')}>
      <p>{t('sign_in.ended_about')}</p>
      <SignInForm email={email} onDone={onDone} />
    </Modal>
  );
}
