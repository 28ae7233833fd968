// What is being removed stays out of sight until it is gone, acts once, and is awaited before a session ends.
// SPDX-License-Identifier: Apache-2.0
import { expect, it, vi } from 'vitest';
import { makeRemovals } from './removals';

function world() {
  let leaving: string[] = [];
  const removals = makeRemovals((keys) => { leaving = [...keys]; });
  return { removals, leaving: () => leaving };
}

it('is left out from the first moment until the server has answered', async () => {
  const { removals, leaving } = world();
  let answer = () => {};
  removals.add({ key: 'user 1', act: () => new Promise<void>((done) => { answer = done; }) });
  expect(leaving()).toEqual(['user 1']);
  const done = removals.act('user 1');
  expect(leaving()).toEqual(['user 1']);
  answer();
  await done;
  expect(leaving()).toEqual([]);
});

it('acts on everything that waits before a session ends, and ends only when all have answered', async () => {
  const { removals } = world();
  const order: string[] = [];
  for (const key of ['user 1', 'segment a']) removals.add({ key, act: async () => { await new Promise((done) => setTimeout(done, 5)); order.push(key); } });
  await removals.settle();
  expect(order).toEqual(['user 1', 'segment a']);
});

it('waits also for what acts already, and acts once', async () => {
  const { removals } = world();
  let answer = () => {};
  const act = vi.fn(() => new Promise<void>((done) => { answer = done; }));
  removals.add({ key: 'user 1', act });
  void removals.act('user 1');
  let settled = false;
  const all = removals.settle().then(() => { settled = true; });
  await Promise.resolve();
  expect(settled).toBe(false);
  answer();
  await all;
  await removals.act('user 1');
  expect(act).toHaveBeenCalledOnce();
});

it('shows what the server refused to remove again, and says so', async () => {
  const { removals, leaving } = world();
  removals.add({ key: 'user 1', act: () => Promise.reject(new Error('last owner')) });
  await expect(removals.settle()).rejects.toThrow('last owner');
  expect(leaving()).toEqual([]);
});

it('keeps what was undone', async () => {
  const { removals, leaving } = world();
  const act = vi.fn(async () => {});
  removals.add({ key: 'user 1', act });
  removals.keep('user 1');
  await removals.act('user 1');
  await removals.settle();
  expect(act).not.toHaveBeenCalled();
  expect(leaving()).toEqual([]);
});
