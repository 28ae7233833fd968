// For dialects whose vendors count sign-ins: one serves all who sign in alike, and outlives a
// restart.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace regulars::sources {

/// What a Dialect is besides.
class SharedSignIn {
  public:
    virtual ~SharedSignIn() = default;
    /// Whoever has the same key may use the same token. It holds no secret in the clear.
    virtual std::string token_key() const = 0;
};

}  // namespace regulars::sources
