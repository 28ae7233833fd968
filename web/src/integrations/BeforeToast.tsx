// What a restaurant needs from Toast before it can connect.
// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import styles from './BeforeYouBegin.module.css';

const scopes = 'orders:read, guest.pi:read, restaurants:read, config:read, menus:read';

export function BeforeToast() {
  const { t } = useTranslation();
  return (
    <aside className={styles.help} aria-label={t('before.title')}>
      <h2 className={styles.title}>{t('before.title')}</h2>
      <h3>{t('before_toast.credentials')}</h3>
      <p>{t('before_toast.credentials_about')}</p>
      <dl>
        <dt>{t('before_toast.scopes')}</dt>
        <dd className={styles.code}>{scopes}</dd>
      </dl>
      <p>{t('before_toast.scope_guest')}</p>
      <h3>{t('before_toast.guids')}</h3>
      <p>{t('before_toast.guids_about')}</p>
      <h3>{t('before_toast.consent')}</h3>
      <p>{t('before_toast.consent_about')} <Link to="/audience/imports">{t('before_toast.import')}</Link></p>
      <h3>{t('before.what')}</h3>
      <ul>
        <li>{t('before_toast.history')}</li>
        <li>{t('before_toast.online')}</li>
        <li>{t('before_toast.contact')}</li>
        <li>{t('before.sms')}</li>
      </ul>
    </aside>
  );
}
