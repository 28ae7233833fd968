// When to try again: backoff with full jitter, and what the answer itself asks for.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "base/env.hpp"
#include "net/http.hpp"

namespace regulars::net {

/// Exponential backoff with full jitter: the nth wait is uniform in [0, min(most, first * 2^n)].
/// Source: "Exponential Backoff and Jitter", AWS Architecture Blog, 2015-03. Not thread-safe.
class Backoff {
  public:
    /// `first` and `most` are positive; `random` outlives the Backoff.
    Backoff(Duration first, Duration most, Random& random);
    /// The next wait; the one after it may be twice as long.
    Duration next();
    /// Begins anew, after a success.
    void reset() { ceiling_ = first_; }

  private:
    Duration first_;
    Duration most_;
    Duration ceiling_;
    Random* random_;
};

/// Answers may ask for more, but are given no more than this.
constexpr Duration longest_retry_after = 1h;

/// How long the answer's Retry-After header (RFC 9110, section 10.2.3) asks to wait: seconds, or
/// the time until its date; a date gone by is 0. At most `most`. Nothing when the header is absent
/// or malformed.
std::optional<Duration> retry_after(const HttpResponse& response, Instant now,
                                    Duration most = longest_retry_after);

}  // namespace regulars::net
