// Short messages at the foot of the page, with undo.
// SPDX-License-Identifier: Apache-2.0
import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { Button, CloseButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../api/problem';
import { useSay } from './Trouble';
import styles from './toasts.module.css';

type Toast = { id: number; text: string; bad?: boolean; undo?: () => void; end?: () => void };
type Toasts = {
  tell: (text: string, undo?: () => void) => void;
  refuse: (error: unknown) => void;
  /** Acts only when the time to undo has passed; leaving the page acts at once. */
  later: (text: string, act: () => void, undo: () => void) => void;
};

const Context = createContext<Toasts>({ tell: () => {}, refuse: () => {}, later: () => {} });
export const useToasts = () => useContext(Context);
const showMs = 7000;

export function ToastHost({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const say = useSay();
  const [toasts, setToasts] = useState<Toast[]>([]);
  const pending = useRef(new Map<number, () => void>());
  const next = useRef(1);

  const drop = useCallback((id: number) => {
    setToasts((all) => all.filter((x) => x.id !== id));
    const act = pending.current.get(id);
    pending.current.delete(id);
    act?.();
  }, []);
  const add = useCallback((toast: Omit<Toast, 'id'>) => {
    const id = next.current++;
    if (toast.end) pending.current.set(id, toast.end);
    setToasts((all) => [...all.slice(-2), { ...toast, id }]);
    setTimeout(() => drop(id), toast.bad ? showMs * 2 : showMs);
  }, [drop]);

  useEffect(() => {
    const flush = () => { for (const act of pending.current.values()) act(); pending.current.clear(); };
    addEventListener('pagehide', flush);
    return () => removeEventListener('pagehide', flush);
  }, []);

  const value = useMemo<Toasts>(() => ({
    tell: (text, undo) => add({ text, ...(undo ? { undo } : {}) }),
    refuse: (error) => add({ text: say(problemOf(error)), bad: true }),
    later: (text, act, undo) => add({ text, undo, end: act }),
  }), [add, say]);

  return (
    <Context.Provider value={value}>
      {children}
      <div className={styles.host} aria-live="polite">
        {toasts.map((toast) => (
          <div key={toast.id} className={styles.toast} data-bad={toast.bad || undefined}>
            <span className={styles.text}>{toast.text}</span>
            {toast.undo && (
              <Button size="compact-sm" variant="white" onClick={() => { pending.current.delete(toast.id); toast.undo?.(); drop(toast.id); }}>
                {t('action.undo')}
              </Button>
            )}
            <CloseButton size="sm" variant="transparent" c="inherit" aria-label={t('action.close')} onClick={() => drop(toast.id)} />
          </div>
        ))}
      </div>
    </Context.Provider>
  );
}
