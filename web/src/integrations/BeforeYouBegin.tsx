// What a restaurant needs from OpenTable before it can connect.
// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from 'react-i18next';
import styles from './BeforeYouBegin.module.css';

export function BeforeYouBegin() {
  const { t } = useTranslation();
  return (
    <aside className={styles.help} aria-label={t('before.title')}>
      <h2 className={styles.title}>{t('before.title')}</h2>
      <h3>{t('before.processor')}</h3>
      <p>{t('before.processor_about')}</p>
      <dl>
        <dt>{t('before.api')}</dt>
        <dd>{t('before.api_value')}</dd>
        <dt>{t('before.recipient')}</dt>
        <dd>{t('before.recipient_value')}</dd>
        <dt>{t('before.relation')}</dt>
        <dd>{t('before.relation_value')}</dd>
      </dl>
      <p>{t('before.wait')}</p>
      <h3>{t('before.list')}</h3>
      <p>{t('before.list_about')}</p>
      <h3>{t('before.what')}</h3>
      <ul>
        <li>{t('before.history')}</li>
        <li>{t('before.every')}</li>
        <li>{t('before.consent')}</li>
        <li>{t('before.sms')}</li>
        <li>{t('before.value')}</li>
      </ul>
    </aside>
  );
}
