// Makes an index of everybody at once: each event is written once and sorted at the end.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "audience/index.hpp"

namespace regulars::audience {

/// People first, then events in any order. Not thread-safe.
class Filling {
  public:
    Filling();
    ~Filling();

    /// Somebody who was not put yet, without their events.
    void put(const Person& person);

    /// A property and which of its values: what an event's properties are kept as. Each property
    /// once.
    using Code = std::pair<std::uint32_t, std::uint32_t>;
    std::vector<Code> codes_of(const PersonEvent& event);
    /// The number of an event's property of that name; it has one from here on.
    std::uint32_t property(std::string_view name);
    /// Looks for the codes of texts: any number of seek(), then as many found(), in their order.
    void seek(std::uint32_t property, std::string_view text);
    Code found();

    /// Adds an event of an id of its own, its properties as codes, to somebody who was put; false:
    /// nobody.
    bool append(ProfileId person, const PersonEvent& event, std::span<const Code> codes);

    /// Leaves nothing here. Cost: sorting, and one pass a column, on two threads.
    Index made() &&;

  private:
    struct Sought {
        std::uint32_t property, hash;
        std::size_t end;  // in encoded_
    };
    std::unique_ptr<Columns> columns_;
    std::vector<Sought> sought_;
    std::vector<std::uint8_t> encoded_;
    std::size_t found_ = 0, begin_ = 0;  // of sought_, and where the next begins in encoded_
};

}  // namespace regulars::audience
