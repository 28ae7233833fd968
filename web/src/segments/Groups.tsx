// The groups of a definition: one condition of each must hold, and every group.
// SPDX-License-Identifier: Apache-2.0
import { Fragment } from 'react';
import { Button, Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Icon } from '../parts/icons';
import { useToasts } from '../parts/toasts';
import { ConditionCard, type Complaint } from './ConditionCard';
import { added, changed, conditionsIn, duplicated, groupAdded, moved, pointerTo, removed, type Draft } from './draft';
import { conditionTypes, mostConditions, type ConditionType } from './grammar';
import styles from './builder.module.css';

type Props = { draft: Draft; self: string; complaintAt: (pointer: string) => Complaint | null; onChange: (draft: Draft) => void };

export function Groups({ draft, self, complaintAt, onChange }: Props) {
  const { t } = useTranslation();
  const { tell } = useToasts();
  const isFull = conditionsIn(draft) >= mostConditions;
  const focus = (key: number) => requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-condition="${key}"] [data-pointer]`)?.focus());
  return (
    <div>
      {draft.groups.map((group, g) => (
        <Fragment key={group.key}>
          {g > 0 && <div className={styles.and}>{t('segment.and_also')}</div>}
          <div className={styles.group} role="group" aria-label={t('segment.group_n', { n: g + 1 })}>
            {group.conditions.map(({ key, condition }, at) => {
              const place = { group: g, at };
              return (
                <div key={key} data-condition={key}>
                  {at > 0 && <div className={styles.or}>{t('segment.or')}</div>}
                  <ConditionCard
                    condition={condition} pointer={pointerTo(place)} self={self} complaint={complaintAt(pointerTo(place))}
                    canMove={{ up: g > 0 || at > 0 || group.conditions.length > 1, down: g < draft.groups.length - 1 || at < group.conditions.length - 1 || group.conditions.length > 1 }}
                    onChange={(next) => onChange(changed(draft, place, next))} onMove={(by) => { onChange(moved(draft, place, by)); focus(key); }}
                    onDuplicate={() => { if (!isFull) onChange(duplicated(draft, place)); }} onRemove={() => { onChange(removed(draft, place)); tell(t('segment.condition_removed'), () => onChange(draft)); }}
                  />
                </div>
              );
            })}
            <div className={styles.groupFoot}><Add text={t('segment.or_add')} disabled={isFull} onAdd={(type) => onChange(added(draft, g, type))} /></div>
          </div>
        </Fragment>
      ))}
      <div className={styles.and}><Add text={draft.groups.length ? t('segment.and_add') : t('segment.add_condition')} isMain disabled={isFull} onAdd={(type) => onChange(groupAdded(draft, type))} /></div>
      {isFull && <p className="dimmed small">{t('segment.most_conditions', { count: mostConditions })}</p>}
    </div>
  );
}

function Add({ text, isMain, disabled, onAdd }: { text: string; isMain?: boolean; disabled: boolean; onAdd: (type: ConditionType) => void }) {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-start" width={360}>
      <Menu.Target><Button variant={isMain ? 'default' : 'subtle'} size="compact-md" disabled={disabled} leftSection={<Icon name="plus" size={14} />}>{text}</Button></Menu.Target>
      <Menu.Dropdown>{conditionTypes.map((type) => <Menu.Item key={type} onClick={() => onAdd(type)}>{t(`segment.type_${type}`)}</Menu.Item>)}</Menu.Dropdown>
    </Menu>
  );
}
