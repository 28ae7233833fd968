// A restaurant's cursors as JSON.
// SPDX-License-Identifier: Apache-2.0
#include "sources/toast/location.hpp"

#include <algorithm>

namespace regulars::sources::toast {

std::string Location::state() const {
    JsonWriter out;
    out.begin_object();
    if (began_) {
        out.member("began", format_iso(*began_))
            .member("floor", format_iso(floor_))
            .member("watermark", format_iso(watermark_));
        out.member("history_step_s", history_step_.count() / 1'000'000)
            .member("changes_step_s", changes_step_.count() / 1'000'000);
        out.member("daily", format_iso(daily_));
    }
    out.member("since", format_iso(read_since_)).member("looked", format_iso(looked_));
    if (refused_since_)
        out.member("refused_since", format_iso(*refused_since_)).member("refusals", refusals_);
    out.member("page_size", page_size_).end_object();
    return out.take();
}

std::string Location::revisit_state() const {
    JsonWriter out;
    out.begin_object().member("orders", again_).key("awaited").begin_object();
    for (auto& [order, at] : awaited_) out.member(order, format_iso(at));
    out.end_object();
    if (forgotten_ > 0) out.member("forgotten", forgotten_);
    out.end_object();
    return out.take();
}

Result<void> Location::restore(std::span<const model::Cursor> cursors) {
    page_size_ = settings_->page_size;
    for (auto& cursor : cursors) {
        if (cursor.stream == stream("location", guid_))
            TRY(restore_state(cursor.state));
        else if (cursor.stream == stream("names", guid_))
            names_ = Names::from(cursor.state);
        else if (cursor.stream == stream("menu", guid_))
            menu_ = Menu::from(cursor.state);
        else if (cursor.stream == stream("revisit", guid_))
            TRY(restore_revisits(cursor.state));
    }
    return {};
}

Result<void> Location::restore_state(std::string_view json) {
    auto document = TRY(JsonDocument::parse(json, {.max_bytes = 64u << 10, .max_depth = 4}));
    JsonNode root = document.root();
    auto instant = [&](std::string_view key) {
        return parse_instant(root[key].string().value_or(""));
    };
    auto date = [&](std::string_view key) { return parse_date(root[key].string().value_or("")); };
    auto step = [&](std::string_view key, Duration otherwise) {
        return std::clamp<Duration>(
            std::chrono::seconds(root[key].integer().value_or(otherwise.count() / 1'000'000)), 1h,
            days(28));
    };
    // What is no longer wanted is read once more, to be taken back.
    if (!root["since"].is_nothing()) read_since_ = std::min(read_since_, TRY(instant("since")));
    if (root["looked"].is_missing()) return {};
    looked_ = TRY(date("looked"));
    if (!root["refused_since"].is_nothing()) refused_since_ = TRY(instant("refused_since"));
    refusals_ = int(std::clamp<std::int64_t>(root["refusals"].integer().value_or(0), 0, 1'000'000));
    page_size_ = int(std::clamp<std::int64_t>(root["page_size"].integer().value_or(page_size_), 1,
                                              settings_->page_size));
    if (root["began"].is_nothing()) return {};
    began_ = TRY(instant("began"));
    floor_ = TRY(instant("floor"));
    watermark_ = TRY(instant("watermark"));
    daily_ = TRY(date("daily"));
    history_step_ = step("history_step_s", history_step_);
    changes_step_ = step("changes_step_s", changes_step_);
    return {};
}

Result<void> Location::restore_revisits(std::string_view json) {
    auto document = TRY(JsonDocument::parse(json, {.max_bytes = 4u << 20, .max_depth = 4}));
    JsonNode root = document.root();
    root["orders"].each([this](JsonNode order) {
        if (auto guid = order.string()) again(std::string(*guid));
    });
    Error broken;
    root["awaited"].each_member([&](std::string_view order, JsonNode node) {
        if (auto at = parse_instant(node.string().value_or("")))
            await(std::string(order), *at);
        else
            broken = at.error();
    });
    if (!broken.message.empty()) return std::unexpected(broken);
    forgotten_ = root["forgotten"].integer().value_or(0);
    return {};
}

}  // namespace regulars::sources::toast
