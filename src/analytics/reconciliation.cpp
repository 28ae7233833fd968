// The comparison itself: a pure function of the evidence.
// SPDX-License-Identifier: Apache-2.0
#include "analytics/reconciliation.hpp"

#include <algorithm>
#include <unordered_set>

#include "base/error.hpp"

namespace regulars::analytics {
namespace {

using model::Difference;
using model::DifferenceKind;
using model::ReconciledDay;
using model::VendorRow;

class Comparison {
  public:
    Comparison(const Evidence& evidence, LocalDate from, LocalDate to)
        : evidence_(evidence), from_(from), to_(to) {}

    std::vector<ReconciledDay> run() {
        for (auto& row : evidence_.rows) zones_.try_emplace(row.place, row.zone);
        for (auto& row : evidence_.rows)
            if (from_ <= row.day && row.day <= to_) take(row);
        take_others();
        fill_days();
        std::vector<ReconciledDay> days;
        for (auto& [key, day] : days_) {
            std::ranges::sort(day.differences, {}, [](auto& d) {
                return std::tuple(std::string_view(d.label), d.kind, std::string_view(d.unique_id));
            });
            if (day.differences.size() > ReconciledDay::most_differences)
                day.differences.resize(ReconciledDay::most_differences);
            days.push_back(std::move(day));
        }
        return days;
    }

  private:
    ReconciledDay& at(LocalDate day, const std::string& place) {
        auto [found, is_new] = days_.try_emplace({day, place});
        if (is_new) {
            auto zone = zones_.find(place);
            found->second.day = day, found->second.place = place;
            found->second.time_zone = (zone == zones_.end() ? evidence_.zone : zone->second).name();
        }
        return found->second;
    }
    static void differ(ReconciledDay& day, Difference difference) {
        ++day.difference_count;
        day.differences.push_back(std::move(difference));
    }
    const HeldEvent* held(const std::string& unique_id) const {
        auto found = evidence_.events.find(unique_id);
        return found == evidence_.events.end() ? nullptr : &found->second;
    }

    void take(const VendorRow& row) {
        auto& day = at(row.day, row.place);
        day.vendor.add(row.value);
        auto judged = judge(row);
        bool is_fresh =
            evidence_.synced_at && row.changed_at && *row.changed_at > *evidence_.synced_at;
        if (is_fresh && !judged.differences.empty())
            return day.excluded[std::string(changed_since_sync)].add(row.value);
        if (judged.is_held) day.ours.add(judged.ours);
        if (judged.is_held && row.apart)
            day.excluded[row.apart_reason].minor[row.apart->currency] += row.apart->minor;
        if (!judged.reason.empty()) day.excluded[judged.reason].add(row.value);
        for (auto& difference : judged.differences) differ(day, std::move(difference));
    }

    /// What a row comes to: held, excluded under a reason, or neither.
    struct Judged {
        bool is_held = false;
        std::optional<Money> ours;
        std::string reason;
        std::vector<Difference> differences;
    };

    Judged judge(const VendorRow& row) const {
        Judged judged;
        auto remembered = evidence_.exclusions.find(row.record);
        bool is_remembered = remembered != evidence_.exclusions.end();
        std::string reason = is_remembered ? remembered->second : std::string();
        Difference difference{.record = row.record,
                              .unique_id = row.unique_id,
                              .label = row.label,
                              .vendor = row.value};
        auto say = [&](DifferenceKind kind) {
            difference.kind = kind;
            judged.differences.push_back(difference);
        };

        auto* event = held(row.unique_id);
        if (!event) {
            if (reason.empty() && evidence_.forgotten.contains(row.record))
                reason = "guest_forgotten";
            if (reason.empty() || !is_remembered)
                reason = row.exclusion.empty() ? reason : row.exclusion;
            if (reason.empty())
                say(is_remembered ? DifferenceKind::event_missing : DifferenceKind::not_synced);
            judged.reason = std::move(reason);
            return judged;
        }
        judged.is_held = true;
        judged.ours = difference.ours = event->value;
        // Read before the vendor took it back (a void that it marked nowhere), it was no exclusion.
        if (reason.empty()) reason = row.exclusion;
        if (!reason.empty() && !evidence_.partial_exclusions.contains(reason)) {
            difference.reason = reason;
            say(DifferenceKind::excluded_but_held);
        }
        if (event->day && *event->day != row.day) {
            difference.our_day = event->day;
            say(DifferenceKind::day_differs);
            difference.our_day.reset();
        }
        auto expected = row.value;
        if (expected && row.apart) expected->minor -= row.apart->minor;
        if (event->value != expected) say(DifferenceKind::value_differs);
        for (auto& expects : row.also) {
            auto* further = held(expects.unique_id);
            auto known = evidence_.exclusions.find(expects.record);
            if (!further && known != evidence_.exclusions.end() && !known->second.empty()) continue;
            difference.unique_id = expects.unique_id;
            difference.vendor = expects.value;
            difference.ours = further ? further->value : std::nullopt;
            if (!further)
                say(DifferenceKind::event_missing);
            else if (further->value != expects.value)
                say(DifferenceKind::value_differs);
        }
        return judged;
    }

    /// Events whose record no row shows; each record once.
    void take_others() {
        std::unordered_set<std::string_view> shown, named;
        for (auto& row : evidence_.rows) {
            shown.insert(row.record);
            shown.insert(row.unique_id);
            for (auto& further : row.also) shown.insert(further.unique_id);
        }
        for (auto& event : evidence_.others) {
            REGULARS_ASSERT(event.day, "an event outside of the rows says its day");
            if (*event.day < from_ || *event.day > to_ || shown.contains(event.unique_id)) continue;
            if (!event.record.empty() &&
                (shown.contains(event.record) || !named.insert(event.record).second))
                continue;
            auto& day = at(*event.day, only_place());
            day.ours.add(event.value);
            differ(day, {.kind = DifferenceKind::not_at_vendor,
                         .record = event.record,
                         .unique_id = event.unique_id,
                         .label = event.unique_id,
                         .ours = event.value});
        }
    }

    /// A day without any record is a day too.
    void fill_days() {
        for (std::int64_t n = day_number(from_); n <= day_number(to_); ++n) {
            LocalDate day = date_of_day(n);
            auto first = days_.lower_bound({day, {}});
            if (first == days_.end() || first->first.first != day) at(day, only_place());
        }
    }

    std::string only_place() const {
        return zones_.size() == 1 ? zones_.begin()->first : std::string();
    }

    const Evidence& evidence_;
    LocalDate from_, to_;
    std::map<std::string, Zone> zones_;  // by place: all that the rows name
    std::map<std::pair<LocalDate, std::string>, ReconciledDay> days_;
};

}  // namespace

std::vector<ReconciledDay> compare(const Evidence& evidence, LocalDate from, LocalDate to) {
    return Comparison(evidence, from, to).run();
}

}  // namespace regulars::analytics
