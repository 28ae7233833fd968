// Which page of the guests the address names, and the way there: Back, a reload and a link that was sent find the page again.
// SPDX-License-Identifier: Apache-2.0
import { useLocation, useSearchParams } from 'react-router';

const firstPage: string[] = [];

/** `pages`: the `next` of every page passed, as far as it is known: a link knows that of its own page alone. `number`: from 1. */
export function usePages() {
  const [search, setSearch] = useSearchParams();
  const { state } = useLocation() as { state: { pages?: string[] } | null };
  const after = search.get('after');
  const number = after ? Math.max(2, Math.trunc(Number(search.get('page'))) || 2) : 1;
  const pages = !after ? firstPage : state?.pages?.at(-1) === after ? state.pages : [after];
  const turn = (next: string[]) =>
    setSearch((old) => {
      withoutPage(old);
      const last = next.at(-1);
      if (last) {
        old.set('page', String(number + next.length - pages.length));
        old.set('after', last);
      }
      return old;
    }, { state: { pages: next } });
  return { pages, number, turn };
}

/** What another order or another search begins with. */
export function withoutPage(search: URLSearchParams) {
  search.delete('page');
  search.delete('after');
  return search;
}
