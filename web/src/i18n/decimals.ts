// Numbers as the reader writes them: "4,5" in Spanish and French, "4.5" in English and Korean.
// SPDX-License-Identifier: Apache-2.0

export type Decimals = {
  write: (n: number) => string;
  /** Nothing when the text is no number, or could be two: "1.500" where a point groups thousands. */
  read: (text: string) => number | undefined;
};

export function decimalsOf(tag: string): Decimals {
  const mark = new Intl.NumberFormat(tag).formatToParts(1.5).find((part) => part.type === 'decimal')?.value ?? '.';
  return {
    write: (n) => String(n).replace('.', mark),
    read(text) {
      const [, whole, point, rest] = /^\s*(-?\d{1,15})(?:([.,])(\d{1,15}))?\s*$/.exec(text) ?? [];
      if (whole === undefined) return undefined;
      if (point !== undefined && point !== mark && (point === ',' || rest?.length === 3)) return undefined;
      return Number(point === undefined ? whole : `${whole}.${rest}`);
    },
  };
}
