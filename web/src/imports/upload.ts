// Sends a file in parts; a part that was lost is sent again from where the server is.
// SPDX-License-Identifier: Apache-2.0
import { addressOf, call, sendBytes } from '../api/call';
import type { Import } from '../api/schema';

const partBytes = 4 << 20;

export async function upload(file: File, onProgress: (share: number) => void): Promise<Import> {
  let made: Import = await call('post', '/app/v1/imports', { body: { file_name: file.name, bytes: file.size } });
  while (made.received < made.bytes) {
    const offset = made.received;
    made = await sendBytes<Import>(addressOf('/app/v1/imports/{id}/parts', { id: made.id }, { offset: String(offset) }), file.slice(offset, offset + partBytes));
    onProgress(made.received / made.bytes);
  }
  return made;
}
