// Two-way tables between enumerators and the words that stand for them outside.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "base/error.hpp"

namespace regulars::model {

template <class Enum, std::size_t N>
struct Names {
    std::pair<Enum, std::string_view> rows[N];

    constexpr std::string_view name(Enum value) const {
        for (auto& [known, text] : rows)
            if (known == value) return text;
        return {};
    }
    /// Errors: invalid, naming what is accepted.
    Result<Enum> find(std::string_view text, std::string_view what) const {
        std::string accepted;
        for (auto& [value, known] : rows) {
            if (known == text) return value;
            accepted += accepted.empty() ? "" : ", ";
            accepted += known;
        }
        return fail(ErrorKind::invalid, "no such " + std::string(what) + " (there are " + accepted +
                                            "): '" + std::string(text.substr(0, 40)) + "'");
    }
};

}  // namespace regulars::model
