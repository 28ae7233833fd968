// Files the build makes.
// SPDX-License-Identifier: Apache-2.0
declare module 'virtual:theme.css';
declare module '@fontsource-variable/*';
/** The words of one part; src/i18n/parts.ts. */
declare module '*.json?part=rest' { const words: Record<string, unknown>; export default words; }
declare module '*.json?part=imports' { const words: Record<string, unknown>; export default words; }
declare module '*.json?part=integrations' { const words: Record<string, unknown>; export default words; }
