// One of a few, chosen in the browser's own way: quick to draw, by keyboard and on a phone.
// SPDX-License-Identifier: Apache-2.0
import { NativeSelect } from '@mantine/core';

type ChoiceProps<T extends string> = { label: string; value: T; options: readonly (readonly [T, string])[]; onChange: (value: T) => void };

export function Choice<T extends string>({ label, value, options, onChange }: ChoiceProps<T>) {
  return <NativeSelect aria-label={label} value={value} data={options.map(([id, text]) => ({ value: id, label: text }))} onChange={(e) => onChange(e.currentTarget.value as T)} />;
}

