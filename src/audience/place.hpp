// One place in a definition's JSON: its node, its pointer, and what was expected to stand there.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/json.hpp"
#include "model/naming.hpp"

namespace regulars::audience {

struct Place {
    JsonNode node;
    std::string pointer;

    Place operator[](std::string_view key) const;
    /// "expected WHAT, not WHAT STANDS THERE", with the pointer.
    std::unexpected<Error> expected(std::string_view what) const;

    bool is_nothing() const { return node.is_nothing(); }
    /// Errors of all: invalid, with the pointer.
    Result<std::string> text() const;
    Result<std::optional<std::string>> text_or_null() const;
    Result<bool> boolean() const;
    Result<double> number() const;
    Result<std::int64_t> integer(std::int64_t least, std::int64_t most) const;
    /// exhausted past `most`.
    Result<std::vector<std::string>> texts(std::size_t most) const;
    /// An object with no members but these.
    Result<void> object(std::initializer_list<std::string_view> members) const;
    /// Visits the elements in order until one fails. Errors: exhausted past `most`; invalid below
    /// `least`.
    Result<void> each(std::size_t least, std::size_t most, std::string_view what,
                      const std::function<Result<void>(Place)>& visit) const;

    template <class Enum, std::size_t N>
    Result<Enum> one_of(const model::Names<Enum, N>& names) const {
        std::string accepted;
        for (auto& [value, known] : names.rows) {
            if (node.string() == known) return value;
            accepted += (accepted.empty() ? "one of " : ", ") + std::string(known);
        }
        return expected(accepted);
    }
};

}  // namespace regulars::audience
