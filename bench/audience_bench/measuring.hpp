// What the audience benchmark's parts share: timing, rivals, and comparing with them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "../require.hpp"
#include "world.hpp"

namespace regulars::bench {

using Timer = std::chrono::steady_clock;
inline double ms_since(Timer::time_point start) {
    return std::chrono::duration<double, std::milli>(Timer::now() - start).count();
}
inline double quantile(std::vector<double> values, double q) {
    std::ranges::sort(values);
    return values[std::min(values.size() - 1, std::size_t(q * double(values.size())))];
}
inline void say(const std::string& text) {
    fmt::print("{}\n", text);
    std::fflush(stdout);
}

struct Answer {
    double ms = 0;
    std::int64_t people = 0;
};
using Answers = std::map<std::string, Answer>;

/// Writes the rivals' rows unless all have loaded them.
inline std::filesystem::path rows_for(const World& world, const std::filesystem::path& folder,
                                      const std::vector<std::string>& rivals) {
    auto csv = folder / "events.csv";
    bool are_loaded = std::ranges::all_of(rivals, [&](const auto& rival) {
        return std::filesystem::exists(folder / (rival == "duckdb" ? rival : rival + ".loaded"));
    });
    if (are_loaded || std::filesystem::exists(csv)) return csv;
    auto start = Timer::now();
    require(world.write_csv(folder / "events.new") > 0, "cannot write the rivals' rows");
    std::filesystem::rename(folder / "events.new", csv);
    say(fmt::format("wrote the rivals' rows in {:.1f} s", ms_since(start) / 1000));
    return csv;
}

/// Runs a rival; `charts`, a file of them, are asked instead of the segments.
inline Answers theirs(const std::string& rival, const std::filesystem::path& folder,
                      const std::filesystem::path& csv, const std::string& charts = "") {
    auto command =
        fmt::format("cd '{}' && node '{}/audience_bench/rivals.mjs' {} '{}' '{}' {} '{}'",
                    (folder / "npm").string(), REGULARS_BENCH, rival, folder.string(), csv.string(),
                    now.us / 1'000'000, charts);
    auto* out = popen(command.c_str(), "r");
    require(out != nullptr, "cannot start " + command);
    Answers answers;
    char line[4096];
    while (std::fgets(line, sizeof line, out)) {
        char name[100];
        Answer answer;
        long long people = 0;
        if (std::sscanf(line, "%99s %lf %lld", name, &answer.ms, &people) == 3)
            answer.people = people, answers[name] = answer;
        else
            fmt::print("{}", line);
    }
    require(pclose(out) == 0, rival + " failed");
    return answers;
}

/// Requires the answers to agree, and prints who took how long.
inline void compare(const std::vector<std::string>& names, const Answers& our_answers,
                    const std::map<std::string, Answers>& rival_answers) {
    double log_sum = 0;
    std::vector<std::string> lines;
    for (const auto& name : names) {
        const auto& our = our_answers.at(name);
        std::string best;
        std::string all;
        for (const auto& [rival, answers] : rival_answers) {
            const auto& their = answers.at(name);
            require(their.people == our.people, fmt::format("{}: we say {}, {} says {}", name,
                                                            our.people, rival, their.people));
            all += fmt::format(" {}={:.2f}ms", rival, their.ms);
            if (best.empty() || their.ms < rival_answers.at(best).at(name).ms) best = rival;
        }
        say(fmt::format("{}: answer {}, ours={:.3f}ms{}", name, our.people, our.ms, all));
        if (best.empty()) continue;
        double their_ms = rival_answers.at(best).at(name).ms;
        log_sum += std::log(their_ms / our.ms);
        lines.push_back(fmt::format("name={} ours={:.3f}ms theirs={:.2f}ms({}) ratio={:.1f}", name,
                                    our.ms, their_ms, best, their_ms / our.ms));
    }
    for (const auto& line : lines) say(line);
    if (!lines.empty())
        say(fmt::format("name=geometric_mean ratio={:.1f}",
                        std::exp(log_sum / double(lines.size()))));
}

}  // namespace regulars::bench
