// What a reservation's state means.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace regulars::sources::opentable {

enum class StateFamily {
    expected,
    confirmed,
    arrived,  // in house, seated or done
    assumed_seated,
    cancelled,
    no_show,
    unknown
};

/// Reads the words of both API generations, whatever their case, separators and l's.
StateFamily family_of(std::string_view state);

}  // namespace regulars::sources::opentable
