// Writes lists.
// SPDX-License-Identifier: Apache-2.0
#include "api/list_written.hpp"

#include <fmt/format.h>

#include "api/written.hpp"

namespace regulars::api {

Outcome<model::List> list_in(store::Transaction& tx, const Call& call) {
    auto list = TRY(tx.lists().find(call.account_id(), std::string_view(call.path[0])));
    if (!list) return not_found("There is no such list; it may have been deleted.");
    return std::move(*list);
}

Outcome<std::string> claim_name(store::Transaction& tx, const Call& call, std::string_view name,
                                store::Named of) {
    auto claimed = store::claim_group_name(tx, call.account_id(), name, of);
    if (claimed) return std::move(*claimed);
    Problem problem(claimed.error());
    if (claimed.error().kind == ErrorKind::conflict) problem.code = "name_taken";
    if (problem.status < 500) problem.at("/name");
    return refuse(std::move(problem));
}

std::string revision_of(const model::List& list) {
    return revision_of(
        fmt::format("{}\n{}\n{}", list.name, model::name_of(list.opt_in), list.has_page));
}

void write_list(JsonWriter& out, const model::List& list, std::int64_t profiles,
                const std::vector<model::Integration>& integrations) {
    out.begin_object()
        .member("id", list.public_id)
        .member("revision", revision_of(list))
        .member("name", list.name);
    out.member("opt_in", model::name_of(list.opt_in))
        .member("has_page", list.has_page)
        .member("page_path", "/s/" + list.public_id);
    out.member("profiles", profiles).key("fed_by").begin_array();
    for (auto& integration : integrations)
        if (integration.list == list.id)
            out.begin_object()
                .member("id", integration.public_id)
                .member("name", integration.name)
                .member("kind", model::name_of(integration.kind))
                .end_object();
    out.end_array();
    write_instant(out, "created_at", list.created_at);
    out.end_object();
}

ingest::Act act_of(const Call& call) {
    if (call.caller->user)
        return {
            .method = "manual", .source = call.caller->user->email, .how = model::JoinedBy::manual};
    return {
        .method = "api", .source = "key " + call.caller->key->name, .how = model::JoinedBy::api};
}

void write_refusals(JsonWriter& out, const std::vector<ingest::Refusal>& refused) {
    out.key("errors").begin_array();
    for (auto& one : refused)
        out.begin_object()
            .member("index", std::int64_t(one.index))
            .member("code", one.code)
            .member("detail", one.why)
            .end_object();
    out.end_array();
}

}  // namespace regulars::api
