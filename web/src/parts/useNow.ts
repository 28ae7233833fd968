// The present instant, moving on by itself, for "5 minutes ago".
// SPDX-License-Identifier: Apache-2.0
import { useEffect, useState } from 'react';

export function useNow(everyMs = 20_000) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
