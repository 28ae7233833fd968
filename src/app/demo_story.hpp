// What a demo's folder remembers, so that the next start goes on where this one stopped.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

#include "base/error.hpp"
#include "base/time.hpp"

namespace regulars::app {

struct Story {
    std::uint64_t seed = 1;
    int guests = 0, days = 0;
    Instant began;  // where the world's history ends
    Instant now;    // how far the demo's time got: it runs ahead of the machine's

    /// Nothing when the folder is not a demo's. Errors: invalid (damaged notes).
    static Result<std::optional<Story>> load(const std::filesystem::path& folder);
    /// Errors: unavailable (cannot be written).
    Result<void> save(const std::filesystem::path& folder) const;
};

}  // namespace regulars::app
