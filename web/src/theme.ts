// The design tokens: colors, type, spacing. Every page takes them from here.
// SPDX-License-Identifier: Apache-2.0
import { createTheme, defaultCssVariablesResolver, type MantineColorsTuple, type MantineTheme } from '@mantine/core';

/** Bay leaf: the one color that asks for a click. */
const bay: MantineColorsTuple = ['#eef5f1', '#dbe9e1', '#b7d3c4', '#90bba4', '#6fa78a', '#52957a', '#3f8067', '#336e57', '#2c5e49', '#1f4636'];
/** Paprika: what went wrong, and what is gone for good. */
const paprika: MantineColorsTuple = ['#fcefeb', '#f7dcd4', '#eeb8a9', '#e4917b', '#dc7056', '#cf583c', '#bb4a30', '#a33d27', '#8a3220', '#6d2618'];
/** Saffron: what deserves a look. */
const saffron: MantineColorsTuple = ['#fcf4e0', '#f8e7bd', '#f0d08a', '#e7b855', '#dfa52f', '#c98f1d', '#a87614', '#85600f', '#6b4d0c', '#503908'];
const gray: MantineColorsTuple = ['#faf8f4', '#f3f0e9', '#e8e3d9', '#d9d2c6', '#c2b9ab', '#9d9484', '#726a5d', '#575045', '#3c372f', '#24201b'];
const dark: MantineColorsTuple = ['#e9e4db', '#cfc8bc', '#aaa294', '#867e71', '#56504a', '#403b36', '#302c28', '#25221f', '#1c1a17', '#131210'];

/** Series of charts, in order; told apart by lightness too, not by hue alone. */
export const seriesColors = {
  light: ['#2c5e49', '#c2562f', '#3d6fa8', '#b8860b', '#7b4b94', '#5b8c85', '#a33d5a', '#6b705c', '#9d9484'],
  dark: ['#7cc0a0', '#ef9a77', '#8db7e8', '#e7c15c', '#c39bdc', '#9fd0c8', '#ec93ad', '#b9bfa5', '#867e71'],
};

export const fonts = {
  text: "'Source Sans 3 Variable', 'Apple SD Gothic Neo', 'Malgun Gothic', 'Noto Sans KR', 'Noto Sans CJK KR', system-ui, sans-serif",
  title: "'Fraunces Variable', 'Apple SD Gothic Neo', 'Malgun Gothic', 'Noto Sans KR', 'Noto Sans CJK KR', Georgia, serif",
  number: "ui-monospace, 'SF Mono', 'Cascadia Mono', 'DejaVu Sans Mono', monospace",
};

export const theme = createTheme({
  colors: { bay, paprika, saffron, gray, dark, red: paprika, green: bay, yellow: saffron },
  primaryColor: 'bay',
  primaryShade: { light: 8, dark: 6 },
  autoContrast: true,
  luminanceThreshold: 0.36,
  fontFamily: fonts.text,
  fontFamilyMonospace: fonts.number,
  headings: { fontFamily: fonts.title, fontWeight: '560' },
  fontSizes: { xs: '0.8125rem', sm: '0.9375rem', md: '1rem', lg: '1.125rem', xl: '1.375rem' },
  defaultRadius: 'md',
  radius: { xs: '3px', sm: '5px', md: '8px', lg: '12px', xl: '20px' },
  cursorType: 'pointer',
  components: {
    // The library locks scrolling with an inline style, which the policy forbids; app.css does it instead.
    Modal: { defaultProps: { lockScroll: false, centered: true, overlayProps: { backgroundOpacity: 0.4 }, transitionProps: { duration: 120 } } },
    Drawer: { defaultProps: { lockScroll: false, transitionProps: { duration: 140 } } },
    Tooltip: { defaultProps: { openDelay: 250, withArrow: true } },
    Menu: { defaultProps: { shadow: 'md', withInitialFocusPlaceholder: false, transitionProps: { duration: 80 } } },
    Select: { defaultProps: { comboboxProps: { shadow: 'md', transitionProps: { duration: 80 } }, checkIconPosition: 'right' } },
    Badge: { defaultProps: { variant: 'light', radius: 'sm' } },
  },
});

/** Mantine's variables with ours over them; the build writes them into a file. */
export function themeVariables(merged: MantineTheme) {
  const all = defaultCssVariablesResolver(merged);
  return {
    variables: {
      ...all.variables, '--app-radius': '12px', '--app-measure': '68ch', '--app-attention': saffron[5],
      '--app-door': '#24493a', '--app-door-ring': bay[7], '--app-door-rim': bay[8], '--app-on-bay': '#f6efe2',
      '--app-mark-opentable': paprika[9], '--app-mark-toast': saffron[7], '--app-mark-lightspeed': '#2f5680', '--app-mark-own': bay[8], '--app-mark-gone': gray[6], '--app-mark-line': '#fbf5ea',
    },
    light: {
      ...all.light,
      '--mantine-color-body': '#faf8f4', '--mantine-color-text': '#2a2621', '--mantine-color-dimmed': '#665e52', '--mantine-color-anchor': bay[8],
      '--mantine-color-error': paprika[7], '--mantine-color-placeholder': '#7a7164', '--mantine-color-default-border': '#d9d2c6', '--mantine-color-default-hover': '#f3f0e9',
      '--app-surface': '#ffffff', '--app-rail': '#f3efe7', '--app-line': '#e6e0d5', '--app-quiet': '#f5f2ec', '--app-good': bay[8], '--app-warn': '#7a560b', '--app-bad': paprika[7], '--app-spark': '#6fa78a',
      '--app-toast': '#2a2621', '--app-toast-bad': paprika[9], '--app-toast-text': '#f6f1e8',
    },
    dark: {
      ...all.dark,
      '--mantine-color-body': '#181613', '--mantine-color-text': '#e6e0d6', '--mantine-color-dimmed': '#aaa294', '--mantine-color-anchor': bay[3],
      '--mantine-color-error': '#ec9a83', '--mantine-color-placeholder': '#918878', '--mantine-color-default-border': '#443f39', '--mantine-color-default': '#24211e', '--mantine-color-default-hover': '#2d2a26',
      '--app-surface': '#211e1b', '--app-rail': '#1d1b18', '--app-line': '#36322d', '--app-quiet': '#292622', '--app-good': bay[3], '--app-warn': '#e7b855', '--app-bad': '#ec9a83', '--app-spark': '#52957a',
      '--app-toast': '#efe8dc', '--app-toast-bad': paprika[1], '--app-toast-text': '#2a2621',
    },
  };
}
