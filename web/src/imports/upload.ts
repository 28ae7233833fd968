// Sends a file in parts; a part that was lost is sent again from where the server is.
// SPDX-License-Identifier: Apache-2.0
import { addressOf, call, sendBytes } from '../api/call';
import type { Import } from '../api/schema';

const partBytes = 4 << 20;
const peekedBytes = 1 << 20; // a line has no more

/** What a file holds, by its name and, where that says JSON, by its first line. */
export async function formatOf(file: File): Promise<Import['format']> {
  if (!/\.(jsonl|ndjson|json)$/i.test(file.name)) return 'csv';
  const first = (await file.slice(0, peekedBytes).text()).replace(/^\uFEFF/, '').split('\n').find((line) => line.trim() !== '') ?? '';
  try {
    const line: unknown = JSON.parse(first);
    return typeof line === 'object' && line !== null && 'metric' in line ? 'events' : 'jsonl';
  } catch {
    return 'jsonl';
  }
}

export async function upload(file: File, onProgress: (share: number) => void): Promise<Import> {
  let made: Import = await call('post', '/app/v1/imports', { body: { file_name: file.name, bytes: file.size, format: await formatOf(file) } });
  while (made.received < made.bytes) {
    const offset = made.received;
    made = await sendBytes<Import>(addressOf('/app/v1/imports/{id}/parts', { id: made.id }, { offset: String(offset) }), file.slice(offset, offset + partBytes));
    onProgress(made.received / made.bytes);
  }
  return made;
}
