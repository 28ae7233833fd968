// What a shop needs from Lightspeed before it can connect.
// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from 'react-i18next';
import { returnAddress } from './attempt';
import { CopyText } from './CopyText';
import styles from './BeforeYouBegin.module.css';

export function BeforeLightspeed() {
  const { t } = useTranslation();
  return (
    <aside className={styles.help} aria-label={t('before.title')}>
      <h2 className={styles.title}>{t('before.title')}</h2>
      <h3>{t('before_lightspeed.series')}</h3>
      <p>{t('before_lightspeed.series_about')}</p>
      <h3>{t('before_lightspeed.client')}</h3>
      <p>{t('before_lightspeed.client_about')}</p>
      <dl>
        <dt>{t('before_lightspeed.redirect')}</dt>
        <dd><CopyText text={returnAddress()} /></dd>
      </dl>
      <p>{t('before_lightspeed.redirect_about')}</p>
      <h3>{t('before_lightspeed.employee')}</h3>
      <p>{t('before_lightspeed.employee_about')}</p>
      <h3>{t('before.what')}</h3>
      <ul>
        <li>{t('before_lightspeed.history')}</li>
        <li>{t('before_lightspeed.every')}</li>
        <li>{t('before_lightspeed.consent')}</li>
        <li>{t('before_lightspeed.left_out')}</li>
      </ul>
    </aside>
  );
}
