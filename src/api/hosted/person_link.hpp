// Whose page a link opens.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "api/hosted/html.hpp"
#include "model/page_token.hpp"
#include "store/store.hpp"

namespace regulars::api::hosted {

struct Person {
    model::PageToken token;
    model::Account account;
    model::Profile profile;
    std::optional<model::List> list;  // that the link is about, where it still exists
};

/// The person that the path's token names, wherever a merge took them. Nothing: forged, or erased.
Outcome<std::optional<Person>> person_at(const Call& call, model::Page page);

/// Where the person changes what they receive.
std::string preferences_path(const Call& call, const Person& person, const Reader& reader);

net::HttpResponse broken(const Call& call);

}  // namespace regulars::api::hosted
