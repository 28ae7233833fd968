// Segments, who is in them, who came and went, and how far consumers of the change log are.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/time.hpp"
#include "model/ids.hpp"
#include "model/segment.hpp"

namespace regulars::store {

/// Errors and thread-safety as all of store.hpp. Names are unique in the account, whatever the
/// case.
class Segments {
  public:
    virtual ~Segments() = default;
    virtual Result<void> add(AccountId account, model::Segment& segment) = 0;
    virtual Result<void> update(AccountId account, const model::Segment& segment) = 0;
    /// Its members and moves go with it.
    virtual Result<void> remove(AccountId account, SegmentId id) = 0;
    virtual Result<std::optional<model::Segment>> find(AccountId account, SegmentId id) = 0;
    /// By public id, or by name.
    virtual Result<std::optional<model::Segment>> find(AccountId account,
                                                       std::string_view public_id_or_name) = 0;
    virtual Result<std::vector<model::Segment>> all(AccountId account) = 0;  // by id

    /// False when the person was in already; the member then stays as it was.
    virtual Result<bool> enter(AccountId account, SegmentId id,
                               const model::SegmentMember& member) = 0;
    virtual Result<bool> leave(AccountId account, SegmentId id, ProfileId profile) = 0;
    virtual Result<std::optional<model::SegmentMember>> member(AccountId account, SegmentId id,
                                                               ProfileId profile) = 0;
    /// By profile id, starting after `after`, at most `limit`.
    virtual Result<std::vector<model::SegmentMember>> members(AccountId account, SegmentId id,
                                                              ProfileId after, int limit) = 0;
    virtual Result<std::int64_t> size(AccountId account, SegmentId id) = 0;
    /// The segments a person is in, by segment.
    virtual Result<std::vector<std::pair<SegmentId, model::SegmentMember>>> of_profile(
        AccountId account, ProfileId profile) = 0;

    /// Fills in the number.
    virtual Result<void> add_move(AccountId account, SegmentId id, model::SegmentMove& move) = 0;
    /// Newest first, those with numbers below `before` (0: all), at most `limit`.
    virtual Result<std::vector<model::SegmentMove>> moves(AccountId account, SegmentId id,
                                                          std::int64_t before, int limit) = 0;
    /// Removes the oldest moves of a segment but for the newest `keep`; how many went.
    virtual Result<std::int64_t> trim_moves(AccountId account, SegmentId id, int keep) = 0;
};

/// How far a consumer is: the last number of the change log that it handled, and the instant as of
/// which it did; zeros for one that never did.
struct Handled {
    std::int64_t sequence = 0;
    Instant at;
    bool operator==(const Handled&) const = default;
};

/// How far each consumer of an account's change log is.
class Consumers {
  public:
    virtual ~Consumers() = default;
    virtual Result<Handled> handled(AccountId account, std::string_view consumer) = 0;
    virtual Result<void> set_handled(AccountId account, std::string_view consumer,
                                     const Handled& handled) = 0;
};

}  // namespace regulars::store
