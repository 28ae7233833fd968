// The program's entrance.
// SPDX-License-Identifier: Apache-2.0
#include "base/crypto.hpp"
#include "app/cli.hpp"

int main(int argc, char** argv) {
    regulars::start_crypto();
    return regulars::app::run(argc, argv);
}
