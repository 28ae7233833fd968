// What of Toast's orders counts, and how: collapsed, because the defaults fit most restaurants.
// SPDX-License-Identifier: Apache-2.0
import { Button, PasswordInput, Radio, Select, Stack, TagsInput, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { CopyText } from './CopyText';
import { IntervalSelect } from './IntervalSelect';
import { knownSources, toastDefaults, type ToastChoices } from './toastSettings';
import styles from './ToastAdvanced.module.css';

type Props = { choices: ToastChoices; onChange: (part: Partial<ToastChoices>) => void; at: (pointer: string) => string | undefined; isNew: boolean; webhook?: string; webhookSecret?: string; onWebhookSecret?: (secret: string) => void };

export function ToastAdvanced({ choices, onChange, at, isNew, webhook, webhookSecret = '', onWebhookSecret }: Props) {
  const { t } = useTranslation();
  const error = (name: string) => { const text = at(`/settings/${name}`); return text ? { error: text } : {}; };
  return (
    <details className={styles.advanced}>
      <summary>{t('toast.advanced')}</summary>
      <Stack gap="lg" mt="md">
        {!isNew && <Text size="sm" c="dimmed">{t('interval.read_again')}</Text>}
        <Select
          label={t('toast.history')} description={t('toast.history_about')} allowDeselect={false} value={String(choices.history_years)} {...error('history_years')}
          data={Array.from({ length: 10 }, (_, i) => ({ value: String(i + 1), label: t('toast.years', { count: i + 1 }) }))} onChange={(value) => value && onChange({ history_years: Number(value) })}
        />
        <div>
          <TagsInput
            label={t('toast.sources')} description={t('toast.sources_about')} spellCheck={false} autoComplete="off" splitChars={[',', ';', '\n']} maxTags={50} value={choices.sources} {...error('sources')}
            data={knownSources} maxDropdownHeight={220} onChange={(sources) => onChange({ sources: sources.map((source) => source.trim()).filter(Boolean) })}
          />
          <Button variant="subtle" size="compact-sm" mt={6} onClick={() => onChange({ sources: toastDefaults.sources })}>{t('toast.sources_reset')}</Button>
        </div>
        <Radio.Group label={t('toast.per')} value={choices.product_per} {...error('product_per')} onChange={(value) => onChange({ product_per: value as ToastChoices['product_per'] })}>
          <Stack gap="xs" mt="xs">
            <Radio value="line" label={t('toast.per_line')} description={t('toast.per_line_about')} />
            <Radio value="unit" label={t('toast.per_unit')} description={t('toast.per_unit_about')} />
          </Stack>
        </Radio.Group>
        <Radio.Group label={t('toast.worth')} value={choices.product_value} {...error('product_value')} onChange={(value) => onChange({ product_value: value as ToastChoices['product_value'] })}>
          <Stack gap="xs" mt="xs">
            <Radio value="line" label={t('toast.worth_line')} description={t('toast.worth_line_about')} />
            <Radio value="order" label={t('toast.worth_order')} description={t('toast.worth_order_about')} />
          </Stack>
        </Radio.Group>
        <Radio.Group label={t('toast.fulfilled')} value={choices.fulfilled_when} {...error('fulfilled_when')} onChange={(value) => onChange({ fulfilled_when: value as ToastChoices['fulfilled_when'] })}>
          <Stack gap="xs" mt="xs">
            {(['auto', 'closed', 'ready', 'delivered'] as const).map((rule) => <Radio key={rule} value={rule} label={t(`toast.fulfilled_${rule}`)} description={t(`toast.fulfilled_${rule}_about`)} />)}
          </Stack>
        </Radio.Group>
        <IntervalSelect value={choices.interval_minutes} error={at('/settings/interval_minutes')} onChange={(interval_minutes) => onChange({ interval_minutes })} />
        {webhook && (
          <div>
            <PasswordInput label={t('toast.webhook_secret')} description={t('toast.webhook_about')} autoComplete="off" value={webhookSecret} error={at('/credentials/webhook_secret')} onChange={(e) => onWebhookSecret?.(e.currentTarget.value)} visibilityToggleButtonProps={{ 'aria-label': t('field.show_password') }} />
            <div className={styles.address}><CopyText text={webhook} /></div>
          </div>
        )}
      </Stack>
    </details>
  );
}
