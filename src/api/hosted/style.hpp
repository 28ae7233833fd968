// The style sheet of the public pages; its colors are those of the app's theme (web/src/theme.ts).
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace regulars::api::hosted {

inline constexpr std::string_view style = R"css(:root {
  --page: #faf8f4; --surface: #ffffff; --text: #2a2621; --dimmed: #665e52; --line: #d9d2c6; --action: #2c5e49; --action-over: #1f4636;
  --on-action: #ffffff; --link: #2c5e49; --bad: #a33d27; --good-back: #eef5f1; --bad-back: #fcefeb;
}
@media (prefers-color-scheme: dark) {
  :root { --page: #181613; --surface: #211e1b; --text: #e6e0d6; --dimmed: #aaa294; --line: #443f39; --action: #b7d3c4; --action-over: #dbe9e1;
    --on-action: #1c1a17; --link: #90bba4; --bad: #ec9a83; --good-back: #23302a; --bad-back: #35211c; }
}
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: flex; flex-direction: column; align-items: center; padding: 24px 16px; background: var(--page); color: var(--text);
  font: 1.0625rem/1.55 system-ui, 'Apple SD Gothic Neo', 'Malgun Gothic', 'Noto Sans KR', sans-serif; overflow-wrap: anywhere; }
:lang(ko) { word-break: keep-all; }
header { margin: 4vh 0 16px; }
header p { margin: 0; font: 560 1.125rem/1.3 Georgia, 'Noto Serif', serif; color: var(--dimmed); text-align: center; }
main { width: 100%; max-width: 30rem; background: var(--surface); border: 1px solid var(--line); border-radius: 12px; padding: 32px 28px; }
h1 { margin: 0 0 12px; font: 560 1.75rem/1.2 Georgia, 'Noto Serif', serif; text-wrap: balance; }
h1:lang(ko) { font-family: inherit; font-weight: 700; }
h1 b { font-weight: inherit; }
h2, legend { font-size: 1rem; font-weight: 600; margin: 0 0 8px; padding: 0; }
p { margin: 0 0 16px; }
p:last-child { margin-bottom: 0; }
form { margin: 24px 0 0; }
fieldset { border: 0; margin: 0 0 24px; padding: 0; min-width: 0; }
.field { margin: 0 0 18px; }
label { display: block; font-weight: 600; margin: 0 0 6px; }
label > span { font-weight: 400; color: var(--dimmed); }
.check { display: flex; gap: 12px; align-items: flex-start; font-weight: 400; padding: 10px 0; margin: 0; cursor: pointer; }
.check > span { color: inherit; }
.check input { flex: none; width: 1.375rem; height: 1.375rem; margin: 1px 0 0; accent-color: var(--action); }
input[type=email], input[type=text] { width: 100%; min-height: 48px; padding: 10px 14px; font: inherit; color: inherit; background: var(--page); border: 1px solid var(--dimmed); border-radius: 8px; }
input[aria-invalid=true] { border: 2px solid var(--bad); }
button { width: 100%; min-height: 50px; padding: 12px 20px; font: inherit; font-weight: 600; color: var(--on-action); background: var(--action); border: 0; border-radius: 8px; cursor: pointer; }
button:hover { background: var(--action-over); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
a { color: var(--link); }
.note { font-size: 0.9375rem; color: var(--dimmed); margin: 16px 0 0; }
.error { color: var(--bad); font-weight: 600; margin: 6px 0 0; }
.alert { padding: 12px 16px; border-radius: 8px; margin: 0 0 16px; background: var(--good-back); }
.alert.bad { background: var(--bad-back); color: var(--bad); font-weight: 600; }
.trap { position: absolute; left: -9999px; width: 1px; height: 1px; overflow: hidden; }
footer { margin: 24px 0 0; font-size: 0.9375rem; }
footer ul { list-style: none; display: flex; flex-wrap: wrap; justify-content: center; gap: 4px 18px; margin: 0; padding: 0; }
footer a { display: inline-block; padding: 6px 0; color: var(--dimmed); }
footer a[aria-current] { color: var(--text); font-weight: 600; text-decoration: none; }
@media (max-width: 480px) { main { padding: 24px 18px; } h1 { font-size: 1.5rem; } }
@media (forced-colors: active) { button { border: 1px solid; } }
)css";

}  // namespace regulars::api::hosted
