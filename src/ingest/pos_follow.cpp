// Follows the change log, person by person, and keeps matched values true.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/json.hpp"
#include "ingest/pos_match.hpp"

namespace regulars::ingest {
namespace {

using store::ChangeKind;
using store::Transaction;

constexpr std::string_view stream = "pos_match";
constexpr std::string_view completed = "Completed Reservation", placed = "Placed Order";
constexpr int most_changes = 500;           // lines of the log in one step
constexpr std::size_t most_people = 2'000;  // looked at in one step, unless one line names more
constexpr int most_events = 2'000;          // of a person and metric; the newest
constexpr std::size_t most_kin = 20;        // people who share a phone
constexpr std::size_t most_edits = 1'000;   // in one transaction

std::string note_key(EventId event) { return fmt::format("pos_match/{}", event.value); }

/// That one event is matched with another, which leads back to it when the first changes or goes.
struct Note {
    EventId event;
    std::string with;  // unique id
};

/// One event as it was read and as it is to be.
struct Edit {
    model::Event before;
    std::optional<Money> value;
    std::string properties;
    EventId order;  // 0: a match taken back
};

struct Place {
    std::int64_t version = 0, after = 0;
    std::vector<std::string> wanted;  // in words, as far as a change must be noticed
    bool is_new = true;
};

Result<Place> place_in(Transaction& tx, AccountId account, IntegrationId id) {
    Place place;
    for (auto& cursor : TRY(tx.integrations().cursors(account, id))) {
        if (cursor.stream != stream) continue;
        auto document =
            TRY(JsonDocument::parse(cursor.state, {.max_bytes = 1u << 20, .max_depth = 4}));
        place.version = cursor.version;
        place.after = document.root()["after"].integer().value_or(0);
        document.root()["wanted"].each(
            [&](JsonNode one) { place.wanted.emplace_back(one.string().value_or("")); });
        place.is_new = false;
    }
    return place;
}

model::Cursor cursor_of(const Place& place) {
    JsonWriter out;
    out.begin_object().member("after", place.after).key("wanted").begin_array();
    for (auto& one : place.wanted) out.value(one);
    out.end_array().end_object();
    return {.stream = std::string(stream), .version = place.version, .state = out.take()};
}

/// Looks at people on one snapshot and says what is to change.
class Look {
  public:
    Look(Transaction& tx, AccountId account, const std::vector<MatchWish>& wishes)
        : tx_(tx), account_(account), wishes_(wishes) {}

    Result<void> learn_metrics() {
        for (auto& metric : TRY(tx_.events().metrics(account_))) {
            for (auto& wish : wishes_) {
                if (metric.name == completed && metric.integration == wish.reservations)
                    completed_[metric.id] = &wish;
                if (metric.name == placed &&
                    std::ranges::find(wish.from, metric.integration, &OrderSource::orders) !=
                        wish.from.end())
                    placed_[metric.id] = metric.integration;
            }
        }
        return {};
    }

    Result<void> everybody() {
        for (auto& [metric, wish] : completed_)
            TRY(tx_.charts().events(account_, metric, Instant{INT64_MIN / 4},
                                    Instant{INT64_MAX / 4},
                                    [&](const model::Event& event) -> Result<void> {
                                        people_.insert(event.profile);
                                        return {};
                                    }));
        return {};
    }

    /// Whom a line of the log may concern.
    Result<void> take(const store::Change& change) {
        switch (change.kind) {
            case ChangeKind::profile:
                people_.insert(ProfileId{change.subject});
                break;
            case ChangeKind::events:
                return owners(EventId{change.subject}, change.span);
            case ChangeKind::event_updated:
                TRY(owners(EventId{change.subject}, change.span));
                return partner(EventId{change.subject});  // it may be another person's by now
            case ChangeKind::event_removed:
                return partner(EventId{change.subject});
            case ChangeKind::profile_removed:
            case ChangeKind::membership:
            case ChangeKind::consent:
            case ChangeKind::integration:
            case ChangeKind::segment:
            case ChangeKind::merge:
                break;  // who takes a merged person over stands in a line of their own
        }
        return {};
    }
    std::size_t people() const { return people_.size(); }

