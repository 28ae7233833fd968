// The command line.
// SPDX-License-Identifier: Apache-2.0
#include "app/cli.hpp"

namespace regulars::app {

int run(int, char**) { return 0; }

}  // namespace regulars::app
