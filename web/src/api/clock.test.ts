// Following the server's clock.
// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { present, setClock, whenClockJumps } from './clock';

const at = (iso: string) => Date.parse(iso);
beforeEach(() => {
  vi.useFakeTimers({ now: at('2026-03-01T12:00:00Z') });
  setClock('2026-03-01T12:00:00Z');
});
afterEach(() => vi.useRealTimers());

it('runs on from what the server said, and tells who shows the time', () => {
  const told = vi.fn();
  const stop = whenClockJumps(told);
  setClock('2026-03-01T17:00:00Z');
  vi.advanceTimersByTime(60_000);
  expect(new Date(present()).toISOString()).toBe('2026-03-01T17:01:00.000Z');
  expect(told).toHaveBeenCalledTimes(1);
  stop();
  setClock('2026-03-01T12:01:00Z');
  expect(told).toHaveBeenCalledTimes(1);
});

it('does not jump for the time an answer takes, nor for nonsense', () => {
  const told = vi.fn();
  const stop = whenClockJumps(told);
  setClock('2026-03-01T11:59:58Z');
  setClock('soon');
  expect(present()).toBe(at('2026-03-01T12:00:00Z'));
  expect(told).not.toHaveBeenCalled();
  stop();
});
