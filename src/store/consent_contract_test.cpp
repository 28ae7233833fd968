// The contract of list history, suppressions, confirmations, outgoing mail and an account's rules.
// SPDX-License-Identifier: Apache-2.0
#include "store/contract.hpp"

namespace regulars::store {
namespace {

using model::Channel;
using model::SuppressionReason;

class ListHistory : public Contract {
  protected:
    ListHistory() {
        write([&](Transaction& t) {
            must(t.lists().add(account, list));
            for (auto name : {"a", "b", "c"}) people.push_back(add_profile(t, account, name));
        });
    }
    model::List list{{}, "LiSt01", "Diners", model::OptIn::single_opt_in, at(1)};
    std::vector<ProfileId> people;
};
REGULARS_CONTRACT(ListHistory);

TEST_P(ListHistory, MembersComeByJoiningTimePageByPage) {
    std::vector<model::Membership> all{
        {list.id, people[2], at(1), "x", model::JoinedBy::form, true},
        {list.id, people[0], at(2), "x", model::JoinedBy::manual},
        {list.id, people[1], at(2), "x", model::JoinedBy::import}};
    write([&](Transaction& t) {
        for (auto& m : all) must(t.lists().join(account, m));
        model::List other{{}, "LiSt02", "Others", {}, at(1)};
        must(t.lists().add(account, other));
        must(t.lists().join(account, {other.id, people[0], at(1), "x"}));
    });
    read([&](Transaction& t) {
        for (auto order : {JoinOrder::oldest_first, JoinOrder::newest_first}) {
            std::vector<model::Membership> found;
            std::optional<MemberPlace> place;
            for (auto page = must(t.lists().members(account, list.id, order, place, 1));
                 !page.empty(); page = must(t.lists().members(account, list.id, order, place, 1))) {
                ASSERT_EQ(page.size(), 1u);
                found.push_back(page[0]);
                place = {page[0].joined_at, page[0].profile};
            }
            if (order == JoinOrder::newest_first) std::ranges::reverse(found);
            EXPECT_EQ(found, all);
        }
        EXPECT_EQ(must(t.lists().membership(account, list.id, people[2])), all[0]);
        EXPECT_EQ(must(t.lists().membership(account, ListId{2}, people[2])), std::nullopt);
    });
}

TEST_P(ListHistory, DeparturesStayAndWhatIsTakenBackNeverWas) {
    auto hour = 3'600;
    write([&](Transaction& t) {
        for (auto who : people) must(t.lists().join(account, {list.id, who, at(0), "x"}));
        EXPECT_TRUE(must(t.lists().leave(account, list.id, people[0], at(2 * hour))));
        EXPECT_FALSE(must(t.lists().leave(account, list.id, people[0], at(2 * hour))));
        EXPECT_TRUE(must(t.lists().take_back(account, list.id, people[1])));
        EXPECT_FALSE(must(t.lists().take_back(account, list.id, people[1])));
        must(t.lists().join(account, {list.id, people[0], at(3 * hour), "x"}));
        // The clock was set back: the stay ends when it began.
        must(t.lists().leave(account, list.id, people[0], at(1 * hour)));
    });
    read([&](Transaction& t) {
        EXPECT_EQ(must(t.lists().departures(account, list.id)),
                  (std::vector<Departure>{{list.id, people[0], at(0), at(2 * hour)},
                                          {list.id, people[0], at(3 * hour), at(3 * hour)}}));
        std::int64_t members = 0;
        auto movements = must(t.lists().movements(account, list.id));
        ASSERT_EQ(movements.size(), 3u);
        for (auto& m : movements) {
            EXPECT_EQ(m.from.us % 900'000'000, 0);
            members += m.joined - m.left;
        }
        EXPECT_EQ(movements[0].joined, 2);
        EXPECT_EQ(movements[1].left, 1);
        EXPECT_LE(movements[0].from, at(0));
        EXPECT_EQ(members, must(t.lists().size(account, list.id)));
    });
    write([&](Transaction& t) { must(t.lists().move(account, people[0], people[2])); });
    read([&](Transaction& t) {
        for (auto& gone : must(t.lists().departures(account, list.id)))
            EXPECT_EQ(gone.profile, people[2]);
    });
    write([&](Transaction& t) {
        auto changed = list;
        changed.name = "Guests", changed.opt_in = model::OptIn::double_opt_in,
        changed.has_page = false;
        must(t.lists().update(account, changed));
        EXPECT_EQ(must(t.lists().find(account, list.id)), changed);
        must(t.lists().remove(account, list.id));
        EXPECT_TRUE(must(t.lists().departures(account, list.id)).empty());
        EXPECT_TRUE(must(t.lists().of_profile(account, people[2])).empty());
        EXPECT_EQ(kind_of(t.lists().remove(account, list.id)), ErrorKind::not_found);
        EXPECT_EQ(kind_of(t.lists().update(account, list)), ErrorKind::not_found);
    });
    EXPECT_TRUE(must(store->check()).empty());
}

class ConsentContract : public Contract {};
REGULARS_CONTRACT(ConsentContract);

TEST_P(ConsentContract, AnAccountsRulesAreTheUsualOnesUntilItChooses) {
    write([&](Transaction& t) {
        EXPECT_EQ(must(t.consents().rules(account)), model::ConsentRules{});
        for (auto reach : {model::UnsubscribeFrom::the_list, model::UnsubscribeFrom::everything}) {
            model::ConsentRules rules{reach, model::OptIn::single_opt_in};
            must(t.consents().set_rules(account, rules));
            EXPECT_EQ(must(t.consents().rules(account)), rules);
        }
    });
}

TEST_P(ConsentContract, SuppressionsAreTheSameInWhateverOrderTheyCame) {
    using Line = model::Suppression;
    auto line = [](std::optional<Instant> on, std::optional<Instant> off, std::string source) {
        return Line{Channel::email, "a@x.example",    SuppressionReason::user_suppressed, on, off,
                    "api",          std::move(source)};
    };
    std::vector<Line> lines{line(at(1), {}, "one"), line({}, at(4), ""), line(at(6), {}, "two"),
                            line(at(6), {}, "three"), line({}, at(2), "")};
    std::ranges::sort(lines, {}, [](auto& l) { return l.source; });
    std::optional<Line> first;
    int n = 0;
    do {
        auto address = "a" + std::to_string(n++) + "@x.example";
        write([&](Transaction& t) {
            for (auto l : lines) {
                l.address = address;
                must(t.suppressions().put(account, l));
                EXPECT_FALSE(must(t.suppressions().put(account, l)));
            }
            auto stored = must(t.suppressions().of_address(account, Channel::email, address));
            ASSERT_EQ(stored.size(), 1u);
            stored[0].address = "";
            if (!first) first = stored[0];
            EXPECT_EQ(stored[0], *first);
        });
    } while (std::ranges::next_permutation(lines, {}, [](auto& l) { return l.source; }).found &&
             n < 60);
    EXPECT_EQ(first->suppressed_at, at(6));
    EXPECT_EQ(first->lifted_at, at(4));
    EXPECT_EQ(first->source, "two");
}

TEST_P(ConsentContract, SuppressedAddressesAreFoundByPageAndByWhoHasThem) {
    write([&](Transaction& t) {
        auto who = add_profile(t, account, "a");
        must(t.profiles().assign(account, {model::IdentifierKind::email, "a@x.example"}, who));
        must(t.profiles().assign(account, {model::IdentifierKind::phone, "+12125550100"}, who));
        auto put = [&](Channel channel, std::string address, SuppressionReason reason,
                       std::optional<Instant> lifted = {}) {
            must(t.suppressions().put(
                account, {channel, std::move(address), reason, at(5), lifted, "api", "x"}));
        };
        put(Channel::email, "a@x.example", SuppressionReason::hard_bounce);
        put(Channel::email, "a@x.example", SuppressionReason::prior_esp);
        put(Channel::email, "lifted@x.example", SuppressionReason::user_suppressed, at(6));
        put(Channel::email, "nobody@x.example", SuppressionReason::spam_complaint);
        put(Channel::sms, "+12125550100", SuppressionReason::user_suppressed);
        auto first = must(t.suppressions().page(account, Channel::email, "", std::nullopt, 1));
        ASSERT_EQ(first.size(), 1u);
        EXPECT_EQ(first[0].reason, SuppressionReason::hard_bounce);
        auto rest = must(
            t.suppressions().page(account, Channel::email, first[0].address, first[0].reason, 9));
        ASSERT_EQ(rest.size(), 2u);
        EXPECT_EQ(rest[0].reason, SuppressionReason::prior_esp);
        EXPECT_EQ(rest[1].address, "nobody@x.example");
        model::ConsentEntry agreed{0,
                                   who,
                                   Channel::email,
                                   model::ConsentState::subscribed,
                                   model::ConsentBy::person,
                                   "form",
                                   "",
                                   at(9),
                                   {},
                                   at(9),
                                   ""};
        must(t.consents().add(account, agreed));
        std::vector<SuppressedProfile> found;
        must(t.suppressions().each_profile(account, [&](auto& one) -> Result<void> {
            found.push_back(one);
            return {};
        }));
        ASSERT_EQ(found.size(), 3u);
        EXPECT_EQ(found[0].agreed_at, at(9));
        EXPECT_EQ(found[2].suppression.channel, Channel::sms);
        EXPECT_EQ(found[2].agreed_at, std::nullopt);
        must(t.suppressions().remove(account, Channel::email, "a@x.example"));
        EXPECT_TRUE(
            must(t.suppressions().of_address(account, Channel::email, "a@x.example")).empty());
        EXPECT_EQ(must(t.suppressions().of_address(account, Channel::sms, "+12125550100")).size(),
                  1u);
    });
}

TEST_P(ConsentContract, ConfirmationsAreFoundByTheirIdAndTheirAddress) {
    model::Confirmation older{"01A",  ListId{1}, {.email = "Ana@X.example", .first_name = "Ana"},
                              "form", "Page",    "proof",
                              "fr",   at(1),     at(50),
                              {}};
    model::Confirmation newer{"01B", {},    {.email = "ana@x.example", .phone = "+12125550100"},
                              "api", "key", "",
                              "ko",  at(2), at(60),
                              at(3)};
    write([&](Transaction& t) {
        must(t.confirmations().add(account, older));
        must(t.confirmations().add(account, newer));
        EXPECT_EQ(must(t.confirmations().find(account, "01A")), older);
        EXPECT_EQ(must(t.confirmations().of_email(account, "ana@x.example")),
                  (std::vector{newer, older}));
        must(t.confirmations().note_confirmed(account, "01A", at(9)));
        EXPECT_EQ(must(t.confirmations().find(account, "01A"))->confirmed_at, at(9));
        EXPECT_EQ(kind_of(t.confirmations().note_confirmed(account, "01C", at(9))),
                  ErrorKind::not_found);
        must(t.confirmations().remove_expired(account, at(60)));
        EXPECT_EQ(must(t.confirmations().of_email(account, "ana@x.example")), (std::vector{newer}));
        must(t.confirmations().remove_of(account, "ana@x.example"));
        EXPECT_EQ(must(t.confirmations().find(account, "01B")), std::nullopt);
    });
}

TEST_P(ConsentContract, OutgoingMailWaitsInTheOrderAdded) {
    write([&](Transaction& t) {
        std::vector<model::OutgoingMail> mails;
        for (int i = 0; i < 3; ++i) {
            model::OutgoingMail mail{0,
                                     "confirmation",
                                     i == 1 ? "b@x.example" : "a@x.example",
                                     "es",
                                     "{\"n\":" + std::to_string(i) + "}",
                                     at(i),
                                     at(10 + i)};
            must(t.outgoing().add(account, mail));
            mails.push_back(mail);
        }
        EXPECT_EQ(must(t.outgoing().after(account, 0, 2)), (std::vector{mails[0], mails[1]}));
        EXPECT_EQ(must(t.outgoing().after(account, mails[1].id, 9)), std::vector{mails[2]});
        EXPECT_EQ(must(t.outgoing().count(account)), 3);
        must(t.outgoing().remove_expired(account, at(10)));
        EXPECT_EQ(must(t.outgoing().count(account)), 2);
        must(t.outgoing().remove_to(account, "b@x.example"));
        EXPECT_EQ(must(t.outgoing().after(account, 0, 9)), std::vector{mails[2]});
        must(t.outgoing().remove(account, mails[2].id));
        EXPECT_EQ(must(t.outgoing().count(account)), 0);
    });
    EXPECT_TRUE(must(store->check()).empty());
}

TEST_P(ConsentContract, AMergedProfileIsFoundWhereItWent) {
    write([&](Transaction& t) {
        auto a = add_profile(t, account, "01A"), b = add_profile(t, account, "01B"),
             c = add_profile(t, account, "01C");
        Merge first{.from = *must(t.profiles().find(account, a)), .into = b},
            second{.from = *must(t.profiles().find(account, a)), .into = c};
        must(t.merges().add(account, first));
        must(t.merges().add(account, second));
        EXPECT_EQ(must(t.merges().whereabouts(account, "01A")), c);
        must(t.merges().note_undone(account, second.id, at(3)));
        EXPECT_EQ(must(t.merges().whereabouts(account, "01A")), b);
        EXPECT_EQ(must(t.merges().whereabouts(account, "01B")), std::nullopt);
    });
}

}  // namespace
}  // namespace regulars::store
