// Lends read connections.
// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/readers.hpp"

namespace regulars::store::sqlite {

Result<void> Readers::read(const Work& work) {
    std::unique_ptr<Seat> seat;
    {
        std::unique_lock lock(mutex_);
        returned_.wait(lock, [&] { return !free_.empty(); });
        seat = std::move(free_.back());
        free_.pop_back();
    }
    auto result = [&]() -> Result<void> {
        seat->session.reset();
        TRY(seat->db->begin());
        auto done = work(seat->transaction);
        seat->db->rollback();
        return done;
    }();
    {
        std::lock_guard lock(mutex_);
        free_.push_back(std::move(seat));
    }
    returned_.notify_one();
    return result;
}

}  // namespace regulars::store::sqlite
