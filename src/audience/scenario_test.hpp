// Scenarios of segments as texts: people, what they did, a definition, and who is in at which
// instant.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "audience/question.hpp"

namespace regulars::audience {

/// Who of `people` is in, in any order.
using Members = std::function<std::vector<ProfileId>(const std::vector<Person>& people,
                                                     const Question& question, Instant now)>;

/// Runs every file of tests/scenarios/segments (its README.md tells the format), and fails the test
/// with the file and the line where somebody is in or out against expectation.
void run_scenarios(const Members& members);

}  // namespace regulars::audience
