// Types of browser.mjs.
// SPDX-License-Identifier: Apache-2.0
import type { Browser, BrowserContext, Page } from 'playwright-core';
export function launch(): Promise<Browser>;
export function openPage(browser: Browser, base: string, look?: { width?: number; height?: number; dark?: boolean; language?: string; zone?: string }): Promise<{ page: Page; context: BrowserContext; complaints: string[] }>;
export function settled(page: Page): Promise<void>;
