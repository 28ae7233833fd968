// One condition: what it is about, its fields, and what can be done with it.
// SPDX-License-Identifier: Apache-2.0
import { ActionIcon, Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Icon } from '../parts/icons';
import { fitsForm, starts } from './form';
import { ConsentFields } from './fields/ConsentFields';
import { FunnelFields } from './fields/FunnelFields';
import { MetricFields } from './fields/MetricFields';
import { DistanceFields, GroupFields, PredictionFields, PropertyFields, RegionFields } from './fields/PersonFields';
import { Choice } from './fields/Choice';
import { conditionTypes, type Condition } from './grammar';
import { RawFields } from './RawFields';
import styles from './builder.module.css';

/** What the server says against it, or that it is not finished. */
export type Complaint = { text: string; isRefused: boolean };
type Props = { condition: Condition; pointer: string; self: string; complaint: Complaint | null; canMove: { up: boolean; down: boolean }; onChange: (condition: Condition) => void; onDuplicate: () => void; onRemove: () => void; onMove: (by: -1 | 1) => void };

export function ConditionCard({ condition, pointer, self, complaint, canMove, onChange, onDuplicate, onRemove, onMove }: Props) {
  const { t } = useTranslation();
  const isKnown = conditionTypes.includes(condition.type);
  const name = isKnown ? t(`segment.type_${condition.type}`) : condition.type;
  return (
    <div
      className={styles.card} role="group" aria-label={name} tabIndex={-1} data-pointer={pointer} data-bad={complaint?.isRefused || undefined}
      onKeyDown={(event) => {
        if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
        event.preventDefault();
        onMove(event.key === 'ArrowUp' ? -1 : 1);
      }}
    >
      <div className={styles.cardHead}>
        <Choice label={t('segment.type')} value={condition.type} options={[...(isKnown ? [] : [[condition.type, condition.type] as const]), ...conditionTypes.map((type) => [type, t(`segment.type_${type}`)] as const)]} onChange={(type) => onChange(structuredClone(starts[type]))} />
        <Menu position="bottom-end">
          <Menu.Target><ActionIcon variant="subtle" color="gray" aria-label={t('segment.condition_actions', { name })}><Icon name="menu" size={16} /></ActionIcon></Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<Icon name="copy" size={16} />} onClick={onDuplicate}>{t('segment.duplicate')}</Menu.Item>
            <Menu.Item leftSection={<Icon name="up" size={16} />} disabled={!canMove.up} rightSection={<kbd>{'Alt ↑'}</kbd>} onClick={() => onMove(-1)}>{t('segment.move_up')}</Menu.Item>
            <Menu.Item leftSection={<Icon name="down" size={16} />} disabled={!canMove.down} rightSection={<kbd>{'Alt ↓'}</kbd>} onClick={() => onMove(1)}>{t('segment.move_down')}</Menu.Item>
            <Menu.Item color="paprika" leftSection={<Icon name="trash" size={16} />} onClick={onRemove}>{t('action.remove')}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
      <Fields condition={condition} self={self} onChange={onChange} />
      {complaint && <p className={complaint.isRefused ? styles.bad : styles.note} role={complaint.isRefused ? 'alert' : undefined}>{complaint.text}</p>}
    </div>
  );
}

function Fields({ condition, self, onChange }: { condition: Condition; self: string; onChange: (condition: Condition) => void }) {
  if (!fitsForm(condition)) return <RawFields condition={condition} onChange={onChange} />;
  switch (condition.type) {
    case 'profile-metric': return <MetricFields condition={condition} onChange={onChange} />;
    case 'profile-metric-funnel': return <FunnelFields condition={condition} onChange={onChange} />;
    case 'profile-property': return <PropertyFields condition={condition} onChange={onChange} />;
    case 'profile-group-membership': return <GroupFields condition={condition} self={self} onChange={onChange} />;
    case 'profile-marketing-consent': return <ConsentFields condition={condition} onChange={onChange} />;
    case 'profile-region': return <RegionFields condition={condition} onChange={onChange} />;
    case 'profile-postal-code-distance': return <DistanceFields condition={condition} onChange={onChange} />;
    case 'profile-predictive-analytics': return <PredictionFields condition={condition} onChange={onChange} />;
    default: return null;
  }
}
