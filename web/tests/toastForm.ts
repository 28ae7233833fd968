// Filling the form of Toast as a person does: GUIDs are pasted.
// SPDX-License-Identifier: Apache-2.0
import type { Page } from 'playwright-core';

export const guids = (page: Page) => page.getByRole('combobox', { name: 'Restaurant GUIDs' });

export async function paste(page: Page, text: string) {
  await guids(page).focus();
  await guids(page).evaluate((input, words) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', words);
    input.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}

export async function fill(page: Page, secret: string, name = 'Toast: downtown', client = 'lucia-orders') {
  await page.getByLabel('Name of this integration').fill(name);
  await page.getByLabel('Client ID').fill(client);
  await page.locator('input[type=password]').first().fill(secret);
}
