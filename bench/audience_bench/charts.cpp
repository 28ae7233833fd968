// Charts of the most frequent metric in New York's days, two changes of the clocks among them.
// SPDX-License-Identifier: Apache-2.0
#include "charts.hpp"

#include <fstream>

#include "base/json.hpp"

namespace regulars::bench {
namespace {

using namespace audience;

struct AskedChart {
    std::string name;
    std::int64_t days, days_a_bucket;
    std::string property, column;  // to group by, ours and theirs; empty: no groups
    int least_party = 0;           // 0: parties of any size
};

const std::vector<AskedChart>& asked_charts() {
    static const std::vector<AskedChart> charts = {
        {"year_by_day", 365, 1, "", ""},
        {"two_years_by_week", 728, 7, "", ""},
        {"year_by_day_and_origin", 365, 1, "Reservation Origin", "origin"},
        {"year_by_day_and_server", 365, 1, "Server", "server"},
        {"two_years_by_week_and_server", 728, 7, "Server", "server"},
        {"month_by_day_and_party", 30, 1, "Party Size", "party_size"},
        {"year_of_big_parties_by_server", 365, 1, "Server", "server", 5},
    };
    return charts;
}

TallyQuestion question_of(const AskedChart& asked) {
    auto zone = *Zone::find("America/New_York");
    TallyQuestion question{.metric = {1}};
    auto end = day_number(zone.to_local(now).date());
    for (auto day = end - asked.days; day <= end; day += asked.days_a_bucket)
        question.bounds.push_back(zone.start_of(date_of_day(day)));
    if (!asked.property.empty()) question.group_by = asked.property;
    if (asked.least_party > 0) {
        question.filters.push_back({"Party Size", [least = asked.least_party](const Texts& texts) {
                                        return !texts.empty() && std::stoi(texts[0]) >= least;
                                    }});
    }
    return question;
}

/// Of every bucket and group one number; the same as the rivals make of their rows.
std::int64_t checksum(const Tally& tally) {
    constexpr std::int64_t prime = 1'000'000'007;
    std::int64_t sum = 0;
    auto add = [&](const std::vector<TallySums>& stretches, std::string_view text) {
        std::int64_t of_text = 1;
        for (char c : text) of_text += c;
        for (std::size_t i = 0; i < stretches.size(); ++i) {
            const auto& [events, people, valued, minor, weight] = stretches[i];
            auto row = (events * 3 + people * 5 + valued * 7 + minor * 11) % prime;
            sum = (sum + row * (std::int64_t(i + 1) * of_text % prime)) % prime;
        }
    };
    if (tally.groups.empty()) add(tally.stretches, "");
    for (const auto& group : tally.groups)
        add(group.stretches, group.is_rest ? "" : group.text.value_or("?"));
    return sum;
}

void write_charts(const std::filesystem::path& file) {
    JsonWriter out;
    out.begin_array();
    for (const auto& asked : asked_charts()) {
        out.begin_object().member("name", asked.name).member("column", asked.column);
        out.member("least_party", std::int64_t(asked.least_party)).key("bounds").begin_array();
        for (auto bound : question_of(asked).bounds) out.value(bound.seconds());
        out.end_array().member("days_a_bucket", asked.days_a_bucket).end_object();
    }
    out.end_array();
    std::ofstream(file) << out.text();
}

}  // namespace

void compare_charts(const Index& index, const World& world, const std::filesystem::path& folder,
                    const std::vector<std::string>& rivals) {
    auto charts = folder / "charts.json";
    write_charts(charts);
    auto csv = rows_for(world, folder, rivals);
    std::map<std::string, Answers> rival_answers;
    for (const auto& rival : rivals) {
        if (rival != "postgres") rival_answers[rival] = theirs(rival, folder, csv, charts.string());
    }
    Answers our_answers;
    std::vector<std::string> names;
    for (const auto& asked : asked_charts()) {
        auto question = question_of(asked);
        auto answer = checksum(index.tally(question));
        std::vector<double> times;
        for (int i = 0; i < 21; ++i) {
            auto start = Timer::now();
            require(checksum(index.tally(question)) == answer, "a chart differs from itself");
            times.push_back(ms_since(start));
        }
        our_answers[asked.name] = {quantile(times, 0.5), answer};
        names.push_back(asked.name);
    }
    say(fmt::format("charts of {} events, limit=10ms", index.events()));
    compare(names, our_answers, rival_answers);
}

}  // namespace regulars::bench
