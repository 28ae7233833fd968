// The small fields that conditions are made of: a number, a day, a text with suggestions, several texts.
// SPDX-License-Identifier: Apache-2.0
import { useState } from 'react';
import { Autocomplete, TagsInput, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNames } from '../../i18n/names';
import { suggestionsQuery } from '../queries';
import styles from '../builder.module.css';

/** A number as it is typed; NaN while it is none. */
export function NumberField({ label, value, onChange }: { label: string; value: number; onChange: (value: number) => void }) {
  const [text, setText] = useState(Number.isFinite(value) ? String(value) : '');
  const read = (typed: string) => (/^\s*-?\d+([.,]\d+)?\s*$/.test(typed) ? Number(typed.trim().replace(',', '.')) : NaN);
  if (Number.isFinite(value) && read(text) !== value) setText(String(value));
  return <TextInput className={styles.number ?? ''} aria-label={label} inputMode="decimal" autoComplete="off" value={text} error={text !== '' && Number.isNaN(read(text))} onChange={(e) => { setText(e.currentTarget.value); onChange(read(e.currentTarget.value)); }} />;
}

export function DayField({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
  return <TextInput type="date" className={styles.day ?? ''} aria-label={label} value={value.slice(0, 10)} onChange={(e) => onChange(e.currentTarget.value ? `${e.currentTarget.value}T00:00:00Z` : '')} />;
}

/** Where suggestions come from: what a server knows of a metric's events or of people. */
export type Source = { metric_id?: string };

/** `isShown`: the field has been entered, so that a page of conditions asks for nothing by itself. */
function useSuggestions(query: Parameters<typeof suggestionsQuery>[0], isShown: boolean) {
  const [asked] = useDebouncedValue(query.q ?? '', 150);
  return useQuery({ ...suggestionsQuery({ ...query, ...(asked ? { q: asked } : {}) }), enabled: isShown }).data ?? [];
}

export function PropertyName({ label, value, of, source, onChange }: { label: string; value: string; of: 'profile_properties' | 'event_properties'; source: Source; onChange: (name: string, type: string | null) => void }) {
  const names = useNames();
  const [isShown, setShown] = useState(false);
  const known = useSuggestions({ of, ...source, q: value }, isShown);
  return (
    <Autocomplete
      className={styles.property ?? ''} aria-label={label} placeholder={label} value={value} limit={50} maxDropdownHeight={260} filter={({ options }) => options} data={known.map((s) => s.text)} onFocus={() => setShown(true)}
      onChange={(name) => onChange(name, known.find((s) => s.text === name)?.type ?? null)}
      renderOption={({ option }) => <span>{option.value}{names.property(option.value) !== option.value && <span className="dimmed"> · {names.property(option.value)}</span>}</span>}
    />
  );
}

export function ValueText({ label, value, property, source, onChange }: { label: string; value: string; property: string; source: Source; onChange: (value: string) => void }) {
  const [isShown, setShown] = useState(false);
  const known = useSuggestions({ of: 'values', property, ...source, q: value }, isShown && !!property);
  return <Autocomplete className={styles.text ?? ''} aria-label={label} placeholder={label} value={value} limit={50} maxDropdownHeight={260} filter={({ options }) => options} data={known.map((s) => s.text)} onFocus={() => setShown(true)} onChange={onChange} />;
}

export function ValueTexts({ label, values, property, source, onChange }: { label: string; values: string[]; property: string; source: Source; onChange: (values: string[]) => void }) {
  const { t } = useTranslation();
  const [isShown, setShown] = useState(false);
  const [typed, setTyped] = useState('');
  const known = useSuggestions({ of: 'values', property, ...source, q: typed }, isShown && !!property);
  return (
    <TagsInput
      className={styles.texts ?? ''} aria-label={label} placeholder={values.length ? '' : t('segment.add_values')} value={values} searchValue={typed} onSearchChange={setTyped} splitChars={[',', ';', '\n']} acceptValueOnBlur maxTags={500} limit={50} maxDropdownHeight={260}
      data={known.map((s) => s.text)} onFocus={() => setShown(true)} onChange={onChange}
    />
  );
}
