// Follows the change log: what changed is read, the index brought up to date, and who came and went
// written.
// SPDX-License-Identifier: Apache-2.0
#include "analytics/live_audience.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <limits>
#include <set>

#include "analytics/index_making.hpp"
#include "base/log.hpp"

namespace regulars::analytics {
namespace {

using audience::Cause;
using audience::Touched;
using audience::Transition;
using store::ChangeKind;

constexpr int most_changes = 4'096;  // of the log at once
constexpr int people_a_chunk = 10'000;
constexpr Duration catalog_lasts = 1s;
constexpr std::size_t moves_a_commit = 20'000;
constexpr int kept_moves = 100'000;  // of a segment; older ones are forgotten
constexpr std::string_view consumer = "audience";
constexpr Duration stretch_lasts = 1s;
constexpr std::int64_t newest = std::numeric_limits<std::int64_t>::max();

model::SegmentCause stored(Cause::Kind kind) {
    switch (kind) {
        case Cause::event:
            return model::SegmentCause::event;
        case Cause::profile:
            return model::SegmentCause::profile;
        case Cause::instant:
            return model::SegmentCause::instant;
        case Cause::edit:
            return model::SegmentCause::edit;
    }
    return model::SegmentCause::profile;
}

/// Visits the members as the store has them, by id.
template <class Visit>
Result<void> each_member(store::Transaction& tx, AccountId account, SegmentId segment,
                         Visit visit) {
    for (ProfileId after;;) {
        auto page = TRY(tx.segments().members(account, segment, after, people_a_chunk));
        for (auto& member : page) visit(member);
        if (page.size() < std::size_t(people_a_chunk)) return {};
        after = page.back().profile;
    }
}

/// Whether it is followed as it was, or anew since it was edited.
Cause cause_of_following(const model::Segment& segment) {
    return {segment.followed_version == segment.version ? Cause::profile : Cause::edit};
}

}  // namespace

struct LiveAudience::Stretch {
    std::int64_t last = 0;  // the log's number that is handled with this
    Instant at;             // of its last line
    struct Change {
        Touched touched;
        std::vector<audience::PersonEvent> news;
        bool is_whole = false;                   // the person is read anew
        std::optional<audience::Person> person;  // none: there is no such profile
    };
    std::map<ProfileId, Change> people;
    std::set<SegmentId> segments;
    bool is_catalog_old = false;
    bool is_empty() const { return last == 0; }
};

Result<void> LiveAudience::read_catalog(store::Transaction& tx) {
    auto account = TRY(tx.accounts().find(account_));
    if (!account) return fail(ErrorKind::not_found, "the account is gone");
    auto catalog = TRY(catalog_of(tx, *account));
    catalog.population = population_;
    catalog.postal_codes = postal_codes_;
    catalog_read_at_ = clock_.now();
    std::unique_lock lock(mutex_);
    catalog_ = std::move(catalog);
    lock.unlock();
    moved_on_.notify_all();
    return {};
}

Result<void> LiveAudience::build(std::stop_token stop) {
    audience::Index index;
    std::int64_t sequence = 0;
    TRY(store_.read([&](store::Transaction& tx) -> Result<void> {
        sequence = TRY(tx.changes().last(account_));
        index = TRY(index_of(tx, account_, stop));
        // Of a segment that is followed the members are found anew; of the others the store's are
        // what conditions that ask for them see.
        for (auto& segment : TRY(tx.segments().all(account_)))
            if (!segment.is_active || is_asking_only_)
                TRY(each_member(tx, account_, segment.id, [&](auto& member) {
                    index.set_member(segment.public_id, member.profile, member.joined_at);
                }));
        return {};
    }));
    std::unique_lock lock(mutex_);
    index_ = std::move(index);
    sequence_ = sequence;
    return {};
}

Result<void> LiveAudience::load(const std::filesystem::path& folder, std::stop_token stop) {
    auto file = folder / "audience.index";
    std::error_code ignored;
    if (std::filesystem::exists(file, ignored)) {
        auto kept = audience::Index::load(file);
        if (kept) {
            std::unique_lock lock(mutex_);
            index_ = std::move(kept->first);
            sequence_ = kept->second;
            return {};
        }
        log::info("the audience's snapshot is read past: {}", kept.error().text());
    }
    return build(std::move(stop));
}

Result<void> LiveAudience::open_to_ask(const std::filesystem::path& folder, std::stop_token stop) {
    is_asking_only_ = true;
    return open(folder, std::move(stop));
}

Result<void> LiveAudience::open(const std::filesystem::path& folder, std::stop_token stop) {
    TRY(load(folder, stop));
    TRY(store_.read([&](store::Transaction& tx) -> Result<void> {
        // A database that was put back from an older backup knows less than the snapshot.
        if (TRY(tx.changes().last(account_)) < sequence_) sequence_ = -1;
        return read_catalog(tx);
    }));
    if (sequence_ < 0) TRY(build(stop));
    tracker_ = std::make_unique<audience::Tracker>(index_);
    store::Handled kept;
    TRY(store_.read([&](store::Transaction& tx) -> Result<void> {
        kept = TRY(tx.consumers().handled(account_, consumer));
        return {};
    }));
    handled_ = kept.sequence;
    true_at_ = clock_.now();
    // What was read from the store already may be because of anything since.
    if (kept.at.us != 0 && sequence_ <= handled_) true_at_ = std::min(kept.at, true_at_);
    // What the members know already goes in without segments: then each is asked once.
    while (true) {
        Stretch stretch;
        TRY(store_.read([&](store::Transaction& tx) {
            return collect(tx, stretch, is_asking_only_ ? newest : handled_);
        }));
        if (stretch.is_empty()) break;
        if (stop.stop_requested()) return fail(ErrorKind::cancelled, "stopped");
        take_in(stretch, true_at_);
    }
    if (is_asking_only_) return {};
    TRY(sum_up_as_before());
    TRY(store_.read([&](store::Transaction& tx) { return follow_segments(tx, true_at_); }));
    TRY(flush());
    while (TRY(follow()))
        if (stop.stop_requested()) return fail(ErrorKind::cancelled, "stopped");
    return tick();
}

Result<void> LiveAudience::follow_segment(store::Transaction& tx, const model::Segment& segment,
                                          Cause cause, Instant now) {
    tracker_->forget(segment.public_id);
    followed_.erase(segment.public_id);
    asking_for_themselves_.erase(segment.id);
    if (!segment.is_active) return {};
    auto definition = audience::definition_from(segment.definition);
    auto question = definition ? audience::Question::ask(*definition, catalog_)
                               : std::unexpected(definition.error());
    if (!question)
        log::info("segment {} is not kept: {}", segment.public_id, question.error().text());
    // What cannot be asked for a while keeps the members that it had.
    if (!question && cause.kind != Cause::edit) return {};
    std::vector<ProfileId> members;
    TRY(each_member(tx, account_, segment.id,
                    [&](auto& member) { members.push_back(member.profile); }));
    followed_[segment.public_id] = {segment.id, segment.version};
    std::unique_lock lock(mutex_);
    if (!question) {
        let_out(segment.public_id, members, cause, now);
        return {};
    }
    auto moves = tracker_->follow(segment.public_id, std::move(*question), members, cause, now);
    if (!moves) {
        log::info("segment {} is not kept: {}", segment.public_id, moves.error().text());
        asking_for_themselves_.insert(segment.id);
        if (cause.kind == Cause::edit) let_out(segment.public_id, members, cause, now);
        return {};
    }
    note(std::move(*moves));
    versions_[segment.id] = segment.version;
    return {};
}

void LiveAudience::let_out(const std::string& segment, const std::vector<ProfileId>& members,
                           Cause cause, Instant now) {
    std::vector<Transition> moves;
    for (auto member : members) {
        index_.set_member(segment, member, std::nullopt);
        moves.push_back({segment, member, false, now, cause});
    }
    note(std::move(moves));
    for (auto member : members)
        note(tracker_->changed(member, {.groups = {segment}, .of_groups = cause}, now));
}

Result<void> LiveAudience::follow_segments(store::Transaction& tx, Instant now) {
    for (auto& segment : TRY(tx.segments().all(account_)))
        TRY(follow_segment(tx, segment, cause_of_following(segment), now));
    return {};
}

Result<void> LiveAudience::collect(store::Transaction& tx, Stretch& stretch,
                                   std::int64_t until) const {
    auto changes = TRY(tx.changes().after(account_, sequence_, most_changes));
    // Memberships change when the log says, to this second, however late it is read.
    auto end = std::ranges::find_if(changes, [&](const store::Change& change) {
        return change.sequence > until || change.at - changes.front().at > stretch_lasts;
    });
    changes.erase(end, changes.end());
    if (changes.empty()) return {};
    stretch.last = changes.back().sequence;
    stretch.at = changes.back().at;
    auto whole = [&](ProfileId id) -> Stretch::Change& {
        auto& change = stretch.people[id];
        change.is_whole = true;
        return change;
    };
    for (auto& change : changes) {
        auto each = [&](auto visit) {
            for (std::int64_t i = 0; i < change.span; ++i)
                visit(whole(ProfileId{change.subject + i}));
        };
        switch (change.kind) {
            case ChangeKind::profile:
            case ChangeKind::profile_removed:
            case ChangeKind::merge:
                each([](auto& c) { c.touched.everything = true; });
                break;
            case ChangeKind::membership:
                each([](auto& c) { c.touched.everything = true; });
                break;
            case ChangeKind::consent:
                each([](auto& c) { c.touched.consent = true; });
                break;
            case ChangeKind::events:
                for (auto& event :
                     TRY(tx.events().between(account_, EventId{change.subject},
                                             EventId{change.subject + change.span - 1}))) {
                    auto& theirs = stretch.people[event.profile];
                    theirs.touched.news.push_back({event.metric, event.id});
                    theirs.news.push_back(person_event(event));
                }
                break;
            case ChangeKind::event_updated:
                for (auto& event : TRY(tx.events().between(account_, EventId{change.subject},
                                                           EventId{change.subject})))
                    whole(event.profile).touched.metrics.push_back(event.metric);
                break;
            case ChangeKind::event_removed:
                break;  // the person's own line follows
            case ChangeKind::integration:
                stretch.is_catalog_old = true;
                break;
            case ChangeKind::segment:
                stretch.segments.insert(SegmentId{change.subject});
                break;
        }
    }
    std::optional<GroupNames> names;  // as of this snapshot: a list may be as new as its members
    for (auto& [id, change] : stretch.people) {
        if (!change.is_whole) continue;
        if (!names) names = TRY(group_names(tx, account_));
        change.person = TRY(person_of(tx, account_, *names, id));
    }
    return {};
}

Result<bool> LiveAudience::follow() {
    TRY(flush());
    // A new list or another zone leaves no line in the log.
    if (clock_.now() - catalog_read_at_ >= catalog_lasts)
        TRY(store_.read([&](store::Transaction& tx) { return read_catalog(tx); }));
    Stretch stretch;
    TRY(store_.read([&](store::Transaction& tx) { return collect(tx, stretch, newest); }));
    if (stretch.is_empty()) return false;
    auto knows = [&](MetricId id) {
        return std::ranges::any_of(catalog_.metrics, [&](auto& m) { return m.id == id; });
    };
    for (auto& [id, change] : stretch.people)
        for (auto& event : change.news) stretch.is_catalog_old |= !knows(event.metric);
    // What time did before comes before what people did then.
    let_time_act(std::min(clock_.now(), stretch.at));
    Instant now = true_at_;
    take_in(stretch, now);
    if (!is_asking_only_ && (stretch.is_catalog_old || !stretch.segments.empty()))
        TRY(store_.read([&](store::Transaction& tx) -> Result<void> {
            TRY(read_catalog(tx));
            for (auto id : stretch.segments) {
                if (auto segment = TRY(tx.segments().find(account_, id))) {
                    auto followed = followed_.find(segment->public_id);
                    bool is_same =
                        followed != followed_.end() && followed->second.version == segment->version;
                    if (!is_same)
                        TRY(follow_segment(tx, *segment, cause_of_following(*segment), now));
                    continue;
                }
                auto gone =
                    std::ranges::find_if(followed_, [&](auto& f) { return f.second.id == id; });
                if (gone == followed_.end()) continue;
                tracker_->forget(gone->first);
                followed_.erase(gone);
            }
            // Those that asked for themselves by way of another may no more.
            for (auto id : std::exchange(asking_for_themselves_, {}))
                if (auto segment = TRY(tx.segments().find(account_, id)))
                    TRY(follow_segment(tx, *segment, cause_of_following(*segment), now));
            // What a metric's name or a kind's metrics mean may be another now.
            if (stretch.is_catalog_old) TRY(follow_segments(tx, now));
            return {};
        }));
    TRY(flush());
    return true;
}

Result<void> LiveAudience::read_postal_codes(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) return {};
    std::string text(std::istreambuf_iterator<char>(in), {});
    auto codes = audience::PostalCodes::from_csv(text);
    if (!codes)
        return fail(codes.error().kind, codes.error().message,
                    file.string() + " " + codes.error().where);
    postal_codes_ = std::make_shared<const audience::PostalCodes>(std::move(*codes));
    std::unique_lock lock(mutex_);
    catalog_.postal_codes = postal_codes_;
    return {};
}

