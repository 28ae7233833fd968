// Random histories of consent against a model that keeps every word and derives from all of them
// anew.
// SPDX-License-Identifier: Apache-2.0
#include <map>
#include <set>

#include <fmt/format.h>
#include <rapidcheck.h>

#include "ingest/import_store.hpp"
#include "ingest/world_test.hpp"
#include "store/permission.hpp"

namespace regulars::ingest {
namespace {

using model::Channel;
using model::ConsentState;
using model::SuppressionReason;

constexpr int guests = 3, lists = 2;
constexpr SuppressionReason reasons[] = {SuppressionReason::hard_bounce,
                                         SuppressionReason::spam_complaint,
                                         SuppressionReason::user_suppressed};

/// Somebody's word. Times are seconds of the history; acts may be told long after they happened.
struct Word {
    int id = 0;
    bool is_vendors = false, subscribes = false;
    int at = 0;
    std::optional<int> shown;  // the vendor's own date of the opt-in
    int list = 0;              // 0: none
    std::string key;           // of a vendor's guest
    int recorded = 0;
};

struct Somebodys {
    std::vector<Word> words;
    std::set<std::string> keys;  // of vendors' guests and of everything else that knows them
};

struct Joined {
    MergeId id;
    int from = 0, into = 0, at = 0;
    std::set<int> words;
    std::set<std::string> keys;
};

/// What must be true: nothing is worked out before it is asked for.
class Truth {
  public:
    std::map<int, Somebodys> people;
    std::map<int, int> owner;             // of an email (by guest), a person
    std::map<std::string, int> home;      // of a key
    std::map<std::string, int> email_of;  // of a key
    std::map<int, std::map<SuppressionReason, std::pair<std::set<int>, std::set<int>>>>
        suppressed;  // by email: when, and when lifted
    int next = 1, next_word = 1;

    int person_of(int guest) {
        if (!owner.contains(guest)) {
            owner[guest] = next;
            people[next++];
        }
        return owner[guest];
    }
    void know(int person, const std::string& key, int guest) {
        people[person].keys.insert(key);
        home[key] = person;
        email_of[key] = guest;
    }
    void say(int person, Word word) {
        word.id = next_word++;
        people[person].words.push_back(std::move(word));
    }

    static const Word* own(const Somebodys& one, auto counts) {
        const Word* last = nullptr;
        for (auto& word : one.words) {
            if (word.is_vendors || !counts(word)) continue;
            if (!last || word.at > last->at || (word.at == last->at && !word.subscribes))
                last = &word;
        }
        return last;
    }
    static std::string state(const Somebodys& one) {
        auto* last = own(one, [](auto& word) { return word.subscribes || word.list == 0; });
        bool vendor = std::ranges::any_of(one.words, [&](auto& word) {
            return word.is_vendors && (!last || (word.shown && *word.shown > last->at));
        });
        if ((last && last->subscribes) || vendor) return "subscribed";
        return last ? "unsubscribed" : "never_subscribed";
    }
    static bool has_left(const Somebodys& one, int list) {
        auto* last = own(one, [&](auto& word) { return word.list == list; });
        if (!last || last->subscribes) return false;
        return std::ranges::none_of(one.words, [&](auto& word) {
            return word.is_vendors && word.list == list && word.shown && *word.shown > last->at;
        });
    }
    /// By reason, of a person whose mail goes to `current`.
    std::string holding(int person, int current) {
        std::string text;
        int agreed = -1;
        for (auto& word : people[person].words)
            if (!word.is_vendors && word.subscribes) agreed = std::max(agreed, word.at);
        for (auto reason : reasons) {
            bool holds = false;
            for (int guest = 0; guest < guests; ++guest) {
                bool is_theirs =
                    guest == current || (owner.contains(guest) && owner[guest] == person);
                if (!is_theirs || (reason == SuppressionReason::hard_bounce && guest != current))
                    continue;
                auto& [on, off] = suppressed[guest][reason];
                if (on.empty() || (!off.empty() && *off.rbegin() > *on.rbegin())) continue;
                holds |= reason == SuppressionReason::hard_bounce || agreed <= *on.rbegin();
            }
            if (holds) text += std::string(model::name_of(reason)) + " ";
        }
        return text;
    }
};

/// An account with two integrations, each with a list of its own, and three guests who have emails.
class History {
  public:
    History(store::Store& store, VirtualClock& clock, Random& random, int number)
        : store_(store),
          clock_(clock),
          random_(random),
          ingest_(store, clock, random),
          start_(clock.now()) {
        account_.public_id = fmt::format("A{}", number);
        account_.name = "Olive";
        must(store_.write([&](store::Transaction& tx) -> Result<void> {
            TRY(tx.accounts().add(account_));
            for (int i = 1; i <= lists; ++i) {
                model::List list{.public_id = fmt::format("L{}", i),
                                 .name = fmt::format("List {}", i),
                                 .opt_in = model::OptIn::single_opt_in};
                TRY(tx.lists().add(account_.id, list));
                lists_.push_back(list.id);
                model::Integration integration{.public_id = fmt::format("I{}", i),
                                               .name = fmt::format("Place {}", i),
                                               .settings = "{}"};
                integration.list = list.id;
                TRY(tx.integrations().add(account_.id, integration));
                integrations_.push_back(integration.id);
            }
            return {};
        }));
    }

