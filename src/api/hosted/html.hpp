// The frame of the public pages: language, escaping, forms, and the headers that keep scripts out.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "api/call.hpp"
#include "api/hosted/words.hpp"

namespace regulars::api::hosted {

/// Text for HTML, also inside quoted attributes.
std::string escaped(std::string_view text);
/// Puts `value` in the place of {} in a sentence; escapes both.
std::string sentence(std::string_view pattern, std::string_view value);

/// Who reads, and whose page it is.
struct Reader {
    Language language = Language::en;
    std::string organization;  // shown on top
    std::string path;          // of the page, for its forms and the links to other languages
    std::string word(Word word) const { return escaped(say(language, word)); }
    std::string word(Word word, std::string_view value) const {
        return sentence(say(language, word), value);
    }
    /// Where a form of this page goes: the page, in its language.
    std::string action() const;
};

/// `lang` in the query, else Accept-Language, else the account's.
Reader reader_of(const Call& call, const model::Account& account);
/// Where no account is known.
Reader reader_of(const Call& call);

/// A whole page. `body` is HTML.
net::HttpResponse page(const Reader& reader, int status, std::string_view title,
                       std::string_view body);
/// A page that says one thing; title and text are escaped already.
net::HttpResponse notice(const Reader& reader, int status, std::string_view title,
                         std::string_view text, std::string_view more = {});
/// The same of two words.
net::HttpResponse notice(const Reader& reader, int status, Word title, Word text);
/// What a browser gets instead of the API's error.
net::HttpResponse trouble(const Call& call, const Problem& problem);

/// A form's fields (application/x-www-form-urlencoded, at most 8,000 bytes). Errors: 400, 415.
Outcome<std::map<std::string, std::string, std::less<>>> form_in(const Call& call);

}  // namespace regulars::api::hosted
