// Lists: reading, making, changing, deleting.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "analytics/asked_for.hpp"
#include "api/fields.hpp"
#include "api/list_written.hpp"
#include "api/router.hpp"
#include "base/text.hpp"

namespace regulars::api {
namespace {

constexpr std::size_t most_lists = 1'000;

Answer written(const Call& call, ListId id, int status = 200) {
    JsonWriter out;
    TRY(call.read([&](store::Transaction& tx) -> Outcome<void> {
        auto list = TRY(tx.lists().find(call.account_id(), id));
        if (!list) return not_found("There is no such list; it may have been deleted.");
        write_list(out, *list, TRY(tx.lists().size(call.account_id(), id)),
                   TRY(tx.integrations().all(call.account_id())));
        return {};
    }));
    return json_response(out, status);
}

Answer read_lists(Call& call) {
    JsonWriter out;
    TRY(call.read([&](store::Transaction& tx) -> Outcome<void> {
        auto lists = TRY(tx.lists().all(call.account_id()));
        auto integrations = TRY(tx.integrations().all(call.account_id()));
        std::ranges::sort(lists, {}, [](auto& list) { return lowered(list.name); });
        out.begin_object().key("data").begin_array();
        for (auto& list : lists)
            write_list(out, list, TRY(tx.lists().size(call.account_id(), list.id)), integrations);
        out.end_array().end_object();
        return {};
    }));
    return json_response(out);
}

Answer read_list(Call& call) {
    auto list = TRY(call.read(
        [&](store::Transaction& tx) -> Outcome<model::List> { return list_in(tx, call); }));
    return written(call, list.id);
}

std::optional<model::OptIn> opt_in_in(Fields& fields) {
    if (!fields.has("opt_in")) return std::nullopt;
    auto named = model::opt_in_named(fields.text("opt_in", {1, 20}));
    if (named) return *named;
    fields.wrong("opt_in", "is single or double");
    return std::nullopt;
}

std::optional<bool> has_page_in(Fields& fields) {
    if (!fields.has("has_page")) return std::nullopt;
    auto flag = fields["has_page"].boolean();
    if (!flag) fields.wrong("has_page", "is true or false");
    return flag;
}

Answer add_list(Call& call) {
    auto fields = TRY(Fields::of(call));
    model::List list{.name = fields.text("name", {1, 100})};
    if (!fields.has("opt_in")) fields.wrong("opt_in", "is single or double");
    list.opt_in = opt_in_in(fields).value_or(list.opt_in);
    list.has_page = has_page_in(fields).value_or(list.has_page);
    TRY(fields.done());
    list.public_id = call.shared.new_short_id();
    list.created_at = call.now();
    TRY(call.write([&](store::Transaction& tx) -> Outcome<void> {
        list.name = TRY(claim_name(tx, call, list.name));
        if (TRY(tx.lists().all(call.account_id())).size() >= most_lists)
            return refuse(409, "limit_reached", "An organization has at most 1,000 lists.");
        TRY(tx.lists().add(call.account_id(), list));
        return {};
    }));
    return written(call, list.id, 201);
}

Answer change_list(Call& call) {
    auto fields = TRY(Fields::of(call));
    auto revision = fields.text("revision", {1, 40});
    auto name = fields.maybe_text("name", {1, 100});
    auto opt_in = opt_in_in(fields);
    auto has_page = has_page_in(fields);
    TRY(fields.done());
    ListId id;
    TRY(call.write([&](store::Transaction& tx) -> Outcome<void> {
        auto list = TRY(list_in(tx, call));
        id = list.id;
        if (revision_of(list) != revision)
            return refuse(409, "changed_meanwhile",
                          "Somebody else changed this list; look at it again.");
        if (name && *name != list.name) list.name = TRY(claim_name(tx, call, *name, {.list = id}));
        if (has_page) list.has_page = *has_page;
        if (opt_in && *opt_in == model::OptIn::double_opt_in && list.opt_in != *opt_in)
            for (auto& integration : TRY(tx.integrations().all(call.account_id())))
                if (integration.list == id)
                    return refuse(Problem(409, "single_opt_in",
                                          "'" + integration.name +
                                              "' puts guests on this list without asking them to "
                                              "confirm; it stays single opt-in.")
                                      .at("/opt_in"));
        list.opt_in = opt_in.value_or(list.opt_in);
        TRY(tx.lists().update(call.account_id(), list));
        return {};
    }));
    return written(call, id);
}

Answer remove_list(Call& call) {
    auto confirmed = TRY(call.optional("confirm", 200));
    auto list = TRY(call.read(
        [&](store::Transaction& tx) -> Outcome<model::List> { return list_in(tx, call); }));
    if (confirmed != list.name)
        return refuse(
            Problem(409, "not_confirmed",
                    "Deleting a list cannot be undone. To confirm, give its name in `confirm`.")
                .in("confirm"));
    auto removed = call.services.ingest.subscriptions().remove_list(
        call.account_id(), list.id, [&](store::Transaction& tx, const model::List& going) {
            return analytics::refuse_while_asked_for(tx, call.account_id(), going.public_id);
        });
    if (!removed && removed.error().kind == ErrorKind::conflict)
        return refuse(409, "list_in_use", removed.error().message);
    TRY(removed);
    return no_content();
}

constexpr Route table[] = {
    {"GET", "/app/v1/lists", Needs::analyst, "lists:read", &read_lists},
    {"POST", "/app/v1/lists", Needs::admin, "lists:write", &add_list},
    {"GET", "/app/v1/lists/{id}", Needs::analyst, "lists:read", &read_list},
    {"PATCH", "/app/v1/lists/{id}", Needs::admin, "lists:write", &change_list},
    {"DELETE", "/app/v1/lists/{id}", Needs::admin, "lists:write", &remove_list},
};

}  // namespace

std::span<const Route> list_routes() { return table; }

}  // namespace regulars::api
