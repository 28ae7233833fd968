// Files the build makes.
// SPDX-License-Identifier: Apache-2.0
declare module 'virtual:theme.css';
declare module '@fontsource-variable/*';
