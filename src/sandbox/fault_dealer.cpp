// Counts refusals in a row.
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/fault_dealer.hpp"

#include "base/crypto.hpp"

namespace regulars::sandbox {
namespace {

constexpr int most_in_a_row = 4;
constexpr std::size_t most_remembered = 4096;

}  // namespace

bool FaultDealer::may_refuse(std::string_view request, bool is_refused) {
    auto key = std::uint64_t(hash64(request));
    std::lock_guard lock(mutex_);
    if (refused_in_a_row_.size() > most_remembered) refused_in_a_row_.clear();
    int& row = refused_in_a_row_[key];
    if (is_refused && ++row <= most_in_a_row) return true;
    refused_in_a_row_.erase(key);
    return false;
}

}  // namespace regulars::sandbox
