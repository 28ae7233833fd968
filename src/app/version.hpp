// The program's version.
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace regulars::app {
inline constexpr const char* version = "0.1.0";
}
