// Sets light or dark before the first paint; a file of its own, because the policy allows no inline script.
// SPDX-License-Identifier: Apache-2.0
(function () {
  var choice = 'auto';
  try {
    choice = localStorage.getItem('mantine-color-scheme-value') || 'auto';
  } catch (error) {
    choice = 'auto'; // storage is blocked: follow the system
  }
  var dark = choice === 'dark' || (choice === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