    void step(int what, int guest, int other, int list, int when) {
        clock_.advance(10s);
        now_ = int(std::chrono::duration_cast<std::chrono::seconds>(clock_.now() - start_).count());
        int past = when % (now_ + 1);
        switch (what % 12) {
            case 0:
                vendor(guest, 1 + list % lists, true, std::nullopt);
                break;
            case 1:
                vendor(guest, 1 + list % lists, true, past);
                break;
            case 2:
                vendor(guest, 1 + list % lists, false, std::nullopt);
                break;
            case 3:
                subscribe(guest, list, past);
                break;
            case 4:
                unsubscribe(guest, list);
                break;
            case 5:
                told_late(guest, list, past, when % 2 == 0);
                break;
            case 6:
                import(guest, list, past, when % 3);
                break;
            case 7:
                suppress(guest, reasons[list % 3], past);
                break;
            case 8:
                unsuppress(guest);
                break;
            case 9:
                merge(guest, other);
                break;
            case 10:
                undo();
                break;
            default:
                erase(guest, when);
        }
        compare();
    }

  private:
    template <class T>
    static T must(Result<T> result) {
        RC_ASSERT(result.has_value());
        if constexpr (!std::is_void_v<T>) return std::move(*result);
    }
    static std::string email(int guest) { return fmt::format("g{}@x.example", guest); }
    Instant at(int seconds) const { return start_ + std::chrono::seconds(seconds); }
    ListId list_id(int list) const { return list == 0 ? ListId{} : lists_[std::size_t(list - 1)]; }
    store::Maybe<model::Profile> stored(int guest) {
        store::Maybe<model::Profile> found = std::nullopt;
        TRY(store_.read([&](store::Transaction& tx) -> Result<void> {
            if (auto id = TRY(
                    tx.profiles().owner(account_.id, {model::IdentifierKind::email, email(guest)})))
                found = TRY(tx.profiles().find(account_.id, *id));
            return {};
        }));
        return found;
    }

