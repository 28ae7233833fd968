// Finds people by words: collects few matches, or walks everybody past many.
// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/directory.hpp"

#include <algorithm>
#include <cmath>

#include "base/text.hpp"
#include "store/sqlite/rows.hpp"

namespace regulars::store::sqlite {
namespace {

// Sorting N matches of P people costs N index descents (3 us each), finding a page of L by walking
// L * P / N steps (9 us each): they cost the same where N is about sqrt(3 * L * P).
constexpr std::size_t least_sorted = 2'000, most_sorted = 20'000;
// Words are intersected up to here: 0.2 us each.
constexpr std::size_t most_collected = 50'000;
constexpr std::size_t most_terms = 6;
constexpr std::size_t least_phone_digits = 3;

std::string digits_of(std::string_view text) {
    std::string digits;
    std::ranges::copy_if(text, std::back_inserter(digits), [](char c) { return c >= '0' && c <= '9'; });
    return digits;
}

bool is_like_a_phone(std::string_view text) {
    return text.find_first_not_of("0123456789+-(). ") == std::string_view::npos && digits_of(text).size() >= least_phone_digits;
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
        words.push_back({WordKind::phone, digits.starts_with('0') && !digits.starts_with("00") ? digits.substr(1) : digits});
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
    while (terms.size() < most_terms && (at = text.find_first_not_of(" \t\r\n", at)) != std::string_view::npos) {
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
    ProfileHits hits;
    std::vector<ProfilePlace> page;  // one more than the page, to know whether another follows
    std::optional<std::vector<ProfileId>> few;
    std::int64_t people = TRY(session_.counter(account, Counter::profiles_held));
    auto balance = std::size_t(std::sqrt(3.0 * query.limit * double(std::max<std::int64_t>(people, 0))));
    std::size_t most = std::clamp(balance, least_sorted, most_sorted);
    if (!terms.empty()) few = TRY(collect(account, terms, most));
    if (few) {
        hits.total = std::int64_t(few->size());
        for (ProfileId profile : *few) page.push_back(TRY(place_of(account, profile, query.order)));
        if (query.after) std::erase_if(page, [&](auto& place) { return !stands_before(*query.after, place, query.direction); });
        std::ranges::sort(page, [&](auto& a, auto& b) { return stands_before(a, b, query.direction); });
    } else {
        TRY(walk(account, query, [&](const ProfilePlace& place) -> Result<bool> {
            if (terms.empty() || TRY(matches(account, place.profile, terms))) page.push_back(place);
            return page.size() <= limit;
        }));
        hits.total_is_exact = terms.empty();
        hits.total = terms.empty() ? people : std::int64_t(most);
    }
    if (page.size() > limit) {
        page.resize(limit);
        hits.next = page.back();
    }
    for (auto& place : page) hits.profiles.push_back(place.profile);
    return hits;
}

/// All that match, by id; nothing when they are too many to sort.
Result<std::optional<std::vector<ProfileId>>> SqliteDirectory::collect(AccountId account, const std::vector<std::vector<Word>>& terms,
                                                                         std::size_t most_kept) {
    std::optional<std::vector<ProfileId>> found;
    std::size_t most = terms.size() == 1 ? most_kept : most_collected;
    bool all_complete = true;
    for (auto& term : terms) {
        std::vector<ProfileId> ids;
        if (!TRY(starts(account, term, most, ids))) {
            all_complete = false;
            continue;
        }
        if (found) {
            std::vector<ProfileId> both;
            std::ranges::set_intersection(*found, ids, std::back_inserter(both));
            found = std::move(both);
        } else {
            found = std::move(ids);
        }
    }
    if (!found || (all_complete && found->size() > most_kept)) return std::nullopt;
    if (all_complete) return found;
    std::vector<ProfileId> matching;
    for (ProfileId profile : *found) {
        if (!TRY(matches(account, profile, terms))) continue;
        if (matching.size() == most_kept) return std::nullopt;
        matching.push_back(profile);
    }
    return matching;
}

/// Who has a word that begins so, by id, each once; false when there are more than `most`.
Result<bool> SqliteDirectory::starts(AccountId account, const std::vector<Word>& term, std::size_t most, std::vector<ProfileId>& out) {
    for (auto& word : term) {
        Query query(db_, "SELECT profile_id FROM people_words WHERE account_id = ? AND kind = ? AND word >= ? AND word < ? LIMIT ?", account,
                    word.kind, word.text, end_of(word.text), std::int64_t(most + 1));
        while (TRY(query.next())) query.into(out.emplace_back());
    }
    std::ranges::sort(out);
    out.erase(std::ranges::unique(out).begin(), out.end());
    return out.size() <= most;
}

Result<bool> SqliteDirectory::matches(AccountId account, ProfileId profile, const std::vector<std::vector<Word>>& terms) {
    Query query(db_, "SELECT fields FROM profiles WHERE account_id = ? AND profile_id = ?", account, profile);
    if (!TRY(query.next())) return false;
    auto document = TRY(JsonDocument::parse(query.text(0)));
    auto text = [&](const char* name) { return document.root()[name].string().value_or(""); };
    // The same as words_of, without writing the words down: thousands are asked for one page.
    std::string name = folded(std::string(text("first_name")) + " " + std::string(text("last_name")));
    std::string email = lowered(trimmed(text("email"))), digits = digits_of(text("phone")), backwards(digits.rbegin(), digits.rend());
    auto begins = [&](const Word& sought) {
        switch (sought.kind) {
            case WordKind::name: return name.starts_with(sought.text);
            case WordKind::name_tail: return name.find(" " + sought.text) != std::string::npos;
            case WordKind::email: return email.starts_with(sought.text);
            case WordKind::phone: return digits.starts_with(sought.text) || national_digits(digits).starts_with(sought.text);
            case WordKind::phone_tail: return backwards.starts_with(sought.text);
        }
        return false;
    };
    return std::ranges::all_of(terms, [&](auto& term) { return std::ranges::any_of(term, begins); });
}

Result<std::optional<Instant>> SqliteDirectory::last_seen(AccountId account, ProfileId profile) {
    Query query(db_,
                "SELECT time FROM events INDEXED BY events_of_profile WHERE account_id = ? AND profile_id = ? ORDER BY time DESC LIMIT 1",
                account, profile);
    if (!TRY(query.next())) return std::nullopt;
    return Instant{query.integer(0)};
}

Result<ProfilePlace> SqliteDirectory::place_of(AccountId account, ProfileId profile, ProfileOrder order) {
    ProfilePlace place{.profile = profile};
    if (order == ProfileOrder::last_seen) {
        place.time = TRY(last_seen(account, profile));
    } else if (order != ProfileOrder::created) {
        Query query(db_, "SELECT fields FROM profiles WHERE account_id = ? AND profile_id = ?", account, profile);
        if (!TRY(query.next())) return fail(ErrorKind::internal, "a word points to no profile: restore a backup");
        for (auto& word : TRY(words_in(query.text(0))))
            if (word.kind == (order == ProfileOrder::name ? WordKind::name : WordKind::email)) place.text = word.text;
    }
    return place;
}

Result<void> SqliteDirectory::walk(AccountId account, const ProfileQuery& query, const Take& take) {
    switch (query.order) {
        case ProfileOrder::name: return walk_words(account, query, WordKind::name, take);
        case ProfileOrder::email: return walk_words(account, query, WordKind::email, take);
        case ProfileOrder::created: return walk_created(account, query, take);
        case ProfileOrder::last_seen: return walk_seen(account, query, take);
    }
    return {};
}

}  // namespace regulars::store::sqlite
