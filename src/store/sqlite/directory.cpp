// Finds people by words: sets of those who have them, walked or sorted.
// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/directory.hpp"

#include <algorithm>
#include <limits>

#include "base/text.hpp"
#include "store/sqlite/rows.hpp"

namespace regulars::store::sqlite {
namespace {

// Costs in units of a row walked, 0.15 us: looking up where a profile stands, and reading a profile
// to see whether a term matches.
constexpr std::int64_t place_cost = 20, test_cost = 30;
// What a walk may cost before everything is collected instead (30 ms).
constexpr std::int64_t most_walked = 200'000;
// So few are tested at once, whatever else is known.
constexpr std::int64_t few = 500;

/// Rows of words that are collected of a term, 0.08 us each, before it counts as too common. One
/// term alone that so many have is met often enough on a walk; of several, each must do its part.
std::int64_t most_rows(std::size_t terms, std::int64_t people) {
    return terms == 1 ? std::clamp<std::int64_t>(people / 25, 2'000, 100'000)
                      : std::clamp<std::int64_t>(people / 7, 4'000, 200'000);
}

constexpr std::size_t most_terms = 6;
constexpr std::size_t least_phone_digits = 3;

std::string digits_of(std::string_view text) {
    std::string digits;
    std::ranges::copy_if(text, std::back_inserter(digits),
                         [](char c) { return c >= '0' && c <= '9'; });
    return digits;
}

bool is_like_a_phone(std::string_view text) {
    return text.find_first_not_of("0123456789+-(). ") == std::string_view::npos &&
           digits_of(text).size() >= least_phone_digits;
}

/// What a typed word may be the beginning of.
std::vector<Word> alternatives(std::string_view typed) {
    std::vector<Word> words;
    if (std::string name = folded(typed); !name.empty()) {
        words.push_back({WordKind::name, name});
        words.push_back({WordKind::name_tail, name});
    }
    words.push_back({WordKind::email, lowered(typed)});
    if (is_like_a_phone(typed)) {
        std::string digits = digits_of(typed);
        // People type a trunk zero, which E.164 leaves out.
        words.push_back({WordKind::phone, digits.starts_with('0') && !digits.starts_with("00")
                                              ? digits.substr(1)
                                              : digits});
        std::ranges::reverse(digits);
        words.push_back({WordKind::phone_tail, digits});
    }
    return words;
}

/// One term a word, all of which must match; a phone with blanks is one.
std::vector<std::vector<Word>> terms_of(std::string_view text) {
    std::vector<std::vector<Word>> terms;
    if (is_like_a_phone(text)) return {alternatives(text)};
    std::size_t at = 0;
    while (terms.size() < most_terms &&
           (at = text.find_first_not_of(" \t\r\n", at)) != std::string_view::npos) {
        std::size_t end = std::min(text.find_first_of(" \t\r\n", at), text.size());
        terms.push_back(alternatives(text.substr(at, end - at)));
        at = end;
    }
    return terms;
}

std::string end_of(const std::string& prefix) { return prefix + std::string(last_of_all); }

/// Whether `a` stands before `b`; the nameless and never seen stand last in either direction.
bool stands_before(const ProfilePlace& a, const ProfilePlace& b, Direction direction) {
    if (a.text != b.text) {
        if (a.text == last_of_all || b.text == last_of_all) return b.text == last_of_all;
        return direction == Direction::ascending ? a.text < b.text : a.text > b.text;
    }
    if (a.time != b.time) {
        if (!a.time || !b.time) return a.time.has_value();
        return direction == Direction::ascending ? *a.time < *b.time : *a.time > *b.time;
    }
    return direction == Direction::ascending ? a.profile < b.profile : a.profile > b.profile;
}

}  // namespace

Result<ProfileHits> SqliteDirectory::find(AccountId account, const ProfileQuery& query) {
    auto terms = terms_of(query.text);
    auto limit = std::size_t(query.limit);
    std::int64_t people =
        std::max<std::int64_t>(TRY(session_.counter(account, Counter::profiles_held)), 0);
    Candidates found;
    if (!terms.empty()) found = TRY(candidates(account, terms, people, false));
    ProfileHits hits;
    std::optional<std::vector<ProfilePlace>>
        page;  // one more than the page, to know whether another follows
    page = TRY(walked_page(account, query, found, people, hits.total));
    if (!page) {
        if (!found.open.empty()) found = TRY(candidates(account, terms, people, true));
        page = TRY(sorted_page(account, query, *found.among));
        hits.total = found.among->size();
    }
    hits.total_is_exact = found.open.empty();
    if (page->size() > limit) {
        page->resize(limit);
        hits.next = page->back();
    }
    for (auto& place : *page) hits.profiles.push_back(place.profile);
    return hits;
}

/// `all`: leaves no term open, whatever that costs.
Result<SqliteDirectory::Candidates> SqliteDirectory::candidates(AccountId account,
                                                                const std::vector<Term>& terms,
                                                                std::int64_t people, bool all) {
    Candidates found;
    auto most =
        all ? std::numeric_limits<std::int64_t>::max() - 1 : most_rows(terms.size(), people);
    for (auto& term : terms) {
        // A letter among other words: too many to collect, and met at every step.
        bool is_letter = terms.size() > 1 && term.front().text.size() == 1;
        auto set = is_letter && !all ? std::nullopt : TRY(starting(account, term, most));
        if (!set)
            found.open.push_back(term);
        else if (found.among)
            found.among->keep_only_those_in(*set);
        else
            found.among = std::move(set);
    }
    if (found.among && found.among->size() <= few && !found.open.empty())
        TRY(test_each(account, found));
    return found;
}

/// Who has a word that begins so; nothing when more rows than `most` say so.
Result<std::optional<PeopleSet>> SqliteDirectory::starting(AccountId account, const Term& term,
                                                           std::int64_t most_rows) {
    PeopleSet set;
    std::int64_t rows = 0;
    for (auto& word : term) {
        Query query(db_,
                    "SELECT profile_id FROM people_words WHERE account_id = ? AND kind = ? AND "
                    "word >= ? AND word < ? LIMIT ?",
                    account, word.kind, word.text, end_of(word.text), most_rows - rows + 1);
        while (TRY(query.next())) {
            if (++rows > most_rows) return std::nullopt;
            set.insert(ProfileId{query.integer(0)});
        }
    }
    return set;
}

Result<void> SqliteDirectory::test_each(AccountId account, Candidates& candidates) {
    PeopleSet matching;
    for (ProfileId profile : candidates.among->all())
        if (TRY(matches(account, profile, candidates.open))) matching.insert(profile);
    candidates = {std::move(matching), {}};
    return {};
}

Result<std::optional<std::vector<ProfilePlace>>> SqliteDirectory::walked_page(
    AccountId account, const ProfileQuery& query, const Candidates& candidates, std::int64_t people,
    std::int64_t& total) {
    std::int64_t most = most_walked, limit = query.limit;
    bool is_everybody = !candidates.among && candidates.open.empty();
    if (candidates.among && candidates.open.empty()) {
        std::int64_t size = candidates.among->size();
        most = query.order == ProfileOrder::created ? 0 : size * place_cost;
        // Matches that lie evenly are met every people / size steps.
        if (size <= limit || limit * people / size >= most) return std::nullopt;
    }
    std::vector<ProfilePlace> page;
    std::int64_t cost = 0, tested = 0, matched = 0;
    PeopleSet refused;
    bool is_tired = false;
    auto choose = [&](ProfileId profile) -> Result<Pick> {
        if (is_everybody) return Pick::take;
        if (++cost > most) {
            is_tired = true;
            return Pick::stop;
        }
        if (candidates.among && !candidates.among->has(profile)) return Pick::pass;
        if (candidates.open.empty()) return Pick::take;
        if (refused.has(profile)) return Pick::pass;
        cost += test_cost;
        ++tested;
        if (TRY(matches(account, profile, candidates.open))) {
            ++matched;
            return Pick::take;
        }
        refused.insert(profile);
        return Pick::pass;
    };
    TRY(walk(account, query, choose, [&](const ProfilePlace& place) -> Result<bool> {
        page.push_back(place);
        return std::int64_t(page.size()) <= limit;
    }));
    if (is_tired) return std::nullopt;
    total = candidates.among ? candidates.among->size() : people;
    if (!candidates.open.empty()) {
        // As many among all as among those who were met.
        double share = tested == 0 ? 0 : double(matched) / double(tested);
        total = std::max(std::int64_t(share * double(total)), std::int64_t(page.size()));
    }
    return page;
}

Result<std::vector<ProfilePlace>> SqliteDirectory::sorted_page(AccountId account,
                                                               const ProfileQuery& query,
                                                               const PeopleSet& all) {
    std::vector<ProfilePlace> page;
    for (ProfileId profile : all.all())
        page.push_back(TRY(place_of(account, profile, query.order)));
    if (query.after)
        std::erase_if(page, [&](auto& place) {
            return !stands_before(*query.after, place, query.direction);
        });
    auto end = page.begin() + std::min<std::ptrdiff_t>(std::ssize(page), query.limit + 1);
    std::ranges::partial_sort(
        page, end, [&](auto& a, auto& b) { return stands_before(a, b, query.direction); });
    page.erase(end, page.end());
    return page;
}

Result<bool> SqliteDirectory::matches(AccountId account, ProfileId profile,
                                      const std::vector<Term>& terms) {
    Query query(db_, "SELECT fields FROM profiles WHERE account_id = ? AND profile_id = ?", account,
                profile);
    if (!TRY(query.next())) return false;
    auto document = TRY(JsonDocument::parse(query.text(0)));
    auto text = [&](const char* name) { return document.root()[name].string().value_or(""); };
    // The same as words_of, without writing the words down: thousands are asked for one page.
    std::string name =
        folded(std::string(text("first_name")) + " " + std::string(text("last_name")));
    std::string email = lowered(trimmed(text("email"))), digits = digits_of(text("phone")),
                backwards(digits.rbegin(), digits.rend());
    auto begins = [&](const Word& sought) {
        switch (sought.kind) {
            case WordKind::name:
                return name.starts_with(sought.text);
            case WordKind::name_tail:
                return name.find(" " + sought.text) != std::string::npos;
            case WordKind::email:
                return email.starts_with(sought.text);
            case WordKind::phone:
                return digits.starts_with(sought.text) ||
                       national_digits(digits).starts_with(sought.text);
            case WordKind::phone_tail:
                return backwards.starts_with(sought.text);
        }
        return false;
    };
    return std::ranges::all_of(terms,
                               [&](auto& term) { return std::ranges::any_of(term, begins); });
}

Result<std::optional<Instant>> SqliteDirectory::last_seen(AccountId account, ProfileId profile) {
    Query query(db_,
                "SELECT time FROM events INDEXED BY events_of_profile WHERE account_id = ? AND "
                "profile_id = ? ORDER BY time DESC LIMIT 1",
                account, profile);
    if (!TRY(query.next())) return std::nullopt;
    return Instant{query.integer(0)};
}

Result<ProfilePlace> SqliteDirectory::place_of(AccountId account, ProfileId profile,
                                               ProfileOrder order) {
    ProfilePlace place{.profile = profile};
    if (order == ProfileOrder::last_seen) {
        place.time = TRY(last_seen(account, profile));
    } else if (order != ProfileOrder::created) {
        Query query(db_, "SELECT fields FROM profiles WHERE account_id = ? AND profile_id = ?",
                    account, profile);
        if (!TRY(query.next()))
            return fail(ErrorKind::internal, "a word points to no profile: restore a backup");
        for (auto& word : TRY(words_in(query.text(0))))
            if (word.kind == (order == ProfileOrder::name ? WordKind::name : WordKind::email))
                place.text = word.text;
    }
    return place;
}

Result<void> SqliteDirectory::walk(AccountId account, const ProfileQuery& query,
                                   const Choose& choose, const Take& take) {
    switch (query.order) {
        case ProfileOrder::name:
            return walk_words(account, query, WordKind::name, choose, take);
        case ProfileOrder::email:
            return walk_words(account, query, WordKind::email, choose, take);
        case ProfileOrder::created:
            return walk_created(account, query, choose, take);
        case ProfileOrder::last_seen:
            return walk_seen(account, query, choose, take);
    }
    return {};
}

}  // namespace regulars::store::sqlite