void LiveAudience::take_in(const Stretch& stretch, Instant now) {
    {
        std::unique_lock lock(mutex_);
        for (auto& [id, change] : stretch.people) {
            if (change.is_whole && !change.person) {
                index_.remove(id);
                note(tracker_->removed(id, now));
                continue;
            }
            if (change.is_whole) {
                index_.put(*change.person);
            } else {
                for (auto& event : change.news) index_.add(id, event);
            }
            note(tracker_->changed(id, change.touched, now));
        }
        sequence_ = stretch.last;
    }
    moved_on_.notify_all();
}

void LiveAudience::let_time_act(Instant now) {
    true_at_ = std::max(true_at_, now);
    std::unique_lock lock(mutex_);
    for (auto next = tracker_->next(); next && *next <= true_at_; next = tracker_->next())
        note(tracker_->tick(true_at_));
}

Result<void> LiveAudience::tick() {
    TRY(flush());
    let_time_act(clock_.now());
    return flush();
}

std::optional<Instant> LiveAudience::next() const {
    return tracker_ ? tracker_->next() : std::nullopt;
}

void LiveAudience::note(std::vector<Transition> moves) {
    if (is_asking_only_) return;
    moves_.insert(moves_.end(), moves.begin(), moves.end());
}

Result<void> LiveAudience::flush() {
    if (is_asking_only_) return {};
    std::size_t done = 0;
    while (handled_ != sequence_ || done < moves_.size() || !versions_.empty()) {
        std::size_t until = std::min(done + moves_a_commit, moves_.size());
        bool is_last = until == moves_.size();
        TRY(store_.write([&](store::Transaction& tx) -> Result<void> {
            std::map<std::string, std::optional<model::Segment>> segments;
            for (std::size_t i = done; i < until; ++i) {
                auto& move = moves_[i];
                auto followed = followed_.find(move.segment);
                if (followed == followed_.end()) continue;
                auto id = followed->second.id;
                auto [entry, is_new] = segments.try_emplace(move.segment);
                if (is_new) entry->second = TRY(tx.segments().find(account_, id));
                if (!entry->second) continue;
                model::SegmentMember member{move.person, move.at, stored(move.cause.kind),
                                            move.cause.of_event};
                bool is_done = move.entered ? TRY(tx.segments().enter(account_, id, member))
                                            : TRY(tx.segments().leave(account_, id, move.person));
                // The first members of a new segment did not come from anywhere.
                if (!is_done || entry->second->followed_version == 0) continue;
                model::SegmentMove kept{.profile = move.person,
                                        .has_entered = move.entered,
                                        .at = move.at,
                                        .cause = member.cause,
                                        .event = member.event};
                TRY(tx.segments().add_move(account_, id, kept));
            }
            if (!is_last) return {};
            for (auto& [public_id, segment] : segments)
                if (segment) TRY(tx.segments().trim_moves(account_, segment->id, kept_moves));
            for (auto& [id, version] : versions_) {
                auto segment = TRY(tx.segments().find(account_, id));
                if (!segment || segment->version != version || segment->followed_version == version)
                    continue;
                segment->followed_version = version;
                TRY(tx.segments().update(account_, *segment));
            }
            return tx.consumers().set_handled(account_, consumer, {sequence_, true_at_});
        }));
        done = until;
        if (!is_last) continue;
        versions_.clear();
        handled_ = sequence_;
        break;
    }
    moves_.clear();
    return {};
}

}  // namespace regulars::analytics
