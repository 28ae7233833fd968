// Locks that the kernel releases when their holder dies.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>

#include "base/error.hpp"

namespace regulars::app {

/// An exclusive flock on a file, held until destroyed. Holds between processes and inside one.
class FileLock {
  public:
    /// Nothing when somebody else holds it. Errors: unavailable (the file cannot be made).
    static Result<std::optional<FileLock>> try_acquire(const std::filesystem::path& file);
    FileLock(FileLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}
    FileLock& operator=(FileLock&& other) noexcept {
        std::swap(file_, other.file_);
        return *this;
    }
    ~FileLock();

  private:
    explicit FileLock(int file) : file_(file) {}
    int file_ = -1;
};

}  // namespace regulars::app