    Result<std::vector<Edit>> edits() {
        if (completed_.empty()) return std::vector<Edit>{};
        while (!people_.empty()) {
            std::map<std::string, std::vector<ProfileId>> by_phone;
            for (auto& profile : TRY(kin(*people_.begin()))) {
                auto& phone = profile.fields.phone;
                by_phone[phone.empty() ? "\x1f" + profile.public_id : phone].push_back(profile.id);
                people_.erase(profile.id);
            }
            for (auto& [phone, party] : by_phone) TRY(look_at(party));
        }
        return std::move(edits_);
    }

    std::vector<Note> notes() { return std::move(notes_); }

  private:
    /// Keeps the notes, and the place in the log.
    IntegrationId holder() const { return wishes_.front().reservations; }

    bool concerns(MetricId metric) const {
        return completed_.contains(metric) || placed_.contains(metric);
    }

    Result<void> owners(EventId first, std::int64_t span) {
        auto walked = tx_.events().each(account_, EventId{first.value - 1},
                                        [&](const model::Event& event) -> Result<void> {
                                            if (event.id.value >= first.value + span)
                                                return fail(ErrorKind::cancelled, "seen");
                                            if (concerns(event.metric))
                                                people_.insert(event.profile);
                                            return {};
                                        });
        if (!walked && walked.error().kind != ErrorKind::cancelled) return walked;
        return {};
    }

    /// Whose the event is that this one is or was matched with.
    Result<void> partner(EventId id) {
        auto note = TRY(tx_.source_records().find(account_, holder(), note_key(id)));
        if (!note) return {};
        if (auto other = TRY(tx_.events().find(account_, note->memo)))
            people_.insert(other->profile);
        return {};
    }

    Result<void> remember(EventId event, const std::string& with) {
        auto note = TRY(tx_.source_records().find(account_, holder(), note_key(event)));
        if (!note || note->memo != with) notes_.push_back({event, with});
        return {};
    }

    /// A person and who may be of the same household, whatever phones they have by now.
    Result<std::vector<model::Profile>> kin(ProfileId first) {
        std::vector<ProfileId> queue{first};
        std::vector<model::Profile> found;
        for (std::size_t i = 0; i < queue.size(); ++i) {
            auto profile = TRY(tx_.profiles().find(account_, queue[i]));
            people_.erase(queue[i]);
            if (!profile) continue;
            found.push_back(std::move(*profile));
            for (auto& pair : TRY(tx_.merges().duplicates_of(account_, queue[i])))
                if (auto other = pair.other_than(queue[i]);
                    queue.size() < most_kin && std::ranges::find(queue, other) == queue.end())
                    queue.push_back(other);
        }
        return found;
    }

    Result<void> look_at(const std::vector<ProfileId>& party) {
        std::vector<model::Event> stays, orders;
        std::vector<Visit> scheduled, paid;
        std::vector<const MatchWish*> wish_of;  // each stay's
        for (auto profile : party) {
            for (auto& [metric, wish] : completed_)
                for (auto& event : TRY(tx_.events().timeline(account_, profile, metric,
                                                             std::nullopt, most_events))) {
                    auto document = TRY(JsonDocument::parse(
                        event.properties, {.max_bytes = 1u << 20, .max_depth = 32}));
                    auto at =
                        parse_instant(document.root()["Scheduled Time"].string().value_or(""));
                    if (!at) continue;
                    scheduled.push_back({event.unique_id, *at});
                    wish_of.push_back(wish);
                    stays.push_back(std::move(event));
                }
            for (auto& [metric, integration] : placed_)
                for (auto& event : TRY(tx_.events().timeline(account_, profile, metric,
                                                             std::nullopt, most_events))) {
                    if (!event.value) continue;
                    paid.push_back({event.unique_id, event.time});
                    orders.push_back(std::move(event));
                }
        }
        auto fits = [&](std::size_t stay, std::size_t order) {
            return std::ranges::any_of(wish_of[stay]->from, [&](const OrderSource& source) {
                return placed_.at(orders[order].metric) == source.orders &&
                       (!source.fits || source.fits(orders[order]));
            });
        };
        auto matched = match_visits(scheduled, paid, fits);
        for (std::size_t i = 0; i < stays.size(); ++i) {
            auto& stay = stays[i];
            bool was_marked = is_marked(stay.properties);
            auto found = matched.find(i);
            if (found != matched.end()) {
                TRY(remember(orders[found->second].id, stay.unique_id));
                TRY(remember(stay.id, orders[found->second].unique_id));
            }
            if (stay.value && !was_marked)
                continue;  // OpenTable's own word; its order is taken all the same
            if (found == matched.end()) {
                if (!was_marked) continue;
                edits_.push_back(
                    {stay, std::nullopt, std::string(unmarked(stay.properties)) + "}", {}});
            } else {
                auto& order = orders[found->second];
                auto properties = marked(stay.properties, order.unique_id);
                if (stay.value == order.value && stay.properties == properties) continue;
                edits_.push_back({stay, order.value, std::move(properties), order.id});
            }
        }
        return {};
    }