    void vendor(int guest, int place, bool opted_in, std::optional<int> shown) {
        auto key = fmt::format("opentable:{}-{}", place, guest);
        Batch batch{.account = account_.id, .integration = integrations_[std::size_t(place - 1)]};
        batch.people.push_back({.key = key,
                                .as_of = clock_.now(),
                                .fields = {.email = email(guest)},
                                .opted_in = opted_in});
        if (shown) batch.people.back().opted_in_at = at(*shown);
        must(ingest_.apply(batch));
        if (forgotten_.contains(key)) return;
        if (!truth_.home.contains(key)) truth_.know(truth_.person_of(guest), key, guest);
        if (opted_in)
            truth_.say(truth_.home[key], {.is_vendors = true,
                                          .subscribes = true,
                                          .at = now_,
                                          .shown = shown,
                                          .list = place,
                                          .key = key,
                                          .recorded = now_});
    }
    void acted(int guest) {
        int person = truth_.person_of(guest);
        // The app remembers who acted by which address, also where a merge brought that memory.
        auto key = fmt::format("app:{}/", guest);
        auto& keys = truth_.people[person].keys;
        if (std::ranges::any_of(keys, [&](auto& known) { return known.starts_with(key); })) return;
        truth_.know(person, key + std::to_string(person), guest);
    }
    void subscribe(int guest, int list, int past) {
        Subscriber person{.who = {.email = email(guest)}, .consented_at = at(past)};
        must(ingest_.subscriptions().subscribe(account_.id, {&person, 1}, list_id(list), {},
                                               Asking::never));
        acted(guest);
        truth_.say(truth_.owner[guest],
                   {.subscribes = true, .at = past, .list = list, .recorded = now_});
    }
    void unsubscribe(int guest, int list) {
        Subscriber person{.who = {.email = email(guest)}};
        auto before = stored(guest);
        bool is_on = false;
        if (*before && list)
            must(store_.read([&](store::Transaction& tx) -> Result<void> {
                return is_on = TRY(tx.lists().membership(account_.id, list_id(list), (*before)->id))
                                   .has_value(),
                       Result<void>();
            }));
        bool had_left = truth_.owner.contains(guest) && list &&
                        Truth::has_left(truth_.people[truth_.owner[guest]], list);
        must(ingest_.subscriptions().unsubscribe(account_.id, {&person, 1}, list_id(list), {},
                                                 model::UnsubscribeFrom::the_list));
        acted(guest);
        truth_.say(truth_.owner[guest],
                   {.at = now_, .list = is_on || had_left ? list : 0, .recorded = now_});
    }
    void told_late(int guest, int list, int past, bool subscribes) {
        auto profile = stored(guest);
        if (!*profile) return;
        must(ingest_.record_consent(account_.id, {.profile = (*profile)->id,
                                                  .state = subscribes ? ConsentState::subscribed
                                                                      : ConsentState::unsubscribed,
                                                  .by = model::ConsentBy::person,
                                                  .method = "api",
                                                  .at = at(past),
                                                  .list = list_id(list)}));
        truth_.say(truth_.owner[guest],
                   {.subscribes = subscribes, .at = past, .list = list, .recorded = now_});
    }
    void import(int guest, int list, int past, int consent) {
        model::Import import{.public_id = fmt::format("M{}", now_),
                             .name = fmt::format("file {}", now_),
                             .list = list_id(list),
                             .started_at = clock_.now()};
        ImportedPerson row{.line = 2,
                           .key = email(guest),
                           .fields = {.email = email(guest)},
                           .identifiers = {{model::IdentifierKind::email, email(guest)}},
                           .consented_at = at(past)};
        if (consent != 2)
            row.consents.push_back(
                {Channel::email, consent == 0 ? SaidConsent::granted : SaidConsent::withdrawn});
        ImportedRows rows{{.rows = 1}, {row}};
        auto newcomers = prepare_newcomers(store_, import, rows, clock_.now(), random_);
        must(store_.write([&](store::Transaction& tx) -> Result<void> {
            TRY(tx.imports().add(account_.id, import));
            return apply_import(tx, account_, import, rows, *newcomers, clock_.now(), random_);
        }));
        truth_.know(truth_.person_of(guest), fmt::format("import {}", now_), guest);
        if (consent == 0)
            truth_.say(truth_.owner[guest], {.is_vendors = true,
                                             .subscribes = true,
                                             .at = past,
                                             .shown = past,
                                             .list = list,
                                             .recorded = now_});
        if (consent == 1) truth_.say(truth_.owner[guest], {.at = past, .recorded = now_});
    }
    void suppress(int guest, SuppressionReason reason, int past) {
        Subscriber person{.who = {.email = email(guest)}};
        must(ingest_.subscriptions().suppress(account_.id, {&person, 1}, reason, {}, at(past)));
        truth_.suppressed[guest][reason].first.insert(past);
    }
    void unsuppress(int guest) {
        Subscriber person{.who = {.email = email(guest)}};
        must(ingest_.subscriptions().unsuppress(account_.id, {&person, 1},
                                                SuppressionReason::user_suppressed, {}));
        truth_.suppressed[guest][SuppressionReason::user_suppressed].second.insert(now_);
    }
    void merge(int guest, int other) {
        auto from = stored(guest), into = stored(other);
        if (!*from || !*into || (*from)->id == (*into)->id) return;
        int a = truth_.owner[guest], b = truth_.owner[other];
        Joined joined{must(ingest_.merge_people(account_.id, (*from)->id, (*into)->id)),
                      a,
                      b,
                      now_,
                      {},
                      truth_.people[a].keys};
        for (auto& word : truth_.people[a].words) joined.words.insert(word.id);
        auto& to = truth_.people[b];
        to.words.insert(to.words.end(), truth_.people[a].words.begin(),
                        truth_.people[a].words.end());
        for (auto& key : truth_.people[a].keys) truth_.know(b, key, truth_.email_of[key]);
        for (auto& [mail, person] : truth_.owner)
            if (person == a) person = b;
        truth_.people.erase(a);
        joined_.push_back(joined);
    }
    void undo() {
        if (joined_.empty()) return;
        auto joined = joined_.back();
        joined_.pop_back();
        std::set<std::string> back, stay;
        if (truth_.people.contains(joined.into))
            for (auto& key : truth_.people[joined.into].keys)
                (joined.keys.contains(key) ? back : stay).insert(key);
        auto undone = ingest_.undo_merge(account_.id, joined.id);
        RC_ASSERT(undone.has_value() == (!back.empty() && !stay.empty()));
        if (!undone) return;
        auto& into = truth_.people[joined.into];
        auto& from = truth_.people[joined.from];
        std::vector<Word> kept;
        for (auto& word : into.words) {
            bool is_theirs =
                joined.words.contains(word.id) || (word.is_vendors && back.contains(word.key));
            if (is_theirs)
                from.words.push_back(word);
            else
                kept.push_back(word);
            if (is_theirs || word.subscribes || word.recorded < joined.at) continue;
            from.words.push_back(word);  // as both
            from.words.back().id = truth_.next_word++;
        }
        into.words = kept;
        for (auto& key : back) {
            into.keys.erase(key);
            truth_.know(joined.from, key, truth_.email_of[key]);
            int guest = truth_.email_of[key];
            bool is_shared = std::ranges::any_of(
                stay, [&](auto& other) { return truth_.email_of[other] == guest; });
            if (!is_shared && truth_.owner[guest] == joined.into) truth_.owner[guest] = joined.from;
        }
    }
    void erase(int guest, int when) {
        auto profile = stored(guest);
        if (when % 4 != 0 || !*profile) return;  // seldom: a history ends with it
        must(ingest_.erase_person(account_.id, (*profile)->id));
        int person = truth_.owner[guest];
        std::set<int> mails;
        for (auto& key : truth_.people[person].keys) {
            mails.insert(truth_.email_of[key]);
            if (key.starts_with("opentable:")) forgotten_.insert(key);
            truth_.home.erase(key);
        }
        truth_.people.erase(person);
        std::erase_if(truth_.owner, [&](auto& one) { return one.second == person; });
        for (int mail : mails)
            if (!truth_.owner.contains(mail)) truth_.suppressed.erase(mail);
    }

