// A list's people as one CSV file, however many answers the server gives it in.
// SPDX-License-Identifier: Apache-2.0
import { addressOf } from '../api/call';
import { Problem } from '../api/problem';

/** Saves list-{id}.csv. Errors: Problem. */
export async function exportList(id: string) {
  const parts: string[] = [];
  for (let after: string | null = ''; after !== null;) {
    const answer: Response = await fetch(addressOf('/app/v1/lists/{id}/members.csv', { id }, { after }), { credentials: 'same-origin' });
    if (!answer.ok) throw await Problem.read(answer);
    const text = await answer.text();
    parts.push(parts.length ? text.slice(text.indexOf('\n') + 1) : text); // one line of headings
    after = answer.headers.get('X-Next');
  }
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob(parts, { type: 'text/csv;charset=utf-8' }));
  link.download = `list-${id}.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
