// Fuzzes what reads logins, refusals, names, menus, cursors and webhooks of Toast's.
// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "sources/toast/answers.hpp"
#include "sources/toast/memo.hpp"
#include "sources/toast/menu.hpp"
#include "sources/toast/names.hpp"
#include "sources/toast/webhook.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace regulars;
    using namespace regulars::sources::toast;
    std::string body(reinterpret_cast<const char*>(data), size);
    Instant now = Instant::from_seconds(1'711'638'661);
    for (int status : {200, 401, 403, 502}) {
        auto token = token_from({.status = status, .body = body}, now);
        REGULARS_ASSERT(!token || (token->renew_at >= now &&
                                   token->value.find_first_of("\r\n") == std::string::npos),
                        "a token fits into a header");
        auto sentence = explain({.status = status, .body = body});
        REGULARS_ASSERT(sentence.size() < 500 && sentence.find('\n') == std::string::npos,
                        "a sentence is short");
    }
    static_cast<void>(has_scope(body, "guest.pi:read"));
    Names names;
    static_cast<void>(names.take_restaurant(body));
    for (auto list : {NameList::dining_options, NameList::revenue_centers, NameList::services})
        static_cast<void>(names.take(list, body));
    REGULARS_ASSERT(Names::from(names.state()).state() == names.state(), "names survive");
    Names::from(body);
    Menu menu;
    static_cast<void>(menu.take(body));
    REGULARS_ASSERT(Menu::from(menu.state()).state() == menu.state(), "menus survive");
    Menu::from(body);
    static_cast<void>(Menu::updated_in(body));
    auto order = order_memo_from(body);
    REGULARS_ASSERT(order_memo_from(to_json(order)) == order, "memos survive");
    auto guest = guest_memo_from(body);
    REGULARS_ASSERT(guest_memo_from(to_json(guest)) == guest, "memos survive");
    REGULARS_ASSERT(!verify_webhook({{"Toast-Signature", "AAAA"}}, body, "secret"),
                    "nobody guesses a signature");
    auto hint = hint_of(body, now);
    REGULARS_ASSERT(!hint || (!hint->order.empty() && hint->order.size() <= 64),
                    "a hint names an order");
    return 0;
}
