// Maps reservations to events.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <fmt/format.h>

#include "base/crypto.hpp"
#include "base/text.hpp"
#include "sources/opentable/fields.hpp"
#include "sources/opentable/mapping.hpp"
#include "sources/opentable/states.hpp"

namespace regulars::sources::opentable {
namespace {

// Limits keep an event's properties far below what one event may hold.
constexpr std::size_t longest_text = 2'000;
constexpr std::size_t longest_word = 100;
constexpr std::size_t most_words = 30;

std::string unique_id(std::string_view prefix, std::string_view metric) {
    return std::string(prefix).append(metric);
}

/// "2025-01-08T19:31Z".
struct MinuteText {
    char text[17];
    explicit MinuteText(Instant at) {
        constexpr std::int64_t day_s = 86'400;
        std::int64_t seconds = at.seconds();
        std::int64_t day = seconds >= 0 ? seconds / day_s : -((day_s - 1 - seconds) / day_s);
        LocalDate date = date_of_day(day);
        auto minutes = int((seconds - day * day_s) / 60);
        auto two = [this](int position, int n) {
            text[position] = char('0' + n / 10 % 10), text[position + 1] = char('0' + n % 10);
        };
        two(0, date.year / 100), two(2, date.year), two(5, date.month), two(8, date.day),
            two(11, minutes / 60), two(14, minutes % 60);
        text[4] = text[7] = '-', text[10] = 'T', text[13] = ':', text[16] = 'Z';
    }
    std::string_view view() const { return {text, sizeof text}; }
};

/// A text, or null where it is empty or absent.
void write_text(JsonWriter& out, std::string_view name, std::string_view text) {
    out.key(name);
    if (text.empty())
        out.value(nullptr);
    else
        out.value(clipped(text, longest_text));
}

/// Writes a list of texts; a single text or number counts as a list of one.
void write_list(JsonWriter& out, std::string_view name, JsonNode node, std::string_view prefix) {
    out.key(name).begin_array();
    std::size_t n = 0;
    auto add = [&](JsonNode item) {
        if (n >= most_words) return;
        std::string digits;
        auto text = item.string();
        if (!text && item.number()) digits = item.text();
        std::string_view word = text ? *text : digits;
        if (!prefix.empty() && word.starts_with(prefix)) word.remove_prefix(prefix.size());
        if (!word.empty()) out.value(clipped(word, longest_word)), ++n;
    };
    if (node.is_array())
        node.each(add);
    else
        add(node);
    out.end_array();
}

/// Bar, Hightop, Outdoor, Counter; an unknown one likewise with a capital.
std::string category_name(std::string_view category) {
    category = clipped(trimmed(category), longest_word);
    if (category.empty() || equals_ignoring_case(category, "default")) return "default";
    std::string name = lowered(category);
    if (name[0] >= 'a' && name[0] <= 'z') name[0] = char(name[0] - 32);
    return name;
}

/// Rounds to the currency's minor unit where the vendor counts finer.
std::optional<Money> money_of(std::int64_t total, std::int64_t denominator, Currency currency) {
    if (denominator <= 0) denominator = 100;
    if (auto money = money_from(total, denominator, currency)) return *money;
    __int128 scaled = total;
    for (int i = 0; i < currency.exponent(); ++i) scaled *= 10;
    scaled = (scaled + (scaled < 0 ? -denominator : denominator) / 2) / denominator;
    if (scaled > INT64_MAX || scaled < INT64_MIN) return std::nullopt;
    return Money{std::int64_t(scaled), currency};
}

}  // namespace

bool is_completed(const Reservation& r) {
    return r.arrived || r.seated || r.done || family_of(r.state) == StateFamily::arrived;
}

bool is_walk_in(const Reservation& r) {
    return equals_ignoring_case(r.origin, "Walk-in") || equals_ignoring_case(r.origin, "WalkIn");
}

std::string event_prefix(std::string_view rid, std::string_view reservation_id) {
    return std::string("opentable:").append(rid).append(":").append(reservation_id).append(":");
}

std::string reservation_record_key(std::string_view reservation_id) {
    return std::string("reservation/").append(reservation_id);
}

std::string record_key(std::string_view stream, const Record& record) {
    if (!record.id.empty()) return fmt::format("{}/{}", stream, record.id);
    return fmt::format("{}/malformed-{:016x}", stream,
                       static_cast<std::uint64_t>(hash64(record.node.text())));
}

void Mapper::malformed(std::string_view stream, const Record& record,
                       const model::SourceRecord* before) {
    std::string text = excerpt(record);
    std::int64_t hash = hash64(text);
    if (before && before->exclusion == "malformed" && before->content_hash == hash) return;
    // What is known of the record's earlier versions stays for the next good one.
    Memo memo = before ? memo_from(before->memo) : Memo{};
    memo.excerpt = std::move(text);
    out_.records.push_back({.key = record_key(stream, record),
                            .version = before ? before->version : 0,
                            .updated_at = record.updated_at ? *record.updated_at
                                          : before          ? before->updated_at
                                                            : Instant{},
                            .state = before ? before->state : std::string(),
                            .content_hash = hash,
                            .exclusion = "malformed",
                            .memo = to_json(memo)});
}

std::optional<Money> value_of(const Reservation& r, const Settings& settings) {
    if (!r.pos_total) return std::nullopt;
    auto named = Currency::parse(r.currency_code);
    if (!named && !settings.currency) return std::nullopt;
    return money_of(*r.pos_total, r.denominator, named ? *named : *settings.currency);
}

void Mapper::write_tail(const Reservation& r, const std::optional<Money>& value) {
    tail_.begin_object().member("Scheduled Time", MinuteText(*r.scheduled).view());
    write_list(tail_, "Table Number", r.tables, {});
    tail_.member("Party Size", r.party_size);
    write_list(tail_, "Visit Tags", r.tags, "gc:service/");
    write_text(tail_, "Reservation Origin", r.origin);
    write_text(tail_, "Guest Request", r.guest_request);
    tail_.member("Table Category", category_name(r.table_category));
    write_text(tail_, "Server", r.server);
    write_text(tail_, "Currency Code",
               !r.currency_code.empty() ? r.currency_code
               : value                  ? value->currency.code()
                                        : std::string_view());
    tail_.member("Restaurant ID", settings_.rid)
        .member("Restaurant Name", settings_.restaurant_name)
        .end_object();
}

std::int64_t Mapper::content_hash(const Reservation& r, GuestStatus guest,
                                  const std::optional<Money>& value) {
    // Without tail nothing of it was looked at but the origin, which says why there is no event.
    content_.assign(tail_.text().empty() ? r.origin : std::string_view(tail_.text()))
        .append("\x1f")
        .append(r.state)
        .append("\x1f")
        .append(r.guest_id);
    auto number = [this](std::int64_t n) {
        content_.append(reinterpret_cast<const char*>(&n), sizeof n);
    };
    auto time = [&](const std::optional<Instant>& at) { number(at ? at->us : INT64_MIN); };
    number(std::int64_t(guest)), number(r.sequence), number(r.updated_at->us);
    time(r.created), time(r.scheduled), time(r.arrived), time(r.seated), time(r.done),
        time(r.cancelled);
    number(value ? value->minor : INT64_MIN);
    number(*r.scheduled < history_since_ ? 1 : 0);
    if (value) content_.append(value->currency.code());
    return hash64(content_);
}

/// Why the record makes no event at all, or empty.
std::string Mapper::exclusion_of(const Reservation& r, GuestStatus guest, const Memo& memo) const {
    if (*r.scheduled < history_since_) return "before_history";
    if (memo.guest.empty()) return is_walk_in(r) ? "walk_in_without_guest" : "no_guest";
    switch (guest) {
        case GuestStatus::forgotten:
            return "guest_forgotten";
        case GuestStatus::not_found:
            return "guest_not_found";
        case GuestStatus::copper:
            return "no_personal_data";
        // A guest lost from a record whose events were given keeps them: its person is known.
        case GuestStatus::unknown:
            return memo.has_events() ? "" : "guest_not_found";
        case GuestStatus::known:
        case GuestStatus::archived:
            return "";
    }
    return "";
}

std::string Mapper::give_events(const Reservation& r, Memo& memo, std::string_view prefix) {
    StateFamily family = family_of(r.state);
    Instant created = r.created ? *r.created : *r.updated_at;
    if (!memo.created && created >= history_since_) memo.created = created;
    if (!memo.confirmed && family == StateFamily::confirmed) memo.confirmed = r.updated_at;
    if (!memo.completed && is_completed(r))
        memo.completed = r.arrived  ? r.arrived
                         : r.seated ? r.seated
                         : r.done   ? r.done
                                    : r.updated_at;
    if (!memo.cancelled && family == StateFamily::cancelled)
        memo.cancelled = r.cancelled ? r.cancelled : r.updated_at;
    if (!memo.no_show && !memo.completed && family == StateFamily::no_show)
        memo.no_show = r.updated_at;
    if (memo.no_show && memo.completed) {
        memo.no_show.reset();
        out_.retractions.push_back(unique_id(prefix, no_show_metric));
    }
    bool has_value = memo.completed && memo.value;
    if (memo.value_given && !has_value) out_.retractions.push_back(unique_id(prefix, value_metric));
    memo.value_given = has_value;

    if (family == StateFamily::unknown && !memo.completed) return "unknown_state";
    if (family == StateFamily::assumed_seated && !memo.completed) return "assumed_seated";
    return memo.created ? "" : "created_before_history";
}

void Mapper::write_events(const Memo& memo, std::string_view prefix) {
    std::string person = person_key(memo.guest);
    std::string_view tail = std::string_view(tail_.text()).substr(1);
    auto write = [&](const std::optional<Instant>& at, std::string_view metric, bool listed) {
        if (!at) return;
        auto& event = out_.events.emplace_back();
        event.unique_id = unique_id(prefix, metric);
        event.metric = metric;
        event.listed = listed;
        event.person = person;
        event.time = *at;
        event.value = memo.value;
        event.properties.reserve(tail.size() + 40);
        event.properties.append(R"({"Created Date":")")
            .append(MinuteText(*at).view())
            .append("\",")
            .append(tail);
        if (metric == completed_metric)
            event.seen = {"OpenTable Restaurants Visited", settings_.restaurant_name};
    };
    write(memo.created, created_metric, true);
    write(memo.confirmed, confirmed_metric, true);
    write(memo.completed, completed_metric, true);
    write(memo.cancelled, cancelled_metric, true);
    write(memo.no_show, no_show_metric, true);
    if (memo.value_given) write(memo.completed, value_metric, false);
}

void Mapper::reservation(const Reservation& r, const model::SourceRecord* before,
                         GuestStatus guest) {
    if (!r.fault.empty()) return malformed("reservation", r, before);
    if (before && r.sequence < before->version) return;
    auto value = value_of(r, settings_);
    bool has_guest = !r.guest_id.empty();
    Memo memo = before && !has_guest ? memo_from(before->memo) : Memo{};
    // Most rows are people who walked in: they never had a guest, so they have no event to
    // describe.
    bool has_events = has_guest || !memo.guest.empty();
    auto look = [&] {
        tail_.clear();
        if (has_events) write_tail(r, value);
        return content_hash(r, guest, value);
    };
    std::int64_t hash = look();
    if (before && before->content_hash == hash) return;

    if (before && has_guest) memo = memo_from(before->memo);
    if (before && !r.pos_total && memo.value && r.sequence == before->version) {
        value = memo.value;  // a total that is known is not unknown again in the same version
        hash = look();
        if (before->content_hash == hash) return;
    }
    memo.value = value;
    memo.excerpt.clear();
    if (!r.guest_id.empty()) memo.guest = r.guest_id;
    std::string exclusion = exclusion_of(r, guest, memo);
    if (exclusion.empty()) {
        std::string prefix = event_prefix(settings_.rid, r.id);
        exclusion = give_events(r, memo, prefix);
        write_events(memo, prefix);
    }
    out_.records.push_back({.key = reservation_record_key(r.id),
                            .version = r.sequence,
                            .updated_at = *r.updated_at,
                            .state = std::string(clipped(r.state, longest_word)),
                            .content_hash = hash,
                            .exclusion = std::move(exclusion),
                            .memo = to_json(memo)});
}

}  // namespace regulars::sources::opentable
