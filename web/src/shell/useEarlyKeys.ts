// What is typed after the search was asked for and before its field is there.
// SPDX-License-Identifier: Apache-2.0
import { useCallback, useLayoutEffect, useRef } from 'react';

/** `take` gives the text to the field, once; from then on the field has the keys. */
export function useEarlyKeys(isOpen: boolean) {
  const early = useRef<string | null>(null);
  // In the layout phase: before the field's own effect takes what was typed.
  useLayoutEffect(() => {
    if (!isOpen) return;
    early.current = '';
    const onKey = (event: KeyboardEvent) => {
      if (early.current === null || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      if (event.key.length === 1) early.current += event.key;
      else if (event.key === 'Backspace') early.current = early.current.slice(0, -1);
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', onKey, true);
    return () => {
      early.current = null;
      removeEventListener('keydown', onKey, true);
    };
  }, [isOpen]);
  return useCallback(() => {
    const text = early.current ?? '';
    early.current = null;
    return text;
  }, []);
}
