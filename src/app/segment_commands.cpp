// segment create, list, show, count, members, explain, delete.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <fmt/format.h>

#include "analytics/asked_for.hpp"
#include "analytics/live_audience.hpp"
#include "api/explaining.hpp"
#include "app/command.hpp"
#include "app/data_folder.hpp"
#include "app/demo_story.hpp"
#include "app/signals.hpp"
#include "audience/refusal.hpp"
#include "base/text.hpp"
#include "store/group_name.hpp"

namespace regulars::app {
namespace {

constexpr int members_at_once = 1'000;

struct Options {
    std::string segment, name, definition, at, profile, format = "jsonl";
};

/// What every segment command needs: the folder, its account, and the audience when it is asked
/// for.
struct Desk {
    DataFolder folder;
    model::Account account;
    RealClock clock;  // the account's own: of a demo, its time
    SystemRandom random;
    analytics::LiveAudience audience;

    static Result<std::unique_ptr<Desk>> open(CommandLine& line) {
        auto folder = TRY(DataFolder::open(line.data, Missing::refuse));
        auto account = TRY(folder.account(line.account));
        auto story = TRY(Story::load(folder.path()));
        return std::unique_ptr<Desk>(new Desk(std::move(folder), std::move(account),
                                              story ? RealClock(story->now, 1) : RealClock()));
    }
    Result<void> read_audience() {
        TRY(audience.read_postal_codes(folder.path() / "postal-codes.csv"));
        TRY(audience.open_to_ask(folder.audience_folder(account)));
        return audience.sum_up();
    }

    Result<model::Segment> find(const std::string& named) {
        std::optional<model::Segment> found;
        TRY(folder.store().read([&](store::Transaction& tx) -> Result<void> {
            found = TRY(tx.segments().find(account.id, named));
            return {};
        }));
        if (!found)
            return fail(
                ErrorKind::not_found,
                fmt::format("there is no segment '{}'; `regulars segment list` shows them", named));
        return *found;
    }
    Result<model::Profile> person(const std::string& named) {
        std::optional<model::Profile> found;
        TRY(folder.store().read([&](store::Transaction& tx) -> Result<void> {
            auto owner = TRY(tx.profiles().owner(
                account.id, {model::IdentifierKind::email, lowered(trimmed(named))}));
            found = owner ? TRY(tx.profiles().find(account.id, *owner))
                          : TRY(tx.profiles().find(account.id, std::string_view(named)));
            return {};
        }));
        if (!found)
            return fail(ErrorKind::not_found,
                        fmt::format("there is nobody with the email or id '{}'", named));
        return *found;
    }

