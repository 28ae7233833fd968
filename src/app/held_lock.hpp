// A lease that is a lock on a file.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <utility>

#include "app/file_lock.hpp"
#include "sources/lease.hpp"

namespace regulars::app {

struct HeldLock final : sources::Lease {
    explicit HeldLock(FileLock held) : lock(std::move(held)) {}
    FileLock lock;
};

/// Null where the lock was not to be had.
inline std::unique_ptr<sources::Lease> held(std::optional<FileLock> lock) {
    return lock ? std::make_unique<HeldLock>(std::move(*lock)) : nullptr;
}

}  // namespace regulars::app
