// Which segments ask for membership of a list or of another segment.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "audience/definition.hpp"
#include "store/store.hpp"

namespace regulars::analytics {

/// Before a list or segment goes, by its public id. Errors: conflict (other segments ask for its
/// members: names up to 5 of them).
Result<void> refuse_while_asked_for(store::Transaction& tx, AccountId account,
                                    std::string_view group);

/// A list or segment that a definition names by its public id, and the JSON pointer to where.
struct AskedGroup {
    std::string group, pointer;
};
std::vector<AskedGroup> groups_asked_by(const audience::Definition& definition);

/// All segments of an account with the groups they ask for, read once.
class AskingSegments {
  public:
    static Result<AskingSegments> read(store::Transaction& tx, AccountId account);
    /// Whether a segment may have a definition. Errors: conflict, at the JSON pointer in it (it
    /// asks for the segment's own members, maybe by way of another one, which is named).
    Result<void> refuse_circle(const model::Segment& segment,
                               const audience::Definition& definition) const;

  private:
    struct Asking {
        std::string name;
        std::vector<AskedGroup> asked;  // nothing of a definition that can no longer be read
    };
    std::map<std::string, Asking, std::less<>> segments_;  // by public id
};

}  // namespace regulars::analytics
