// Chooses a restaurant's tasks.
// SPDX-License-Identifier: Apache-2.0
#include "sources/toast/location.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"
#include "sources/toast/answers.hpp"

namespace regulars::sources::toast {
namespace {

// The vendor's facts, §7.5: clocks differ and changes show some seconds late.
constexpr Duration overlap = 5min;
constexpr Duration settling = 60s;
constexpr Duration ahead = 5min;  // how far the vendor's clock may be ahead
constexpr Duration shortest_history = 1h,
                   longest_history = days(28);  // at most a month in one request
constexpr Duration shortest_changes = 1h, longest_changes = days(1);
constexpr int days_back = 3;
constexpr std::size_t most_again = 2'000;
constexpr std::size_t most_awaited = 5'000;
constexpr int most_revisits = 5'000;  // in one run
constexpr int fewest_in_page = 5;
constexpr int lookup_steps = 6;  // restaurant, three lists, menus' date, menus

/// Windows grow while they fit into half a page, and shrink when they do not fit into one.
Duration adapted(Duration step, const Walk& walk, Duration shortest, Duration longest) {
    if (!walk.is_one_page()) return std::max(shortest, step / 2);
    if (std::int64_t(walk.rows()) * 2 <= walk.page_size()) return std::min(longest, step * 2);
    return step;
}

std::string compact(LocalDate day) {
    return fmt::format("{:04}{:02}{:02}", day.year, day.month, day.day);
}

LocalDate before(LocalDate day, int n) { return date_of_day(day_number(day) - n); }

}  // namespace

Location::Location(const Settings& settings, std::string guid, Instant history_since)
    : settings_(&settings),
      guid_(std::move(guid)),
      read_since_(
          std::max(history_since, Instant::from_seconds(day_number({2015, 12, 1}) * 86'400))) {
}  // the API shows nothing older

int Location::currency_exponent() const {
    auto currency =
        names_.currency() ? *names_.currency() : settings_->currency.value_or(Currency{});
    return currency.exponent();
}

void Location::begin(Instant now) {
    began_ = floor_ = watermark_ = now.floor_seconds();
    daily_ = names_.business_day(now);
    polled_at_ = now;
}

Task Location::task(TaskKind kind) const {
    Task task{.kind = kind};
    task.walk = Walk(page_size_);
    return task;
}

std::optional<Task> Location::lookup(Instant now) {
    if (!lookup_step_) {
        bool is_fresh = names_.is_known() && looked_ >= names_.business_day(now);
        lookup_step_ = is_fresh ? lookup_steps : 0;
    }
    switch (*lookup_step_) {
        case 0:
            return task(TaskKind::restaurant);
        case 1:
        case 2:
        case 3: {
            Task names = task(TaskKind::names);
            names.list = NameList(*lookup_step_ - 1);
            return names;
        }
        case 4:
            return task(TaskKind::menu_metadata);
        case 5:
            return needs_menus_ ? std::optional(task(TaskKind::menus)) : std::nullopt;
        default:
            return std::nullopt;
    }
}

std::optional<Task> Location::changes(Instant now) {
    bool is_due =
        !polled_at_ || now - *polled_at_ >= std::chrono::minutes(settings_->interval_minutes);
    if (is_due && !poll_to_ && has_peeked_) {
        polled_at_ = now;
        poll_to_ = std::max((now - settling).floor_seconds(), watermark_);
        has_peeked_ = false;
    }
    if (poll_to_ && watermark_ < *poll_to_) {
        Task window = task(TaskKind::changes);
        window.from = watermark_ - overlap;
        window.to = std::min(watermark_ + changes_step_, *poll_to_);
        return window;
    }
    poll_to_.reset();
    if (has_peeked_) return std::nullopt;
    Task window = task(TaskKind::peek);
    window.from = watermark_ - settling;
    window.to = now.floor_seconds() + ahead;
    if (window.to <= window.from) return std::nullopt;  // our clock was set back
    return window;
}

std::optional<Task> Location::rest(Instant now, bool is_unmapped) {
    LocalDate today = names_.business_day(now);
    if (daily_ < today) {
        if (day_step_ < days_back) {
            Task day = task(TaskKind::day);
            day.day = before(today, day_step_ + 1);
            return day;
        }
        if (day_step_ < 2 * days_back + 1) {
            Task refunds = task(TaskKind::refunds);
            refunds.day = before(today, day_step_ - days_back);
            return refunds;
        }
    }
    if (is_unmapped || revisits_ >= most_revisits) return std::nullopt;
    Task order = task(TaskKind::order);
    if (!again_.empty()) {
        order.order = again_.front();
        return order;
    }
    for (auto& [guid, at] : awaited_) {
        if (at > now) continue;
        order.order = guid;
        return order;
    }
    return std::nullopt;
}

std::optional<Task> Location::choose(Urgency urgency, Instant now, bool is_unmapped) {
    if (is_refused_) return std::nullopt;
    // Names come before the first order.
    if (urgency == Urgency::changes || !names_.is_known())
        if (auto names = lookup(now)) return names;
    if (!began_) begin(now);
    switch (urgency) {
        case Urgency::changes:
            return changes(now);
        case Urgency::history:
            return promised_ && promised_->to == floor_ ? promised_ : history_before(floor_);
        case Urgency::rest:
            return rest(now, is_unmapped);
    }
    return std::nullopt;
}

std::optional<Task> Location::history_before(Instant to) const {
    if (to <= read_since_) return std::nullopt;
    Task window = task(TaskKind::history);
    window.to = to;
    window.from = std::max(read_since_, to - history_step_);
    return window;
}

std::optional<Task> Location::behind(const Task& window) const {
    return is_refused_ ? std::nullopt : history_before(window.from);
}

void Location::promise(Task window, Instant now) {
    window.promised_at = now;
    promised_ = std::move(window);
}

void Location::skip_lookup(const Task&) { lookup_step_ = lookup_step_.value_or(0) + 1; }

void Location::finished(const Task& task, Instant now) {
    switch (task.kind) {
        case TaskKind::restaurant:
        case TaskKind::names:
            ++*lookup_step_;
            break;
        case TaskKind::menu_metadata:
            *lookup_step_ += needs_menus_ ? 1 : 2;
            break;
        case TaskKind::menus:
            needs_menus_ = false;
            ++*lookup_step_;
            break;
        case TaskKind::history:
            if (task.to != floor_) break;  // all of it is read again
            floor_ = task.from;
            // By its own size: the one behind it may be settled already, by an older word.
            history_step_ =
                adapted(task.to - task.from, task.walk, shortest_history, longest_history);
            // What changed while history was read is read before the run ends.
            if (floor_ <= read_since_) polled_at_.reset();
            break;
        case TaskKind::changes:
            watermark_ = std::max(watermark_, task.to);
            changes_step_ = adapted(changes_step_, task.walk, shortest_changes, longest_changes);
            break;
        case TaskKind::peek:
            has_peeked_ = true;
            break;
        case TaskKind::day:
        case TaskKind::refunds:
            if (++day_step_ == 2 * days_back + 1) {
                daily_ = names_.business_day(now);
                day_step_ = 0;
                if (!is_backfilling() && std::exchange(forgotten_, 0) > 0) floor_ = watermark_;
            }
            break;
        case TaskKind::order:
            ++revisits_;
            std::erase(again_, task.order);
            std::erase_if(awaited_, [&](auto& entry) {
                return entry.first == task.order && entry.second <= now;
            });
            break;
    }
    if (lookup_step_ && *lookup_step_ >= lookup_steps && task.is_lookup())
        looked_ = names_.business_day(now);
}

void Location::refuse(Instant now) {
    is_refused_ = true;
    if (!refused_since_) refused_since_ = now;
    ++refusals_;
}

bool Location::shrink_pages() {
    if (page_size_ <= fewest_in_page) return false;
    page_size_ = std::max(fewest_in_page, page_size_ / 2);
    promised_.reset();
    return true;
}

void Location::again(const std::string& order) {
    if (std::ranges::find(again_, order) != again_.end()) return;
    if (again_.size() < most_again)
        again_.push_back(order);
    else
        ++forgotten_;
}

void Location::await(const std::string& order, Instant at) {
    auto known = std::ranges::find(awaited_, order, [](auto& entry) { return entry.first; });
    if (known != awaited_.end())
        known->second = at;
    else if (awaited_.size() < most_awaited)
        awaited_.emplace_back(order, at);
    else
        ++forgotten_;
}

double Location::done() const {
    if (!began_ || *began_ <= read_since_) return 0;
    return std::clamp(double((*began_ - floor_).count()) / double((*began_ - read_since_).count()),
                      0.0, 1.0);
}

model::RunReach Location::reach() const {
    if (!is_backfilling()) return {.stage = model::RunStage::finishing};
    if (!began_) return {};
    auto month_of = [&](Instant at) {
        auto day = names_.zone().to_local(at).date();
        return day.year * 12 + day.month - 1;
    };
    int newest = month_of(*began_), now = month_of(floor_ - 1us), oldest = month_of(read_since_);
    return {model::RunStage::history, fmt::format("{:04}-{:02}", now / 12, now % 12 + 1),
            newest - now, newest - oldest + 1};
}

std::string Location::describe(const Task& task) const {
    switch (task.kind) {
        case TaskKind::restaurant:
            return fmt::format("{}: the restaurant", name());
        case TaskKind::names:
            return fmt::format("{}: {}", name(), path_of(task.list));
        case TaskKind::menu_metadata:
        case TaskKind::menus:
            return fmt::format("{}: menus", name());
        case TaskKind::history:
            return fmt::format("{}: orders changed before {}", name(),
                               format_iso(names_.zone().to_local(task.to).date()));
        case TaskKind::changes:
        case TaskKind::peek:
            return fmt::format("{}: orders since the last sync", name());
        case TaskKind::day:
            return fmt::format("{}: orders of {}, again", name(), format_iso(task.day));
        case TaskKind::refunds:
            return fmt::format("{}: refunds of {}", name(), format_iso(task.day));
        case TaskKind::order:
            return fmt::format("{}: an order, again", name());
    }
    return {};
}

Ask Location::ask_of(const Task& task) const {
    std::string path;
    auto page = [&] {
        return fmt::format("&pageSize={}&page={}", task.walk.page_size(), task.walk.page());
    };
    switch (task.kind) {
        case TaskKind::restaurant:
            path = "/restaurants/v1/restaurants/" + guid_;
            break;
        case TaskKind::names:
            path = std::string(path_of(task.list));
            if (!task.page_token.empty()) path += "?pageToken=" + percent_encoded(task.page_token);
            break;
        case TaskKind::menu_metadata:
            path = "/menus/v2/metadata";
            break;
        case TaskKind::menus:
            path = "/menus/v2/menus";
            break;
        case TaskKind::history:
        case TaskKind::changes:
        case TaskKind::peek:
            path = fmt::format("/orders/v2/ordersBulk?startDate={}&endDate={}{}",
                               date_parameter(task.from), date_parameter(task.to), page());
            break;
        case TaskKind::day:
            path =
                fmt::format("/orders/v2/ordersBulk?businessDate={}{}", compact(task.day), page());
            break;
        case TaskKind::refunds:
            path = fmt::format("/orders/v2/payments?refundBusinessDate={}", compact(task.day));
            break;
        case TaskKind::order:
            path = "/orders/v2/orders/" + percent_encoded(task.order);
            break;
    }
    return {get(*settings_, guid_, std::move(path)), describe(task)};
}

}  // namespace regulars::sources::toast