    Transaction& tx_;
    AccountId account_;
    const std::vector<MatchWish>& wishes_;
    std::map<MetricId, const MatchWish*> completed_;
    std::map<MetricId, IntegrationId> placed_;
    std::set<ProfileId> people_;
    std::vector<Edit> edits_;
    std::vector<Note> notes_;
};

/// An event that is no longer as it was read stands in the log again, and is looked at then.
Result<bool> apply(Transaction& tx, AccountId account, const Edit& edit, Instant now) {
    auto event = TRY(tx.events().find(account, edit.before.unique_id));
    if (!event || *event != edit.before) return false;
    event->value = edit.value;
    event->properties = edit.properties;
    TRY(tx.events().update(account, *event));
    TRY(tx.changes().append(account, ChangeKind::event_updated, event->id.value, 1, now));
    return true;
}

}  // namespace

Result<PosMatcher::Followed> PosMatcher::follow(AccountId account, std::vector<MatchWish> wishes,
                                                std::stop_token stop) {
    Followed followed;
    if (wishes.empty()) return followed;
    auto holder = wishes.front().reservations;
    std::vector<std::string> wanted;
    for (auto& wish : wishes)
        for (auto& source : wish.from)
            wanted.push_back(fmt::format("{}:{}/{}", wish.reservations.value, source.orders.value,
                                         source.place));
    std::ranges::sort(wanted);
    for (bool more = true; more;) {
        if (stop.stop_requested()) return fail(ErrorKind::cancelled, "asked to stop");
        Place place;
        std::vector<Edit> edits;
        std::vector<Note> notes;
        bool is_idle = false;
        TRY(store_.read([&](Transaction& tx) -> Result<void> {
            place = TRY(place_in(tx, account, holder));
            more = false;
            bool is_anew = place.is_new ? !wanted.empty() : place.wanted != wanted;
            if (!is_anew && wanted.empty()) {
                is_idle = true;  // not wanted; being wanted again begins anew
                return {};
            }
            place.wanted = wanted;
            Look look(tx, account, wishes);
            TRY(look.learn_metrics());
            auto last = TRY(tx.changes().last(account));
            if (is_anew) {
                TRY(look.everybody());
                place.after = last;
            } else {
                is_idle = place.after >= last;
                if (is_idle) return {};
                for (auto& change : TRY(tx.changes().after(account, place.after, most_changes))) {
                    TRY(look.take(change));
                    place.after = change.sequence;
                    if (look.people() >= most_people) break;
                }
                more = place.after < last;
            }
            edits = TRY(look.edits());
            notes = look.notes();
            return {};
        }));
        if (is_idle) break;
        for (std::size_t i = 0; i == 0 || i < edits.size(); i += most_edits) {
            std::span part = std::span(edits).subspan(i, std::min(most_edits, edits.size() - i));
            bool is_last = i + most_edits >= edits.size();
            Followed now_followed;
            TRY(store_.write([&](Transaction& tx) -> Result<void> {
                now_followed = {};
                for (auto& edit : part) {
                    if (!TRY(apply(tx, account, edit, clock_.now()))) continue;
                    ++(!edit.order                         ? now_followed.taken_back
                       : is_marked(edit.before.properties) ? now_followed.changed
                                                           : now_followed.matched);
                }
                if (!is_last) return {};
                for (auto& note : notes)
                    TRY(tx.source_records().put(account, holder,
                                                {.key = note_key(note.event),
                                                 .updated_at = clock_.now(),
                                                 .memo = note.with}));
                TRY(tx.integrations().move_cursor(account, holder, cursor_of(place)));
                return {};
            }));
            followed.matched += now_followed.matched;
            followed.changed += now_followed.changed;
            followed.taken_back += now_followed.taken_back;
        }
        more = more || !edits.empty();  // its own changes stand in the log too
    }
    return followed;
}

}  // namespace regulars::ingest
