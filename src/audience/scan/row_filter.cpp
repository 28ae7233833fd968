// Asking a dictionary's values, all beforehand or each when it is met.
// SPDX-License-Identifier: Apache-2.0
#include "audience/scan/row_filter.hpp"

namespace regulars::audience {
namespace {

constexpr std::uint32_t most_asked_beforehand = 20'000;

}  // namespace

AcceptedCodes::AcceptedCodes(const Dictionary* values, Accepts accepts)
    : values_(values), accepts_(std::move(accepts)) {
    if (accepts_(nullptr)) accepted_.set(0);
    std::uint32_t size = values_ ? values_->size() : 0;
    if (size > most_asked_beforehand) {
        lazy_ = std::make_unique<std::atomic<std::uint8_t>[]>(size + 1);
        lazy_[0] = accepted_.has(0) ? yes : no;
        return;
    }
    for (std::uint32_t code = 1; code <= size; ++code) {
        auto value = values_->value(code);
        if (accepts_(&value)) accepted_.set(code);
    }
}

bool AcceptedCodes::ask(std::uint32_t code) const {
    auto value = values_->value(code);
    bool is_accepted = accepts_(&value);
    lazy_[code].store(is_accepted ? yes : no,
                      std::memory_order_relaxed);  // whoever asks finds the same
    return is_accepted;
}

}  // namespace regulars::audience
