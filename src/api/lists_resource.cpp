// Lists.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "api/fields.hpp"
#include "api/router.hpp"
#include "api/written.hpp"
#include "base/text.hpp"

namespace regulars::api {
namespace {

constexpr std::size_t most_lists = 1'000;

Answer read_lists(Call& call) {
    JsonWriter out;
    TRY(call.read([&](store::Transaction& tx) -> Outcome<void> {
        auto lists = TRY(tx.lists().all(call.account_id()));
        std::ranges::sort(lists, {}, [](auto& list) { return lowered(list.name); });
        out.begin_object().key("data").begin_array();
        for (auto& list : lists) write(out, list, TRY(tx.lists().size(call.account_id(), list.id)));
        out.end_array().end_object();
        return {};
    }));
    return json_response(out);
}

Answer add_list(Call& call) {
    auto fields = TRY(Fields::of(call));
    model::List list{.name = fields.text("name", {1, 100})};
    auto opt_in = fields.text("opt_in", {1, 20});
    if (auto named = model::opt_in_named(opt_in)) list.opt_in = *named;
    else if (!opt_in.empty()) fields.wrong("opt_in", "is single or double");
    TRY(fields.done());
    list.public_id = call.shared.new_short_id();
    list.created_at = call.now();
    TRY(call.write([&](store::Transaction& tx) -> Outcome<void> {
        auto all = TRY(tx.lists().all(call.account_id()));
        if (std::ranges::any_of(all, [&](auto& other) { return equals_ignoring_case(other.name, list.name); }))
            return refuse(Problem(409, "name_taken", "Another list has this name.").at("/name"));
        if (all.size() >= most_lists) return refuse(409, "conflict", "An organization has at most 1,000 lists.");
        TRY(tx.lists().add(call.account_id(), list));
        return {};
    }));
    JsonWriter out;
    write(out, list, 0);
    return json_response(out, 201);
}

constexpr Route table[] = {
    {"GET", "/app/v1/lists", Needs::analyst, "lists:read", &read_lists},
    {"POST", "/app/v1/lists", Needs::admin, "lists:write", &add_list},
};

}  // namespace

std::span<const Route> list_routes() { return table; }

}  // namespace regulars::api
