// The six segments of the audience benchmark, from easy to hard.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "audience/definition.hpp"

namespace regulars::bench {

struct Segment {
    std::string name;  // as rivals.mjs calls it
    audience::Definition definition;
};

std::vector<Segment> segments();

/// A hundred of many kinds, for changes that arrive one by one.
std::vector<audience::Definition> hundred_segments();

}  // namespace regulars::bench
