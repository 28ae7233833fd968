// The menu, and when it was last published.
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/toast/guid.hpp"
#include "sandbox/toast/server.hpp"
#include "sandbox/toast/truth.hpp"

namespace regulars::sandbox::toast {
namespace {

constexpr std::int64_t published_every_s = 45 * 86'400;

std::string published(const Book& book, Instant now) {
    std::int64_t since =
        (now.seconds() - book.begins().seconds()) / published_every_s * published_every_s;
    return date_text((book.begins().seconds() + since) * 1000 + 121);
}

}  // namespace

net::HttpResponse Server::menus_metadata(const Call& call) const {
    JsonWriter out;
    out.begin_object()
        .member("restaurantGuid", call.place.guid)
        .member("lastUpdated", published(book_, call.x.now))
        .end_object();
    return json_answer(call.x, out.take());
}

net::HttpResponse Server::menus(const Call& call) const {
    std::uint64_t seed = book_.world().options().seed;
    auto named = [&](Named what, std::uint32_t number) {
        return guid_of(seed, what, call.place.location, number);
    };
    JsonWriter out;
    out.begin_object()
        .member("restaurantGuid", call.place.guid)
        .member("lastUpdated", published(book_, call.x.now));
    out.member("restaurantTimeZone", book_.restaurant(call.place).clock.zone().name())
        .key("menus")
        .begin_array();
    out.begin_object()
        .member("name", "All Day")
        .member("guid", named(Named::menu, 0))
        .member("masterId", std::int64_t(500'000'004'061'660'001));
    out.key("menuGroups").begin_array();
    for (std::uint32_t group = 0; group < menu_groups().size(); ++group) {
        out.begin_object()
            .member("name", menu_groups()[group])
            .member("guid", named(Named::menu_group, group));
        out.member("masterId", std::int64_t(500'000'004'061'770'001) + group)
            .key("menuGroups")
            .begin_array()
            .end_array();
        out.key("menuItems").begin_array();
        for (std::uint32_t i = 0; i < menu_items().size(); ++i) {
            const MenuItem& item = menu_items()[i];
            if (item.group != group) continue;
            out.begin_object()
                .member("name", item.name)
                .member("guid", named(Named::item, i))
                .member("masterId", item_id(i))
                .key("image");
            if (item.has_image)
                out.value(image_of(i));
            else
                out.value(nullptr);
            out.key("price").raw(money_text(price_in(call.place.location, item.price), false));
            out.member("description", "").key("modifierGroupReferences").begin_array();
            if (item.has_options)
                out.value(std::int64_t(0)).value(std::int64_t(1)).value(std::int64_t(2));
            out.end_array().end_object();
        }
        out.end_array().end_object();
    }
    out.end_array().end_object().end_array().key("modifierGroupReferences").begin_object();
    for (std::uint32_t group = 0; group < option_groups().size(); ++group) {
        out.key(std::to_string(group)).begin_object().member("name", option_groups()[group]);
        out.member("guid", named(Named::option_group, group))
            .member("referenceId", int(group))
            .end_object();
    }
    out.end_object().key("modifierOptionReferences").begin_object();
    for (std::uint32_t i = 0; i < menu_options().size(); ++i) {
        out.key(std::to_string(i))
            .begin_object()
            .member("name", menu_options()[i].name)
            .member("guid", named(Named::item, 1000 + i));
        out.member("masterId", option_id(i)).member("referenceId", int(i)).end_object();
    }
    out.end_object().end_object();
    return json_answer(call.x, out.take());
}

}  // namespace regulars::sandbox::toast
