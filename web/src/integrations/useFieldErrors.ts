// Which field of a form a refusal speaks of, by the pointer it carries.
// SPDX-License-Identifier: Apache-2.0
import { problemOf } from '../api/problem';
import { useSay } from '../parts/Trouble';

/** `at` is a field's sentence; `rest` is a refusal that none of the `pointers` explains. */
export function useFieldErrors(error: unknown, pointers: string[]) {
  const say = useSay();
  const problem = error ? problemOf(error) : undefined;
  const speaksOf = (pointer: string) => !!problem && (problem.pointer === pointer || problem.pointer.startsWith(pointer + '/'));
  return {
    at: (pointer: string) => (problem && speaksOf(pointer) ? say(problem) : undefined),
    rest: problem && !pointers.some(speaksOf) ? problem : undefined,
  };
}
