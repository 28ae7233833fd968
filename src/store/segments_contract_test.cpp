// The contract of segments: names, members counted, moves in order, consumers' numbers, one
// account's only.
// SPDX-License-Identifier: Apache-2.0
#include <thread>

#include "store/contract.hpp"

namespace regulars::store {
namespace {

using model::SegmentCause;

class SegmentsContract : public Contract {
  protected:
    static model::Segment add(Transaction& t, AccountId account, std::string name) {
        model::Segment s{.public_id = "id" + name,
                         .name = std::move(name),
                         .definition = R"({"condition_groups":[]})",
                         .created_at = at(1),
                         .updated_at = at(1)};
        must(t.segments().add(account, s));
        return s;
    }
    static model::SegmentMember member(std::int64_t profile, int minute = 0) {
        return {ProfileId{profile}, at(minute), SegmentCause::event, EventId{profile * 10}};
    }
};
REGULARS_CONTRACT(SegmentsContract);

TEST_P(SegmentsContract, AreFoundByIdAndName) {
    write([&](Transaction& t) {
        auto& kept = t.segments();
        auto first = add(t, account, "Regulars"), second = add(t, account, "Lapsed");
        EXPECT_EQ(must(kept.find(account, "Regulars")), first);
        EXPECT_EQ(must(kept.find(account, "regulars")), first);
        EXPECT_EQ(must(kept.find(account, second.public_id)), second);
        EXPECT_EQ(must(kept.all(account)), (std::vector{first, second}));
        model::Segment again{.public_id = "other", .name = "REGULARS", .definition = "{}"};
        EXPECT_EQ(kept.add(account, again).error().kind, ErrorKind::conflict);

        second.name = "Away", second.is_active = false, second.is_starred = true,
        second.version = 2, second.followed_version = 2, second.updated_at = at(9);
        must(kept.update(account, second));
        EXPECT_EQ(must(kept.find(account, second.id)), second);
        second.id = SegmentId{99};
        EXPECT_EQ(kept.update(account, second).error().kind, ErrorKind::not_found);
    });
}

TEST_P(SegmentsContract, MembersEnterOnceAndAreCounted) {
    write([&](Transaction& t) {
        auto& kept = t.segments();
        auto s = add(t, account, "a"), other = add(t, account, "b");
        EXPECT_TRUE(must(kept.enter(account, s.id, member(3, 1))));
        EXPECT_FALSE(must(kept.enter(account, s.id, member(3, 2))));
        EXPECT_TRUE(must(kept.enter(account, s.id, member(1))));
        EXPECT_TRUE(must(kept.enter(account, other.id, member(3, 5))));
        EXPECT_EQ(must(kept.size(account, s.id)), 2);
        EXPECT_EQ(must(kept.members(account, s.id, {}, 9)), (std::vector{member(1), member(3, 1)}));
        EXPECT_EQ(must(kept.members(account, s.id, ProfileId{1}, 9)), (std::vector{member(3, 1)}));
        EXPECT_EQ(must(kept.members(account, s.id, {}, 1)), (std::vector{member(1)}));
        EXPECT_EQ(must(kept.member(account, s.id, ProfileId{3})), member(3, 1));
        EXPECT_EQ(must(kept.of_profile(account, ProfileId{3})),
                  (std::vector{std::pair{s.id, member(3, 1)}, std::pair{other.id, member(3, 5)}}));
        EXPECT_TRUE(must(kept.leave(account, s.id, ProfileId{3})));
        EXPECT_FALSE(must(kept.leave(account, s.id, ProfileId{3})));
        EXPECT_EQ(must(kept.size(account, s.id)), 1);
        EXPECT_FALSE(must(kept.member(account, s.id, ProfileId{3})));
    });
}

TEST_P(SegmentsContract, MovesAreListedNewestFirstAndGoWithTheSegment) {
    write([&](Transaction& t) {
        auto& kept = t.segments();
        auto s = add(t, account, "a");
        std::vector<model::SegmentMove> moves;
        for (int i = 0; i < 5; ++i) {
            moves.push_back({.profile = ProfileId{i},
                             .has_entered = i % 2 == 0,
                             .at = at(i),
                             .cause = SegmentCause::instant});
            must(kept.add_move(account, s.id, moves.back()));
        }
        EXPECT_EQ(must(kept.moves(account, s.id, 0, 2)), (std::vector{moves[4], moves[3]}));
        EXPECT_EQ(must(kept.moves(account, s.id, moves[3].number, 9)),
                  (std::vector{moves[2], moves[1], moves[0]}));
        EXPECT_EQ(must(kept.trim_moves(account, s.id, 3)), 2);
        EXPECT_EQ(must(kept.moves(account, s.id, 0, 9)).back(), moves[2]);
        must(kept.enter(account, s.id, member(1)));
        must(kept.remove(account, s.id));
        EXPECT_TRUE(must(kept.moves(account, s.id, 0, 9)).empty());
        EXPECT_TRUE(must(kept.of_profile(account, ProfileId{1})).empty());
        EXPECT_EQ(kept.size(account, s.id).error().kind, ErrorKind::not_found);
    });
}

TEST_P(SegmentsContract, OneAccountsOnly) {
    write([&](Transaction& t) {
        auto s = add(t, account, "a");
        must(t.segments().enter(account, s.id, member(1)));
        EXPECT_FALSE(must(t.segments().find(other_account, "a")));
        EXPECT_FALSE(must(t.segments().find(other_account, s.id)));
        EXPECT_TRUE(must(t.segments().members(other_account, s.id, {}, 9)).empty());
        EXPECT_EQ(t.segments().remove(other_account, s.id).error().kind, ErrorKind::not_found);
        EXPECT_EQ(must(t.segments().size(account, s.id)), 1);
        add(t, other_account, "a");
    });
}

TEST_P(SegmentsContract, ConsumersKeepTheirNumbers) {
    write([&](Transaction& t) {
        EXPECT_EQ(must(t.consumers().handled(account, "audience")), Handled{});
        must(t.consumers().set_handled(account, "audience", {7, Instant{5'000}}));
        must(t.consumers().set_handled(account, "audience", {9, Instant{6'000}}));
        must(t.consumers().set_handled(account, "flows", {2, Instant{7'000}}));
        EXPECT_EQ(must(t.consumers().handled(account, "audience")), (Handled{9, Instant{6'000}}));
        EXPECT_EQ(must(t.consumers().handled(other_account, "audience")), Handled{});
    });
}

TEST_P(SegmentsContract, ACommitWakesWhoWaits) {
    auto seen = store->wait_for_commit(0, 0us);
    EXPECT_EQ(store->wait_for_commit(seen, 1ms), seen);
    std::thread writer([&] {
        write([&](Transaction& t) { must(t.consumers().set_handled(account, "x", {1, {}})); });
    });
    EXPECT_GT(store->wait_for_commit(seen, 10s), seen);
    writer.join();
}

}  // namespace
}  // namespace regulars::store
