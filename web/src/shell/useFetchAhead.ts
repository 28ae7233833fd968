// Fetches a page's data when its link is about to be used: pointed at for a moment, touched, or focused.
// SPDX-License-Identifier: Apache-2.0
import { useEffect } from 'react';

const waitMs = 60; // a pointer that only passes by asks for nothing

export function useFetchAhead(fetchAhead: (address: string) => Promise<void>) {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const onLink = (event: Event) => {
      clearTimeout(timer);
      const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href]') : null;
      if (!link || link.origin !== location.origin || link.hasAttribute('download') || link.pathname === location.pathname) return;
      // What could not be fetched now is fetched, and reported, when the page is opened.
      timer = setTimeout(() => void fetchAhead(link.href).catch(() => undefined), event.type === 'touchstart' ? 0 : waitMs);
    };
    const kinds = ['pointerover', 'touchstart', 'focusin'] as const;
    for (const kind of kinds) document.addEventListener(kind, onLink, { passive: true });
    return () => {
      clearTimeout(timer);
      for (const kind of kinds) document.removeEventListener(kind, onLink);
    };
  }, [fetchAhead]);
}
