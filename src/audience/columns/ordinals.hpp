// Which ordinal a person has, by their id.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "audience/columns/number_map.hpp"
#include "model/ids.hpp"

namespace regulars::audience {

/// Ids are mostly small and close together: an array has those, a map the others.
class Ordinals {
  public:
    std::size_t size() const { return size_; }
    std::optional<std::uint32_t> find(ProfileId person) const {
        if (is_near(person))
            return near_[at(person)] == 0 ? std::nullopt : std::optional(near_[at(person)] - 1);
        auto* ordinal = far_.find(person.value);
        return ordinal ? std::optional(*ordinal) : std::nullopt;
    }
    /// Of a person that has none.
    void set(ProfileId person, std::uint32_t ordinal) {
        ++size_;
        // An id that leaves room for as many again.
        if (person.value >= 0 && at(person) < 1'024 + 2 * size_) {
            while (near_.size() <= at(person)) {
                auto* known = far_.find(std::int64_t(near_.size()));
                near_.push_back(known ? *known + 1 : 0);
                if (known) far_.erase(std::int64_t(near_.size()) - 1);
            }
        }
        if (is_near(person))
            near_[at(person)] = ordinal + 1;
        else
            far_[person.value] = ordinal;
    }
    void erase(ProfileId person) {
        --size_;
        if (is_near(person))
            near_[at(person)] = 0;
        else
            far_.erase(person.value);
    }
    std::size_t memory_bytes() const { return near_.capacity() * 4 + far_.memory_bytes(); }
    void shrink() { near_.shrink_to_fit(); }
    template <class File>
    void exchange(File& file) {
        file(size_), file(near_), file(far_);
    }

  private:
    static std::size_t at(ProfileId person) { return std::size_t(person.value); }
    bool is_near(ProfileId person) const { return person.value >= 0 && at(person) < near_.size(); }
    std::size_t size_ = 0;
    std::vector<std::uint32_t> near_;  // by id: one more than the ordinal; 0: none
    NumberMap<std::uint32_t> far_;
};

}  // namespace regulars::audience
