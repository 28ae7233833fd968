// Prefers the audience, and is never behind what was committed.
// SPDX-License-Identifier: Apache-2.0
#include "api/tallier.hpp"

namespace regulars::api {
namespace {

constexpr Duration patience = 1s;

}  // namespace

Result<std::shared_ptr<const analytics::LiveAudience>> current_audience(const Call& call) {
    auto account = call.account_id();
    auto audience = call.services.audiences ? call.services.audiences->audience(account) : nullptr;
    if (!audience) return nullptr;
    std::int64_t last = 0;
    TRY(call.services.store.read([&](store::Transaction& tx) -> Result<void> {
        last = TRY(tx.changes().last(account));
        return {};
    }));
    if (!audience->reaches(last, patience)) return nullptr;
    return audience;
}

analytics::Tallier tallier_of(const Call& call, store::Transaction& tx,
                              std::shared_ptr<const analytics::LiveAudience> audience) {
    if (audience)
        return [audience](const audience::TallyQuestion& question) -> Result<audience::Tally> {
            return audience->tally(question);
        };
    return [&tx, account = call.account_id()](const audience::TallyQuestion& question) {
        return analytics::tally_of_store(tx, account, question);
    };
}

}  // namespace regulars::api
