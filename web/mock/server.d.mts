// Types of server.mjs.
// SPDX-License-Identifier: Apache-2.0
export function startMock(options?: object, port?: number): Promise<{ url: string; close: () => Promise<void> }>;
export const csp: string;
