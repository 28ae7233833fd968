// Finds the records of a page.
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/lightspeed/list.hpp"

#include <algorithm>

namespace regulars::sandbox::lightspeed {
namespace {

class Search {
  public:
    Search(const ShopWorld& world, const ListRequest& request, Seconds now)
        : world_(world), request_(request), now_(now) {}

    bool matches(Id id) const {
        if (!is_visible(world_, request_.resource, id, now_)) return false;
        using Archived = ListRequest::Archived;
        if (request_.archived != Archived::yes) {
            if (is_archived(world_, request_.resource, id, now_) !=
                (request_.archived == Archived::only))
                return false;
        }
        auto holds = [&](const Condition& c) { return c.holds(world_, id, now_); };
        return std::ranges::all_of(request_.conditions, holds) &&
               std::ranges::all_of(request_.choices, [&](auto& choice) {
                   return std::ranges::any_of(choice, holds);
               });
    }

    std::size_t count() const {
        std::size_t n = 0;
        for (Id id = 1; id <= count_of(world_, request_.resource); ++id) n += matches(id);
        return n;
    }

    /// One more than the page, in the walk's direction: away from the cursor.
    std::vector<Id> collect() const {
        if (request_.sort == nullptr) return collect_by_id();
        if (const TimeIndex* index = index_of_sort()) return collect_by_index(*index);
        return collect_by_sorting();
    }

    bool goes_back() const { return request_.before.has_value(); }
    Cursor cursor_of(Id id) const {
        return {.key = request_.sort == nullptr ? Value() : request_.sort->of(world_, id, now_),
                .id = id};
    }

  private:
    bool upward() const { return request_.descending == goes_back(); }
    const std::optional<Cursor>& start() const {
        return goes_back() ? request_.before : request_.after;
    }

    std::vector<Id> collect_by_id() const {
        std::vector<Id> ids;
        Id count = Id(count_of(world_, request_.resource));
        if (upward()) {
            for (Id id = (start() ? start()->id : 0) + 1;
                 id <= count && ids.size() <= request_.limit; ++id) {
                if (matches(id)) ids.push_back(id);
            }
        } else {
            for (Id id = start() ? std::min(start()->id, count + 1) : count + 1;
                 id-- > 1 && ids.size() <= request_.limit;) {
                if (matches(id)) ids.push_back(id);
            }
        }
        return ids;
    }

    const TimeIndex* index_of_sort() const {
        if (request_.resource != Resource::sale) return nullptr;
        if (request_.sort->name == "updatetime" || request_.sort->name == "updateTime")
            return &world_.by_update();
        if (request_.sort->name == "timeStamp") return &world_.by_stamp();
        // Open sales have no completion time: the index holds all that a bound lets through.
        return request_.sort->name == "completeTime" && lower_bound() != 0 ? &world_.by_completion()
                                                                           : nullptr;
    }

    std::vector<Id> collect_by_index(const TimeIndex& index) const {
        std::vector<Id> ids;
        auto visit = [&](TimeIndex::Entry entry) {
            if (upward() && entry.at > now_) return false;
            if (request_.sort->of(world_, entry.index + 1, now_) != Value(std::int64_t(entry.at)))
                return true;  // another value holds
            if (matches(entry.index + 1)) ids.push_back(entry.index + 1);
            return ids.size() <= request_.limit;
        };
        Seconds at = upward() ? lower_bound() : now_;
        std::uint32_t place = 0;
        if (start()) {
            if (auto key = std::get_if<std::int64_t>(&start()->key))
                at = Seconds(*key), place = start()->id - 1;
        } else {
            // Before everything at that time, or after it.
            place = upward() ? 0 : UINT32_MAX;
            if (upward() && at != 0) --at, place = UINT32_MAX;
        }
        if (upward())
            index.each_after({at, place}, visit);
        else
            index.each_before({at, place}, visit);
        return ids;
    }

    /// What a condition says the sorted time is at least; 0 for none.
    Seconds lower_bound() const {
        Seconds bound = 0;
        for (const Condition& c : request_.conditions) {
            if (c.field->of != request_.sort->of) continue;
            if (c.op != Operator::at_least && c.op != Operator::greater &&
                c.op != Operator::between && c.op != Operator::equal)
                continue;
            if (auto at = std::get_if<std::int64_t>(&c.values[0]); at && *at > 0)
                bound = std::max(bound, Seconds(std::min<std::int64_t>(*at, UINT32_MAX)));
        }
        return bound;
    }

    std::vector<Id> collect_by_sorting() const {
        std::vector<std::pair<Value, Id>> all;
        for (Id id = 1; id <= count_of(world_, request_.resource); ++id) {
            if (!matches(id)) continue;
            std::pair<Value, Id> entry{request_.sort->of(world_, id, now_), id};
            if (start()) {
                std::pair<Value, Id> from{start()->key, start()->id};
                if (upward() ? !(entry > from) : !(entry < from)) continue;
            }
            all.push_back(std::move(entry));
        }
        std::size_t size = std::min(all.size(), request_.limit + 1);
        auto middle = all.begin() + std::ptrdiff_t(size);
        if (upward())
            std::partial_sort(all.begin(), middle, all.end());
        else
            std::partial_sort(all.begin(), middle, all.end(), std::greater<>());
        std::vector<Id> ids;
        for (std::size_t i = 0; i < size; ++i) ids.push_back(all[i].second);
        return ids;
    }

    const ShopWorld& world_;
    const ListRequest& request_;
    Seconds now_;
};

}  // namespace

Found find(const ShopWorld& world, const ListRequest& request, Seconds now) {
    Search search(world, request, now);
    Found found{.ids = search.collect()};
    bool more = found.ids.size() > request.limit;
    if (more) found.ids.pop_back();
    if (search.goes_back()) {
        std::ranges::reverse(found.ids);
        found.has_previous = more;
        found.has_next = true;  // the page the walk came from
    } else {
        found.has_next = more;
        found.has_previous = request.after.has_value();
    }
    if (found.ids.empty()) {
        found.has_next = found.has_previous = false;
    } else {
        found.first = search.cursor_of(found.ids.front());
        found.last = search.cursor_of(found.ids.back());
    }
    return found;
}

std::size_t count(const ShopWorld& world, const ListRequest& request, Seconds now) {
    return Search(world, request, now).count();
}

}  // namespace regulars::sandbox::lightspeed