  private:
    Desk(DataFolder opened, model::Account of, RealClock of_account)
        : folder(std::move(opened)),
          account(std::move(of)),
          clock(of_account),
          audience(folder.store(), account.id, clock) {}
};

/// An error in a definition names its file and the JSON pointer in it.
Error in_file(Error error, const std::string& file) {
    error.where = error.where.empty() ? file : file + "#" + error.where;
    return error;
}

Result<audience::Definition> definition_in(const std::string& file) {
    auto definition = audience::definition_from(TRY(read_file(file)));
    if (!definition) return std::unexpected(in_file(definition.error(), file));
    return definition;
}

/// Why a definition may not be kept; what only cannot be answered here may be.
Result<void> must_be_keepable(const std::vector<Error>& faults, const std::string& file) {
    for (auto& fault : faults)
        if (!audience::is_unanswerable(fault)) return std::unexpected(in_file(fault, file));
    return {};
}

/// The definition of --definition, or of the segment named.
Result<audience::Definition> chosen(Desk& desk, const Options& options) {
    if (!options.definition.empty() && !options.segment.empty())
        return fail(ErrorKind::invalid, "name a segment or give --definition FILE, not both");
    if (!options.definition.empty()) return definition_in(options.definition);
    if (options.segment.empty())
        return fail(ErrorKind::invalid, "name a segment, or give --definition FILE");
    return audience::definition_from(TRY(desk.find(options.segment)).definition);
}

/// What `ask(audience, definition, instant)` answers, of the definition and the instant that the
/// options name.
template <class Ask>
auto asked(Desk& desk, const Options& options, Instant& at, Ask ask)
    -> decltype(ask(desk.audience, audience::Definition{}, at)) {
    auto definition = TRY(chosen(desk, options));
    at = options.at.empty() ? desk.clock.now() : TRY(parse_instant(options.at));
    TRY(desk.read_audience());
    auto answer = ask(desk.audience, definition, at);
    if (!answer) return std::unexpected(in_file(answer.error(), options.definition));
    return answer;
}

Result<void> create(CommandLine& line, const Options& options) {
    auto desk = TRY(Desk::open(line));
    auto text = TRY(read_file(options.definition));
    auto definition = TRY(definition_in(options.definition));
    TRY(desk->read_audience());
    auto faults = desk->audience.faults(definition);
    TRY(must_be_keepable(faults, options.definition));
    model::Segment segment{.public_id = make_short_id(desk->random),
                           .definition = text,
                           .created_at = desk->clock.now(),
                           .updated_at = desk->clock.now()};
    TRY(desk->folder.store().write([&](store::Transaction& tx) -> Result<void> {
        segment.name = TRY(store::claim_group_name(tx, desk->account.id, options.name));
        TRY(tx.segments().add(desk->account.id, segment));
        return tx.changes().append(desk->account.id, store::ChangeKind::segment, segment.id.value,
                                   1, desk->clock.now());
    }));
    std::int64_t members = faults.empty() ? TRY(desk->audience.count(definition)).count : 0;
    // A server that runs finds the members itself; without one they are found here.
    if (auto lock = desk->folder.lock_for_server()) {
        analytics::LiveAudience kept(desk->folder.store(), desk->account.id, desk->clock);
        TRY(kept.open(desk->folder.audience_folder(desk->account)));
        TRY(kept.save(desk->folder.audience_folder(desk->account)));
    }
    std::string told =
        fmt::format("{}  {}  {} members\n", segment.public_id, segment.name, members);
    JsonWriter out;
    out.begin_object()
        .member("id", segment.public_id)
        .member("name", segment.name)
        .member("members", members);
    out.key("problems").begin_array();
    for (auto& fault : faults) {
        told += fmt::format("  kept, and counts nobody: {} ({})\n", fault.message, fault.where);
        out.begin_object().member("pointer", fault.where).member("detail", fault.message);
        out.end_object();
    }
    return print(line.json ? out.end_array().end_object().take() + "\n" : told);
}

Result<void> list(CommandLine& line) {
    auto desk = TRY(Desk::open(line));
    JsonWriter out;
    std::string text;
    out.begin_array();
    TRY(desk->folder.store().read([&](store::Transaction& tx) -> Result<void> {
        for (auto& segment : TRY(tx.segments().all(desk->account.id))) {
            auto members = TRY(tx.segments().size(desk->account.id, segment.id));
            bool is_processing = segment.followed_version != segment.version;
            out.begin_object()
                .member("id", segment.public_id)
                .member("name", segment.name)
                .member("members", members)
                .member("is_processing", is_processing)
                .end_object();
            text += fmt::format("{}  {}  {} members{}\n", segment.public_id, segment.name, members,
                                is_processing ? ", being found" : "");
        }
        return {};
    }));
    return print(line.json ? out.end_array().take() + "\n" : text);
}

Result<void> show(CommandLine& line, const Options& options) {
    auto desk = TRY(Desk::open(line));
    auto segment = TRY(desk->find(options.segment));
    JsonWriter out;
    out.begin_object()
        .member("id", segment.public_id)
        .member("name", segment.name)
        .member("description", segment.description);
    out.member("is_active", segment.is_active)
        .member("updated_at", format_iso(segment.updated_at))
        .key("definition")
        .raw(segment.definition)
        .end_object();
    return print(out.take() + "\n");
}

Result<void> count(CommandLine& line, const Options& options) {
    auto desk = TRY(Desk::open(line));
    Instant at;
    auto counted =
        TRY(asked(*desk, options, at, [](auto& live, const auto& definition, Instant when) {
            return live.count(definition, when);
        }));
    auto us = std::int64_t(counted.took.count());
    if (!line.json)
        return print(fmt::format("{} of {} people, at {} (days of {}), in {:.1f} ms\n",
                                 counted.count, counted.of, format_iso(at), counted.day_zone,
                                 double(us) / 1'000));
    JsonWriter out;
    out.begin_object()
        .member("count", counted.count)
        .member("of", counted.of)
        .member("at", format_iso(at))
        .member("day_zone", counted.day_zone);
    return print(out.member("took_us", us).end_object().take() + "\n");
}

Result<void> print_person(store::Transaction& tx, AccountId account, ProfileId id,
                          std::optional<SegmentId> segment) {
    auto profile = TRY(tx.profiles().find(account, id));
    if (!profile) return {};
    JsonWriter out;
    out.begin_object()
        .member("id", profile->public_id)
        .member("email", profile->fields.email)
        .member("phone_number", profile->fields.phone);
    out.member("first_name", profile->fields.first_name)
        .member("last_name", profile->fields.last_name);
    if (segment)
        if (auto member = TRY(tx.segments().member(account, *segment, id)))
            out.member("joined_at", format_iso(member->joined_at));
    return print(out.end_object().text() + "\n");
}

/// Of a paused segment, those that it had when it was paused, as the app shows them.
Result<void> print_kept(Desk& desk, const model::Segment& segment) {
    fmt::print(stderr, "this segment is paused: its members of then; --at asks anew\n");
    return desk.folder.store().read([&](store::Transaction& tx) -> Result<void> {
        for (ProfileId after;;) {
            auto some =
                TRY(tx.segments().members(desk.account.id, segment.id, after, members_at_once));
            for (auto& member : some)
                TRY(print_person(tx, desk.account.id, member.profile, segment.id));
            if (some.size() < std::size_t(members_at_once)) return {};
            after = some.back().profile;
        }
    });
}

Result<void> members(CommandLine& line, const Options& options) {
    auto desk = TRY(Desk::open(line));
    std::optional<model::Segment> segment;
    if (options.definition.empty() && !options.segment.empty())
        segment = TRY(desk->find(options.segment));
    if (segment && !segment->is_active && options.at.empty()) return print_kept(*desk, *segment);
    Instant at;
    auto people =
        TRY(asked(*desk, options, at, [](auto& live, const auto& definition, Instant when) {
            return live.members(definition, when);
        }));
    return desk->folder.store().read([&](store::Transaction& tx) -> Result<void> {
        for (auto id : people)
            TRY(print_person(tx, desk->account.id, id,
                             segment ? std::optional(segment->id) : std::nullopt));
        return {};
    });
}

/// "count 3", "state subscribed, suppression user_suppressed".
std::string in_words(const std::string& values) {
    std::string words;
    auto document = JsonDocument::parse(values);
    if (!document) return words;
    document->root().each_member([&](std::string_view name, JsonNode value) {
        auto text = value.string() ? std::string(*value.string()) : value.text();
        if (!text.empty()) words += fmt::format("{}{} {}", words.empty() ? "" : ", ", name, text);
    });
    return words;
}

std::string told(const api::Why& why) {
    std::string text;
    for (auto& group : why.groups)
        for (auto& condition : group) {
            text += fmt::format("  {} {}  {}: {}\n",
                                condition.holds ? *condition.holds ? "yes" : "no " : "?  ",
                                condition.pointer, condition.code, in_words(condition.values));
            for (auto& event : condition.events) {
                text += fmt::format("        {}  {}", format_iso(event.time), event.metric);
                if (event.value)
                    text += fmt::format("  {} {}", format_decimal(*event.value),
                                        event.value->currency.code());
                text += '\n';
            }
            auto more = condition.count - std::int64_t(condition.events.size());
            if (!condition.events.empty() && more > 0)
                text += fmt::format("        and {} more\n", more);
        }
    return text;
}

const char* verdict(const api::Why& why) {
    if (why.is_member) return "is in";
    bool is_out = std::ranges::any_of(
        why.groups, [](auto& group) { return api::holds(group) == std::optional(false); });
    return is_out ? "is not in" : "may be in or not: what decides cannot be answered here";
}

Result<void> explain(CommandLine& line, const Options& options) {
    auto desk = TRY(Desk::open(line));
    auto profile = TRY(desk->person(options.profile));
    auto definition = TRY(chosen(*desk, options));
    auto at = options.at.empty() ? desk->clock.now() : TRY(parse_instant(options.at));
    TRY(desk->read_audience());
    if (!options.definition.empty())
        TRY(must_be_keepable(desk->audience.faults(definition), options.definition));
    auto found = TRY(
        api::why(desk->audience, desk->folder.store(), desk->account, definition, profile.id, at));
    if (!line.json) {
        std::string text =
            fmt::format("{} {}, at {}\n",
                        profile.fields.email.empty() ? profile.public_id : profile.fields.email,
                        verdict(found), format_iso(at));
        if (found.next_change)
            text += fmt::format("  can change by itself at {}\n", format_iso(*found.next_change));
        return print(text + told(found));
    }
    JsonWriter out;
    out.begin_object()
        .member("profile_id", profile.public_id)
        .member("is_member", found.is_member)
        .member("at", format_iso(at));
    out.key("next_change_at");
    found.next_change ? out.value(format_iso(*found.next_change)) : out.value(nullptr);
    api::write_groups(out, found);
    return print(out.end_object().take() + "\n");
}

Result<void> remove(CommandLine& line, const Options& options) {
    auto desk = TRY(Desk::open(line));
    auto segment = TRY(desk->find(options.segment));
    return desk->folder.store().write([&](store::Transaction& tx) -> Result<void> {
        TRY(analytics::refuse_while_asked_for(tx, desk->account.id, segment.public_id));
        TRY(tx.segments().remove(desk->account.id, segment.id));
        return tx.changes().append(desk->account.id, store::ChangeKind::segment, segment.id.value,
                                   1, desk->clock.now());
    });
}

}  // namespace

void add_segment_commands(CommandLine& line) {
    auto* segment = line.add(line.root, "segment", "Segments: make, count, list, explain",
                             "regulars segment list --data data", nullptr);
    segment->require_subcommand(1);
    auto options = std::make_shared<Options>();
    auto takes = [&](CLI::App* command) {
        line.takes_data(command);
        line.takes_json(command);
        return command;
    };
    auto asks = [&](CLI::App* command) {
        command->add_option("segment", options->segment, "A segment, by id or name");
        command->add_option("--definition", options->definition,
                            "A file with a definition in Klaviyo's grammar (see docs/segments.md)");
        return takes(command);
    };
    auto* make =
        takes(line.add(*segment, "create", "Make a segment from a definition",
                       "regulars segment create 'Regulars' --definition regulars.json --data data",
                       [&line, options] { return create(line, *options); }));
    make->add_option("name", options->name, "What it is called")->required();
    make->add_option("--definition", options->definition,
                     "A file with a definition in Klaviyo's grammar (see docs/segments.md)")
        ->required();
    takes(line.add(*segment, "list", "The segments, with their sizes",
                   "regulars segment list --data data", [&line] { return list(line); }));
    auto* one = takes(line.add(*segment, "show", "A segment with its definition, as JSON",
                               "regulars segment show Regulars --data data",
                               [&line, options] { return show(line, *options); }));
    one->add_option("segment", options->segment, "A segment, by id or name")->required();
    auto* many = asks(
        line.add(*segment, "count", "How many people a definition finds",
                 "regulars segment count --definition regulars.json --at 2026-06-01 --data data",
                 [&line, options] { return count(line, *options); }));
    many->add_option("--at", options->at, "At this instant instead of now");
    auto* who = asks(line.add(*segment, "members",
                              "The people of a segment or a definition, one JSON object a line",
                              "regulars segment members Regulars --format jsonl --data data",
                              [&line, options] { return members(line, *options); }));
    who->add_option("--at", options->at, "At this instant instead of now");
    who->add_option("--format", options->format, "jsonl")
        ->check(CLI::IsMember({"jsonl"}))
        ->capture_default_str();
    auto* why = asks(line.add(
        *segment, "explain", "Why somebody is in a segment or not",
        "regulars segment explain --definition regulars.json --profile ana@example.com --data data",
        [&line, options] { return explain(line, *options); }));
    why->add_option("--at", options->at,
                    "At this instant instead of now; by what they are and belong to now");
    why->add_option("--profile", options->profile, "An email address or a profile's id")
        ->required();
    auto* gone = takes(line.add(*segment, "delete", "Remove a segment; its people stay",
                                "regulars segment delete Regulars --data data",
                                [&line, options] { return remove(line, *options); }));
    gone->add_option("segment", options->segment, "A segment, by id or name")->required();
}

}  // namespace regulars::app
