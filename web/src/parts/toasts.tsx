// Short messages at the foot of the page, with undo; and what waits for the time to undo to pass.
// SPDX-License-Identifier: Apache-2.0
import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { Button, CloseButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../api/problem';
import { makeRemovals, type Removal } from './removals';
import { useSay } from './Trouble';
import styles from './toasts.module.css';

type Toast = { id: number; text: string; bad?: boolean; undo?: () => void; removal?: string };
type Toasts = {
  tell: (text: string, undo?: () => void) => void;
  refuse: (error: unknown) => void;
  /** Removes only when the time to undo has passed; leaving the page removes at once. */
  later: (text: string, removal: Removal) => void;
  /** Removes at once what still waits, before the session ends. Errors: the first refusal; what was refused is shown again. */
  settle: () => Promise<void>;
  /** What is being removed, by the keys of `later`: pages leave it out, whatever the server still answers. */
  leaving: ReadonlySet<string>;
};

const Context = createContext<Toasts>({ tell: () => {}, refuse: () => {}, later: () => {}, settle: async () => {}, leaving: new Set() });
export const useToasts = () => useContext(Context);
const showMs = 7000;
const most = 3;

export function ToastHost({ children }: { children: ReactNode }) {
  const say = useSay();
  const [toasts, setToasts] = useState<Toast[]>([]);
  const [leaving, setLeaving] = useState<ReadonlySet<string>>(new Set());
  const [removals] = useState(() => makeRemovals(setLeaving));
  const [held, setHeld] = useState(false);
  const next = useRef(1);

  const add = useCallback((toast: Omit<Toast, 'id'>) => setToasts((all) => [...all, { ...toast, id: next.current++ }]), []);
  const refuse = useCallback((error: unknown) => add({ text: say(problemOf(error)), bad: true }), [add, say]);
  const drop = useCallback((toast: Toast) => {
    setToasts((all) => all.filter((x) => x.id !== toast.id));
    // What goes away under the pointer or the focus tells nobody that it was left.
    setHeld(false);
    if (toast.removal) removals.act(toast.removal).catch(refuse);
  }, [removals, refuse]);

  const oldest = toasts.length > most ? toasts[0] : undefined;
  useEffect(() => {
    if (oldest) drop(oldest);
  }, [oldest, drop]);
  useEffect(() => {
    // Nobody is left to be told of a refusal.
    const flush = () => void removals.settle().catch(() => undefined);
    addEventListener('pagehide', flush);
    return () => removeEventListener('pagehide', flush);
  }, [removals]);

  const value = useMemo<Toasts>(() => ({
    tell: (text, undo) => add({ text, ...(undo ? { undo } : {}) }),
    refuse,
    later: (text, removal) => {
      removals.add(removal);
      add({ text, removal: removal.key, undo: () => { removals.keep(removal.key); removal.undone?.(); } });
    },
    settle: () => {
      setToasts((all) => all.filter((x) => !x.removal));
      return removals.settle();
    },
    leaving,
  }), [add, refuse, removals, leaving]);

  return (
    <Context.Provider value={value}>
      {children}
      <div className={styles.host} aria-live="polite" onMouseEnter={() => setHeld(true)} onMouseLeave={() => setHeld(false)} onFocus={() => setHeld(true)} onBlur={() => setHeld(false)}>
        {toasts.map((toast) => <Line key={toast.id} toast={toast} held={held} onEnd={drop} />)}
      </div>
    </Context.Provider>
  );
}

/** One message. Its time stands still while somebody reads or reaches for one. */
function Line({ toast, held, onEnd }: { toast: Toast; held: boolean; onEnd: (toast: Toast) => void }) {
  const { t } = useTranslation();
  const left = useRef(toast.bad ? showMs * 2 : showMs);
  useEffect(() => {
    if (held) return;
    const since = performance.now();
    const timer = setTimeout(() => onEnd(toast), left.current);
    return () => { clearTimeout(timer); left.current = Math.max(0, left.current - (performance.now() - since)); };
  }, [held, toast, onEnd]);
  return (
    <div className={styles.toast} data-bad={toast.bad || undefined}>
      <span className={styles.text}>{toast.text}</span>
      {toast.undo && <Button size="compact-sm" variant="white" onClick={() => { toast.undo?.(); onEnd(toast); }}>{t('action.undo')}</Button>}
      <CloseButton size="sm" variant="transparent" c="inherit" aria-label={t('action.close')} onClick={() => onEnd(toast)} />
    </div>
  );
}
