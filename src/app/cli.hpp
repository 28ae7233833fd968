// The command line.
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace regulars::app {

/// Runs one command. Returns the process's exit code: 0 done, 1 failed, 2 misused.
int run(int argc, char** argv);

}  // namespace regulars::app
