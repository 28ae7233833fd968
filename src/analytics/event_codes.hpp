// Reads events' JSON into the codes of an index that is being filled.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/json_members.hpp"
#include "audience/filling.hpp"

namespace regulars::analytics {

/// An event's properties, cut into members by whoever has the time.
struct CutEvent {
    std::string_view json;
    std::span<const JsonMembers::Member> members;
    bool is_whole = false;  // they are all there is
};
/// Appends the members of an object; whether all of it was understood.
bool cut(std::string_view json, std::vector<JsonMembers::Member>& members);

/// What read_properties() would say, in a tenth of the time: events of one kind have the same
/// properties in the same order, and most values were met before. Each distinct value is read once
/// and remembered as it stands in the JSON, up to 16,384 a property; texts beyond that, times above
/// all, go to the index's dictionary unread.
class EventCodes {
  public:
    explicit EventCodes(audience::Filling& filling) : filling_(filling) {}
    using Code = audience::Filling::Code;
    /// Reads one more event. Values are looked for in memory while the next events are read: a few
    /// dozen are best.
    void read(const CutEvent& event);
    /// All that were read have their codes then.
    void settle();
    /// Of the i-th that was read since clear(), once settled.
    std::span<const Code> of(std::size_t i) const {
        auto begin = i == 0 ? 0 : ends_[i - 1];
        return std::span(codes_).subspan(begin, ends_[i] - begin);
    }
    void clear() { codes_.clear(), ends_.clear(); }

  private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const {
            return std::hash<std::string_view>()(text);
        }
    };
    using Codes = std::vector<Code>;
    struct Known {
        std::string name;
        std::optional<std::uint32_t> property;  // of texts
        std::unordered_map<std::string, Codes, Hash, std::equal_to<>> values;
        std::string_view last;              // a key of `values`
        const Codes* last_codes = nullptr;  // of `last`
        std::size_t next = 0;               // who came behind the last time
        std::uint64_t met_in = 0;           // the last event with it
    };
    std::size_t number_of(std::string_view name, std::size_t likely);
    void add(Known& known, const JsonMembers::Member& member);
    void read_members(const CutEvent& event);
    void read_whole(std::string_view json);

    audience::Filling& filling_;
    std::deque<Known> known_;
    std::unordered_map<std::string, std::size_t, Hash, std::equal_to<>> by_name_;
    std::uint64_t event_ = 0;
    Codes codes_;
    std::vector<std::size_t> ends_;     // of each event's codes
    std::vector<std::size_t> awaited_;  // among codes_, in the order in which they were sought
};

}  // namespace regulars::analytics
