// Names of the fault levels.
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/faults.hpp"

#include <fmt/format.h>

namespace regulars::sandbox {

std::string_view name_of(Faults level) {
    constexpr std::string_view names[] = {"none", "light", "heavy"};
    return names[std::size_t(level)];
}

Result<Faults> faults_named(std::string_view name) {
    for (Faults level : {Faults::none, Faults::light, Faults::heavy}) {
        if (name == name_of(level)) return level;
    }
    return fail(ErrorKind::invalid,
                fmt::format("the levels of faults are none, light and heavy, not {}", name));
}

}  // namespace regulars::sandbox
