// Which field of a form a refusal speaks of, by the pointer it carries.
// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from 'react-i18next';
import { problemOf } from '../api/problem';
import { toldBy } from '../parts/refusals';

/** `at` is a field's sentence; `rest` is a refusal that none of the `pointers` explains. */
export function useFieldErrors(error: unknown, pointers: string[]) {
  const { t, i18n } = useTranslation();
  const problem = error ? problemOf(error) : undefined;
  const speaksOf = (pointer: string) => !!problem && (problem.pointer === pointer || problem.pointer.startsWith(pointer + '/'));
  return {
    at: (pointer: string) => {
      if (!problem || !speaksOf(pointer)) return undefined;
      const { sentence, isWhole } = toldBy(t, problem, i18n.language);
      // Where ours is not all there is to say, the server's words are; but they are English.
      return !isWhole && problem.code === 'invalid' && i18n.language === 'en' ? problem.detail : sentence;
    },
    rest: problem && !pointers.some(speaksOf) ? problem : undefined,
  };
}