    void compare() {
        for (int guest = 0; guest < guests; ++guest) {
            auto profile = stored(guest);
            RC_ASSERT(profile.has_value());
            RC_ASSERT(profile->has_value() == truth_.owner.contains(guest));
            if (!*profile) continue;
            auto& truth = truth_.people[truth_.owner[guest]];
            model::Permission permission;
            std::set<ListId> left;
            must(store_.read([&](store::Transaction& tx) -> Result<void> {
                permission = TRY(store::permission_of(tx, account_.id, **profile, Channel::email));
                for (auto& one : TRY(store::lists_left(tx, account_.id, (*profile)->id)))
                    left.insert(one.list);
                return {};
            }));
            RC_ASSERT(std::string(model::name_of(permission.consent.state)) == Truth::state(truth));
            int current = (*profile)->fields.email.empty() ? -1 : (*profile)->fields.email[1] - '0';
            std::string holding;
            for (auto reason : reasons)
                if (std::ranges::any_of(permission.suppressions,
                                        [&](auto& s) { return s.reason == reason; }))
                    holding += std::string(model::name_of(reason)) + " ";
            RC_ASSERT(holding == truth_.holding(truth_.owner[guest], current));
            for (int list = 1; list <= lists; ++list)
                RC_ASSERT(left.contains(list_id(list)) == Truth::has_left(truth, list));
            bool may = holding.empty() && Truth::state(truth) != "unsubscribed";
            RC_ASSERT(model::why_not(permission).empty() == may);
        }
    }

