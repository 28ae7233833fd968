// Fuzzes what reads OpenTable's token, its refusals and its webhooks; for libFuzzer, and replayed
// as a test.
// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/text.hpp"
#include "sources/opentable/answers.hpp"
#include "sources/opentable/webhook.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace regulars;
    using namespace regulars::sources;
    std::string body(reinterpret_cast<const char*>(data), size);
    Instant now = Instant::from_seconds(1'700'000'000);
    for (int status : {200, 400, 401, 403, 429, 503}) {
        net::HttpResponse response{
            .status = status, .headers = {{"OT-RequestId", body.substr(0, 40)}}, .body = body};
        auto sentence = opentable::explain(response);
        REGULARS_ASSERT(!sentence.empty() && sentence.size() < 4'096,
                        "a refusal is explained in a bounded sentence");
        if (auto token = opentable::token_from(response, now)) {
            REGULARS_ASSERT(status == 200 && !token->value.empty(),
                            "only a success brings a token");
            REGULARS_ASSERT(token->value.find_first_of("\r\n") == std::string::npos,
                            "a token fits into a header");
            REGULARS_ASSERT(token->renew_at >= now, "a token is not old when it comes");
        }
    }
    if (auto rid = opentable::restaurant_hinted_by(body))
        REGULARS_ASSERT(!rid->empty() && rid->find_first_not_of("0123456789") == std::string::npos,
                        "a restaurant id is digits");
    return 0;
}
