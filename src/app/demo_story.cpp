// Reads and writes a demo's notes: one small JSON file beside the database.
// SPDX-License-Identifier: Apache-2.0
#include "app/demo_story.hpp"

#include <fstream>

#include "app/command.hpp"
#include "base/json.hpp"

namespace regulars::app {
namespace {

std::filesystem::path notes_of(const std::filesystem::path& folder) { return folder / "demo.json"; }

}  // namespace

Result<std::optional<Story>> Story::load(const std::filesystem::path& folder) {
    auto file = notes_of(folder);
    if (!std::filesystem::exists(file)) return std::nullopt;
    auto text = TRY(read_file(file.string()));
    auto document = TRY(JsonDocument::parse(text));
    auto root = document.root();
    auto start = root["began"].string();
    auto end = root["now"].string();
    if (!start || !end)
        return fail(ErrorKind::invalid,
                    "the demo's notes are damaged; remove the folder to begin anew", file.string());
    Story story{.seed = std::uint64_t(root["seed"].integer().value_or(1)),
                .guests = int(root["guests"].integer().value_or(0)),
                .days = int(root["days"].integer().value_or(0))};
    story.began = TRY(parse_instant(*start));
    story.now = TRY(parse_instant(*end));
    return story;
}

Result<void> Story::save(const std::filesystem::path& folder) const {
    auto file = notes_of(folder);
    JsonWriter out;
    out.begin_object()
        .member("seed", std::int64_t(seed))
        .member("guests", guests)
        .member("days", days);
    out.member("began", format_iso(began)).member("now", format_iso(now)).end_object();
    auto fresh = file.string() + ".new";
    std::ofstream stream(fresh);
    stream << out.text() << "\n";
    stream.close();
    std::error_code error;
    if (stream) std::filesystem::rename(fresh, file, error);
    if (!stream || error)
        return fail(ErrorKind::unavailable, "the demo's notes cannot be written", file.string());
    return {};
}

}  // namespace regulars::app
