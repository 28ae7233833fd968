// A map of limited size that forgets what was not looked up for long.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <unordered_map>
#include <utility>

namespace regulars {

/// Holds what was put or found last, between `most` and 2 × `most` entries: those that were neither
/// while `most` others were are let go, all at once. Not thread-safe.
template <class Key, class Value>
class Generations {
  public:
    explicit Generations(std::size_t most) : most_(most) {}

    /// Valid until the next call; null where it is not held.
    Value* find(const Key& key) {
        if (auto found = young_.find(key); found != young_.end()) return &found->second;
        auto node = old_.extract(key);
        if (!node) return nullptr;
        make_room();
        return &young_.insert(std::move(node)).position->second;
    }
    /// The key is not held. Valid until the next call.
    Value& put(Key key, Value value) {
        make_room();
        return young_.insert_or_assign(std::move(key), std::move(value)).first->second;
    }

  private:
    void make_room() {
        if (young_.size() >= most_) old_ = std::exchange(young_, {});
    }

    std::size_t most_;
    std::unordered_map<Key, Value> young_, old_;
};

}  // namespace regulars
