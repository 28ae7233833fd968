// Filters by property: each a chip that can go; a small form adds one.
// SPDX-License-Identifier: Apache-2.0
import { useState, type FormEvent } from 'react';
import { Autocomplete, Button, Popover, Select, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Condition, Property } from '../api/schema';
import { decimalsOf } from '../i18n/decimals';
import { useFormat } from '../i18n/format';
import { useNames } from '../i18n/names';
import { Icon } from '../parts/icons';
import { typedValue, valuesByName } from './typedValue';
import type { ValueName } from './valueName';
import styles from './Filters.module.css';

type Operator = Condition['operator'];
const offered: Record<Property['type'], Operator[]> = {
  text: ['equals', 'not_equals', 'contains', 'is_set', 'is_not_set'], list: ['equals', 'contains', 'is_set', 'is_not_set'], number: ['equals', 'not_equals', 'at_least', 'at_most', 'is_set', 'is_not_set'],
  boolean: ['equals', 'is_set', 'is_not_set'], date: ['is_set', 'is_not_set'],
};
const needsValue = (operator: Operator) => operator !== 'is_set' && operator !== 'is_not_set';

export function Filters({ where, properties, valueName, onChange }: { where: Condition[]; properties: Property[]; valueName: ValueName; onChange: (where: Condition[]) => void }) {
  const { t } = useTranslation();
  const names = useNames();
  const { tag } = useFormat();
  const [open, setOpen] = useState(false);
  const [name, setName] = useState<string | null>(null);
  const [operator, setOperator] = useState<Operator>('equals');
  const [value, setValue] = useState('');
  const [wrong, setWrong] = useState(false);
  const property = properties.find((p) => p.name === name);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!property) return;
    const asked = needsValue(operator) ? typedValue(value, property, valueName, decimalsOf(tag)) : '';
    setWrong(asked === undefined);
    if (asked === undefined) return;
    onChange([...where, { property: property.name, operator, ...(needsValue(operator) ? { value: asked } : {}) }]);
    setOpen(false);
    setName(null);
    setValue('');
  };
  return (
    <div className={styles.filters}>
      {where.map((c, i) => (
        <span key={i} className={styles.chip}>
          {t(`chart.says_${c.operator}`, { property: names.property(c.property), value: valueName(c.property, c.value ?? '') })}
          <button type="button" aria-label={t('chart.remove_filter', { property: names.property(c.property) })} onClick={() => onChange(where.filter((_, at) => at !== i))}>
            <Icon name="cross" size={12} />
          </button>
        </span>
      ))}
      <Popover opened={open} onChange={setOpen} position="bottom-start" shadow="md" trapFocus width={300}>
        <Popover.Target>
          <Button variant="default" size="compact-md" leftSection={<Icon name="filter" size={15} />} onClick={() => setOpen(!open)} disabled={properties.length === 0 || where.length >= 10}>{t('chart.add_filter')}</Button>
        </Popover.Target>
        <Popover.Dropdown>
          <form onSubmit={submit}>
            <Stack gap="sm">
              <Select label={t('chart.property')} searchable comboboxProps={{ withinPortal: false }} data={properties.map((p) => ({ value: p.name, label: names.property(p.name) }))} value={name} onChange={(next) => { setName(next); setOperator(offered[properties.find((p) => p.name === next)?.type ?? 'text'][0] ?? 'equals'); setValue(''); setWrong(false); }} />
              {property && (
                <Select label={t('chart.operator')} allowDeselect={false} comboboxProps={{ withinPortal: false }} data={offered[property.type].map((o) => ({ value: o, label: t(`chart.operator_${o}`) }))} value={operator} onChange={(next) => next && setOperator(next as Operator)} />
              )}
              {property && needsValue(operator) && (
                <Autocomplete label={t('chart.value_label')} required withAsterisk={false} comboboxProps={{ withinPortal: false }} limit={30} maxDropdownHeight={200} data={[...valuesByName(property, valueName).keys()]} value={value} error={wrong ? t('state.not_a_number') : null} onChange={(next) => { setValue(next); setWrong(false); }} {...(property.type === 'number' ? { inputMode: 'decimal' as const } : {})} />
              )}
              <Button type="submit" disabled={!property || (needsValue(operator) && !value.trim())}>{t('chart.apply_filter')}</Button>
            </Stack>
          </form>
        </Popover.Dropdown>
      </Popover>
    </div>
  );
}
