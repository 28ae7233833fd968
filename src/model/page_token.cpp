// Makes and checks the codes of links.
// SPDX-License-Identifier: Apache-2.0
#include "model/page_token.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "model/naming.hpp"

namespace regulars::model {
namespace {

constexpr Names<Page, 3> pages{{{Page::confirm, "confirm"},
                                {Page::preferences, "preferences"},
                                {Page::unsubscribe, "unsubscribe"}}};
constexpr std::size_t most_bytes = 200;

bool is_id(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    });
}

std::string list_part(const PageToken& token) { return token.list.empty() ? "-" : token.list; }

std::string code_of(const Vault& vault, const PageToken& token) {
    // 128 of 256 bits: nobody tries them out, and the link stays short enough for a mail.
    return vault
        .derive("page/" + std::string(pages.name(token.page)) + "/" + token.account + "/" +
                token.subject + "/" + list_part(token))
        .substr(0, 32);
}

}  // namespace

std::string page_token(const Vault& vault, const PageToken& token) {
    REGULARS_ASSERT(
        is_id(token.account) && is_id(token.subject) && (token.list.empty() || is_id(token.list)),
        "a link names public ids");
    return token.account + "." + token.subject + "." + list_part(token) + "." +
           code_of(vault, token);
}

std::optional<PageToken> page_token_from(const Vault& vault, Page page, std::string_view text) {
    if (text.size() > most_bytes) return std::nullopt;
    auto parts = split(text, '.');
    if (parts.size() != 4 || !is_id(parts[0]) || !is_id(parts[1]) ||
        !(parts[2] == "-" || is_id(parts[2])))
        return std::nullopt;
    PageToken token{page, std::string(parts[0]), std::string(parts[1]),
                    parts[2] == "-" ? "" : std::string(parts[2])};
    if (!equals_in_constant_time(parts[3], code_of(vault, token))) return std::nullopt;
    return token;
}

}  // namespace regulars::model
