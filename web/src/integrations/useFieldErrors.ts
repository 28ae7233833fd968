// Which field of a form a refusal speaks of, by the pointer it carries.
// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from 'react-i18next';
import { problemOf } from '../api/problem';
import { useSay } from '../parts/Trouble';

/** `at` is a field's sentence; `rest` is a refusal that none of the `pointers` explains. */
export function useFieldErrors(error: unknown, pointers: string[]) {
  const { i18n } = useTranslation();
  const say = useSay();
  const problem = error ? problemOf(error) : undefined;
  const speaksOf = (pointer: string) => !!problem && (problem.pointer === pointer || problem.pointer.startsWith(pointer + '/'));
  return {
    at: (pointer: string) => {
      if (!problem || !speaksOf(pointer)) return undefined;
      // The server's words are English, and say more than ours.
      return problem.code === 'invalid' && problem.detail && i18n.language === 'en' ? problem.detail : say(problem);
    },
    rest: problem && !pointers.some(speaksOf) ? problem : undefined,
  };
}
