// What to type into an integration, and deliveries as JSON.
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/toast/toast.hpp"

namespace regulars::sandbox::toast {

void Toast::write_credentials(JsonWriter& out, std::string_view origin) const {
    out.begin_object()
        .member("api_url", origin)
        .member("client_id", server_.client_id())
        .member("client_secret", server_.client_secret());
    out.member("webhook_secret", server_.webhook_secret()).key("locations").begin_array();
    for (auto& place : book_.places()) {
        const Restaurant& r = book_.restaurant(place);
        out.begin_object()
            .member("guid", place.guid)
            .member("name", restaurant_name(book_, place))
            .member("rid", std::int64_t(r.number));
        out.member("time_zone", r.clock.zone().name())
            .member("country", code_of(r.country))
            .member("currency", r.currency());
        out.member("granted", server_.is_granted(place.location)).end_object();
    }
    out.end_array().end_object();
}

}  // namespace regulars::sandbox::toast
