// A flat hash table from integers to small values.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace regulars::audience {

/// Open addressing with linear probing, at most three quarters full. Pointers to values last until
/// the next change. Any key but the smallest std::int64_t.
template <class Value>
class NumberMap {
  public:
    std::size_t size() const { return size_; }
    std::size_t memory_bytes() const { return slots_.capacity() * sizeof(Slot); }
    const Value* find(std::int64_t key) const {
        if (slots_.empty()) return nullptr;
        for (std::size_t at = home(key);; at = next(at)) {
            if (slots_[at].first == key) return &slots_[at].second;
            if (slots_[at].first == none) return nullptr;
        }
    }
    Value& operator[](std::int64_t key) {
        if ((size_ + 1) * 4 > slots_.size() * 3) grow();
        std::size_t at = home(key);
        while (slots_[at].first != none && slots_[at].first != key) at = next(at);
        if (slots_[at].first == none) slots_[at].first = key, ++size_;
        return slots_[at].second;
    }
    void erase(std::int64_t key) {
        if (slots_.empty()) return;
        std::size_t hole = home(key);
        for (; slots_[hole].first != key; hole = next(hole)) {
            if (slots_[hole].first == none) return;
        }
        // Whoever stands behind the hole and may stand in it moves up, so that no search ends
        // early.
        for (std::size_t at = next(hole); slots_[at].first != none; at = next(at)) {
            std::size_t wanted = home(slots_[at].first);
            bool may_move =
                hole <= at ? wanted <= hole || wanted > at : wanted <= hole && wanted > at;
            if (may_move) slots_[hole] = std::move(slots_[at]), hole = at;
        }
        slots_[hole] = Slot{};
        --size_;
    }
    void clear() {
        slots_ = {};
        size_ = 0;
    }
    void reserve(std::size_t size) {
        while (size * 4 > slots_.size() * 3) grow();
    }
    template <class Visit>
    void each(Visit visit) const {
        for (const auto& [key, value] : slots_) {
            if (key != none) visit(key, value);
        }
    }
    template <class File>
    void exchange(File& file) {
        file(slots_), file(size_);
    }

  private:
    static constexpr std::int64_t none = INT64_MIN;
    struct Slot {
        std::int64_t first = none;
        Value second{};
    };
    std::size_t home(std::int64_t key) const {
        return (std::uint64_t(key) * 0x9e3779b97f4a7c15u >> 20) & (slots_.size() - 1);
    }
    std::size_t next(std::size_t at) const { return (at + 1) & (slots_.size() - 1); }
    void grow() {
        std::vector<Slot> old(slots_.empty() ? 16 : slots_.size() * 2);
        old.swap(slots_);
        size_ = 0;
        for (auto& slot : old) {
            if (slot.first != none) (*this)[slot.first] = std::move(slot.second);
        }
    }

    std::vector<Slot> slots_;
    std::size_t size_ = 0;
};

}  // namespace regulars::audience
