// The secret part of links in mail: which public page, of whom.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/crypto.hpp"

namespace regulars::model {

enum class Page { confirm, preferences, unsubscribe };

/// What a link names, by public ids.
struct PageToken {
    Page page = Page::confirm;
    std::string account;
    std::string subject;  // a confirmation for Page::confirm, else a profile
    std::string list;     // empty for none
    bool operator==(const PageToken&) const = default;
};

/// "{account}.{subject}.{list or -}.{code}": text for a path, the same each time. The code is a
/// keyed BLAKE2b of all the rest under the data folder's key, so a link cannot be guessed, nor made
/// from another page's or person's. It never expires by itself: what it opens decides.
std::string page_token(const Vault& vault, const PageToken& token);

/// What a link of this page names; nothing when it was not made here.
std::optional<PageToken> page_token_from(const Vault& vault, Page page, std::string_view text);

}  // namespace regulars::model
