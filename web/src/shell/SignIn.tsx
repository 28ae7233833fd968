// The sign-in page.
// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from 'react-i18next';
import { Door } from './Door';
import { SignInForm } from './SignInForm';

export default function SignIn() {
  const { t } = useTranslation();
  return (
    <Door title={t('sign_in.title')}>
      <SignInForm />
    </Door>
  );
}
