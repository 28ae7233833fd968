// Components whose code is fetched apart from the page's.
// SPDX-License-Identifier: Apache-2.0
import { useEffect, useState, type ComponentType, type ReactNode } from 'react';

/**
 * Shows `wait` until the code is there; at once when `fetch` was called before and has come back. React's lazy keeps a
 * component back for 300 ms after its fallback was seen (FALLBACK_THROTTLE_MS), however soon the code comes. What could not
 * be fetched is thrown while rendering, for the page's error boundary.
 */
export function fetched<P extends object>(load: () => Promise<ComponentType<P>>, wait: ReactNode = null) {
  let known: ComponentType<P> | undefined;
  const fetch = async () => (known = await load());
  function Fetched(props: P) {
    const [Ready, setReady] = useState(() => known);
    useEffect(() => {
      if (Ready) return;
      let gone = false;
      fetch().then(
        (ready) => { if (!gone) setReady(() => ready); },
        (error: unknown) => { if (!gone) setReady(() => { throw error; }); },
      );
      return () => { gone = true; };
    }, [Ready]);
    return Ready ? <Ready {...props} /> : wait;
  }
  return Object.assign(Fetched, { fetch });
}
