// list: making, changing and deleting lists, and who is on them.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "analytics/asked_for.hpp"
#include "api/member_rows.hpp"
#include "app/command.hpp"
#include "app/subscribing.hpp"
#include "base/json.hpp"
#include "store/group_name.hpp"

namespace regulars::app {
namespace {

constexpr int members_at_once = 1'000;

struct Options {
    std::string list, name, opt_in = "double", confirm, format = "jsonl";
    std::vector<std::string> people;
};

std::string described(const model::List& list, std::int64_t members, bool json) {
    if (!json)
        return fmt::format("{}  {}  {} opt-in  {} members\n", list.public_id, list.name,
                           model::name_of(list.opt_in), members);
    JsonWriter out;
    out.begin_object()
        .member("id", list.public_id)
        .member("name", list.name)
        .member("opt_in", model::name_of(list.opt_in));
    out.member("has_page", list.has_page).member("members", members).end_object();
    return out.take() + "\n";
}

Result<void> create_list(CommandLine& line, const Options& options) {
    auto bench = TRY(Bench::open(line));
    model::List list{.public_id = make_short_id(bench->random),
                     .opt_in = TRY(model::opt_in_named(options.opt_in)),
                     .created_at = bench->clock.now()};
    TRY(bench->folder.store().write([&](store::Transaction& tx) -> Result<void> {
        list.name = TRY(store::claim_group_name(tx, bench->account.id, options.name));
        return tx.lists().add(bench->account.id, list);
    }));
    if (!line.json) return print(list.public_id + "\n");
    return print(described(list, 0, true));
}

Result<void> show_lists(CommandLine& line, const Options& options) {
    auto bench = TRY(Bench::open(line));
    std::optional<model::List> only;
    if (!options.list.empty()) only = TRY(bench->list(options.list));
    std::string text;
    TRY(bench->folder.store().read([&](store::Transaction& tx) -> Result<void> {
        for (auto& list : TRY(tx.lists().all(bench->account.id)))
            if (!only || list.id == only->id)
                text +=
                    described(list, TRY(tx.lists().size(bench->account.id, list.id)), line.json);
        return {};
    }));
    return print(text);
}

Result<void> rename_list(CommandLine& line, const Options& options) {
    auto bench = TRY(Bench::open(line));
    auto list = TRY(bench->list(options.list));
    std::int64_t members = 0;
    TRY(bench->folder.store().write([&](store::Transaction& tx) -> Result<void> {
        list.name =
            TRY(store::claim_group_name(tx, bench->account.id, options.name, {.list = list.id}));
        members = TRY(tx.lists().size(bench->account.id, list.id));
        return tx.lists().update(bench->account.id, list);
    }));
    return print(described(list, members, line.json));
}

Result<void> delete_list(CommandLine& line, const Options& options) {
    auto bench = TRY(Bench::open(line));
    auto list = TRY(bench->list(options.list));
    if (options.confirm != list.name)
        return fail(ErrorKind::invalid,
                    fmt::format("deleting a list cannot be undone; to confirm, add --confirm '{}'",
                                list.name),
                    "--confirm");
    TRY(bench->subscriptions().remove_list(
        bench->account.id, list.id, [&](store::Transaction& tx, const model::List& going) {
            return analytics::refuse_while_asked_for(tx, bench->account.id, going.public_id);
        }));
    if (!line.json) return print(fmt::format("deleted {}  {}\n", list.public_id, list.name));
    JsonWriter out;
    out.begin_object().member("deleted", list.public_id).member("name", list.name).end_object();
    return print(out.take() + "\n");
}

Result<void> edit_members(CommandLine& line, const Options& options, bool adds) {
    auto bench = TRY(Bench::open(line));
    auto list = TRY(bench->list(options.list));
    Tally tally;
    for (auto& some : in_portions(options.people)) {
        std::vector<ingest::Who> people;
        for (auto& text : some) people.push_back(who_in(text));
        auto doing = bench->subscriptions();
        tally.add(TRY(adds ? doing.add_to_list(bench->account.id, list.id, people, bench->act())
                           : doing.take_off_list(bench->account.id, list.id, people, bench->act())),
                  some);
    }
    return tally.report(line, adds ? "added" : "removed");
}

Result<void> show_members(CommandLine& line, const Options& options) {
    auto bench = TRY(Bench::open(line));
    auto list = TRY(bench->list(options.list));
    bool is_csv = options.format == "csv" && !line.json;
    if (is_csv) TRY(print(api::member_csv_head));
    return bench->folder.store().read([&](store::Transaction& tx) -> Result<void> {
        std::optional<store::MemberPlace> place;
        while (true) {
            auto members =
                TRY(tx.lists().members(bench->account.id, list.id, store::JoinOrder::oldest_first,
                                       place, members_at_once));
            std::string text;
            for (auto& member : members)
                text += TRY(is_csv ? api::csv_line(tx, bench->account.id, member)
                                   : api::json_line(tx, bench->account.id, member));
            TRY(print(text));
            if (members.size() < std::size_t(members_at_once)) return {};
            place = store::MemberPlace{members.back().joined_at, members.back().profile};
        }
    });
}

}  // namespace

void add_list_commands(CommandLine& line) {
    auto options = std::make_shared<Options>();
    auto* lists = line.add(line.root, "list", "Lists of people",
                           "regulars list create 'OpenTable Subscribers' --opt-in single", {});
    lists->require_subcommand(1);
    auto add = [&](const char* name, const char* what, const char* example, auto action) {
        auto* command = line.add(*lists, name, what, example,
                                 [&line, options, action] { return action(line, *options); });
        line.takes_data(command);
        line.takes_json(command);
        return command;
    };
    auto with_list = [&](CLI::App* command) {
        command->add_option("list", options->list, "The list's id or name")->required();
    };

    auto* create = add("create", "Make a list and print its id",
                       "regulars list create 'OpenTable Subscribers' --opt-in single --data data",
                       &create_list);
    create->add_option("name,--name", options->name, "The list's name")->required();
    create->add_option("--opt-in", options->opt_in, "single or double")
        ->check(CLI::IsMember({"single", "double"}))
        ->capture_default_str();
    auto* show =
        add("show", "Show the lists, or one", "regulars list show Diners --data data", &show_lists);
    show->add_option("list", options->list, "The list's id or name; none: all");
    auto* rename = add("rename", "Give a list another name",
                       "regulars list rename Diners Regulars --data data", &rename_list);
    with_list(rename);
    rename->add_option("name", options->name, "The new name")->required();
    auto* remove = add("delete", "Delete a list and its memberships for good; its people stay",
                       "regulars list delete Diners --confirm Diners --data data", &delete_list);
    with_list(remove);
    remove->add_option("--confirm", options->confirm, "The list's name, letter for letter");
    auto* join = add("add", "Put people on a list; it is no consent",
                     "regulars list add Diners ana@x.example 01HGUEST --data data",
                     [](CommandLine& l, const Options& o) { return edit_members(l, o, true); });
    auto* leave = add("remove", "Take people off a list; it is no unsubscription",
                      "regulars list remove Diners ana@x.example --data data",
                      [](CommandLine& l, const Options& o) { return edit_members(l, o, false); });
    for (auto* command : {join, leave}) {
        with_list(command);
        command->add_option("people", options->people, "Emails or profile ids")->required();
    }
    auto* members = add("members", "Print who is on a list, by joining time",
                        "regulars list members Diners --format csv --data data", &show_members);
    with_list(members);
    members->add_option("--format", options->format, "jsonl or csv")
        ->check(CLI::IsMember({"jsonl", "csv"}))
        ->capture_default_str();
}

}  // namespace regulars::app