    store::Store& store_;
    VirtualClock& clock_;
    Random& random_;
    Ingest ingest_;
    Instant start_;
    int now_ = 0;
    model::Account account_;
    std::vector<ListId> lists_;
    std::vector<IntegrationId> integrations_;
    Truth truth_;
    std::vector<Joined> joined_;
    std::set<std::string> forgotten_;
};

class ConsentProperty : public IngestTest {};

TEST_F(ConsentProperty, TheStateIsThatOfEveryWordInWhateverOrderTheyCame) {
    int number = 0;
    bool holds = rc::check("random histories agree with the model", [&] {
        History history(*store_, clock_, random_, ++number);
        int steps = *rc::gen::inRange(1, 30);
        for (int i = 0; i < steps; ++i)
            history.step(*rc::gen::inRange(0, 12), *rc::gen::inRange(0, guests),
                         *rc::gen::inRange(0, guests), *rc::gen::inRange(0, lists + 1),
                         *rc::gen::inRange(0, 400));
    });
    EXPECT_TRUE(holds);
    EXPECT_EQ(store_->check().value(), std::vector<std::string>{});
}

TEST_F(ConsentProperty, NobodyComesBackToAListTheyLeftByASyncOrAFile) {
    auto ana = person("opentable:1-1", 1, "ana@x.example");
    ana.opted_in = true;
    apply({ana});
    Subscriber who{.who = {.email = "ana@x.example"}};
    auto on_list = [&] {
        return read([&](auto& tx) { return tx.lists().size(account_.id, list_.id); });
    };
    EXPECT_EQ(on_list(), 1);
    clock_.advance(10s);
    ASSERT_TRUE(ingest_->subscriptions().unsubscribe(account_.id, {&who, 1}, list_.id, {},
                                                     model::UnsubscribeFrom::the_list));
    EXPECT_EQ(on_list(), 0);
    EXPECT_EQ(email_consent(ana.key), ConsentState::subscribed) << "from this list alone";
    ana.opted_in = false, ana.as_of = at(20);
    apply({ana});
    ana.opted_in = true, ana.as_of = at(21);
    apply({ana});
    auto twin = person("opentable:2-1", 22, "ana@x.example");
    twin.joins_list = true;
    apply({twin});
    EXPECT_EQ(on_list(), 0);
    // A newer opt-in that the vendor itself dates is a newer word.
    ana.as_of = at(30), ana.opted_in_at = at(25);
    apply({ana});
    EXPECT_EQ(on_list(), 1);
}

}  // namespace
}  // namespace regulars::ingest
