// flock behind FileLock.
// SPDX-License-Identifier: Apache-2.0
#include "app/file_lock.hpp"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace regulars::app {

Result<std::optional<FileLock>> FileLock::try_acquire(const std::filesystem::path& path) {
    int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0)
        return fail(ErrorKind::unavailable,
                    std::string("a lock file cannot be opened: ") + std::strerror(errno),
                    path.string());
    FileLock lock(file);
    if (::flock(file, LOCK_EX | LOCK_NB) == 0) return std::optional(std::move(lock));
    if (errno == EWOULDBLOCK) return std::nullopt;
    return fail(ErrorKind::unavailable,
                std::string("a lock cannot be taken: ") + std::strerror(errno), path.string());
}

FileLock::~FileLock() {
    if (file_ >= 0) ::close(file_);
}

}  // namespace regulars::app
