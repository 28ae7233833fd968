// Writes pages around their content.
// SPDX-License-Identifier: Apache-2.0
#include "api/hosted/html.hpp"

#include <fmt/format.h>

#include "base/log.hpp"
#include "base/text.hpp"

namespace regulars::api::hosted {
namespace {

// Nothing but this server's own style sheet is loaded, and forms go back where they came from.
constexpr std::string_view policy =
    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors "
    "'none'";

std::string languages(const Reader& reader) {
    std::string links;
    for (auto language : {Language::en, Language::es, Language::fr, Language::ko})
        links += fmt::format(
            R"(<li><a href="{0}?lang={1}" hreflang="{1}" lang="{1}"{2}>{3}</a></li>)",
            escaped(reader.path), code_of(language),
            language == reader.language ? R"( aria-current="true")" : "", name_of(language));
    return fmt::format(R"(<nav aria-label="{}"><ul>{}</ul></nav>)", reader.word(Word::language),
                       links);
}

Language language_of(const Call& call, Language otherwise) {
    if (auto chosen = call.query.find("lang"); chosen != call.query.end())
        if (auto language = language_named(chosen->second)) return *language;
    return preferred(call.header("Accept-Language").value_or(""), otherwise);
}

std::string path_of(const Call& call) {
    std::string_view target = call.http.target;
    return std::string(target.substr(0, target.find_first_of("?#")));
}

}  // namespace

std::string escaped(std::string_view text) {
    std::string html;
    html.reserve(text.size());
    for (char c : text) {
        switch (c) {
            case '&':
                html += "&amp;";
                break;
            case '<':
                html += "&lt;";
                break;
            case '>':
                html += "&gt;";
                break;
            case '"':
                html += "&quot;";
                break;
            case '\'':
                html += "&#39;";
                break;
            default:
                html += c;
        }
    }
    return html;
}

std::string sentence(std::string_view pattern, std::string_view value) {
    auto place = pattern.find("{}");
    if (place == pattern.npos) return escaped(pattern);
    return escaped(pattern.substr(0, place)) + "<b>" + escaped(value) + "</b>" +
           escaped(pattern.substr(place + 2));
}

std::string Reader::action() const {
    return fmt::format("{}?lang={}", escaped(path), code_of(language));
}

Reader reader_of(const Call& call, const model::Account& account) {
    return {language_of(call, language_named(account.locale).value_or(Language::en)), account.name,
            path_of(call)};
}

Reader reader_of(const Call& call) { return {language_of(call, Language::en), {}, path_of(call)}; }

net::HttpResponse page(const Reader& reader, int status, std::string_view title,
                       std::string_view body) {
    // The title element holds text alone: emphasis of a sentence goes.
    std::string plain(title);
    for (std::string_view mark : {"<b>", "</b>"})
        for (auto at = plain.find(mark); at != plain.npos; at = plain.find(mark))
            plain.erase(at, mark.size());
    auto organization = escaped(reader.organization);
    net::HttpResponse response{.status = status};
    response.headers = {{"Content-Type", "text/html; charset=utf-8"},
                        {"Content-Security-Policy", std::string(policy)},
                        {"Content-Language", std::string(code_of(reader.language))},
                        {"Vary", "Accept-Language"},
                        {"X-Robots-Tag", "noindex"}};
    response.body = fmt::format(
        "<!doctype html>\n<html lang=\"{0}\">\n<head>\n<meta charset=\"utf-8\">\n<meta "
        "name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta name=\"color-scheme\" content=\"light dark\">\n<title>{1}{2}{3}</title>\n<link "
        "rel=\"stylesheet\" href=\"/pages/style.css\">\n</head>\n"
        "<body>\n<header><p>{3}</p></header>\n<main>\n<h1>{4}</h1>\n{5}\n</main>\n<footer>{6}</"
        "footer>\n</body>\n</html>\n",
        code_of(reader.language), plain, organization.empty() ? "" : " · ", organization, title,
        body, languages(reader));
    return response;
}

net::HttpResponse notice(const Reader& reader, int status, std::string_view title,
                         std::string_view text, std::string_view more) {
    return page(reader, status, title, fmt::format("<p>{}</p>{}", text, more));
}

net::HttpResponse notice(const Reader& reader, int status, Word title, Word text) {
    return notice(reader, status, reader.word(title), reader.word(text));
}

net::HttpResponse trouble(const Call& call, const Problem& problem) {
    auto reader = reader_of(call);
    if (problem.status == 404) return notice(reader, 404, Word::closed_title, Word::closed_text);
    if (problem.status >= 500) log::error("a public page failed: {}", problem.detail);
    return notice(reader, problem.status, Word::trouble_title, Word::trouble_text);
}

Outcome<std::map<std::string, std::string, std::less<>>> form_in(const Call& call) {
    auto type = call.header("Content-Type").value_or("");
    auto kind = trimmed(type.substr(0, type.find(';')));
    // RFC 8058 lets a mail provider send its one field as multipart/form-data, too: who asks for no
    // field reads none of it.
    if (!equals_ignoring_case(kind, "application/x-www-form-urlencoded"))
        return refuse(415, "invalid", "The content is application/x-www-form-urlencoded.");
    auto fields = TRY(query_from("?" + call.http.body));
    for (auto& [name, value] : fields)
        if (!is_utf8(value)) return refuse(400, "invalid", "a field is not UTF-8");
    return fields;
}

}  // namespace regulars::api::hosted
