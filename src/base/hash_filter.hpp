// A set of hashes that can say of most others that they are certainly not in it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>

namespace regulars {

/// A blocked Bloom filter of 8 MiB, of which only the pages that were written take memory: at 4
/// million hashes it takes about one in a thousand others for one of its own, and a few millions
/// later most. Cost: one cache line. Not thread-safe.
class HashFilter {
  public:
    void add(std::uint64_t hash);
    bool may_hold(std::uint64_t hash) const;

  private:
    struct Free {
        void operator()(std::uint64_t* words) const { std::free(words); }
    };
    std::unique_ptr<std::uint64_t[], Free> words_;  // lines of eight; a hash has six bits in one
};

}  // namespace regulars
