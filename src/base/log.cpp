// spdlog behind the log.
// SPDX-License-Identifier: Apache-2.0
#include "base/log.hpp"

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

namespace regulars::log {
namespace {

spdlog::logger& logger() {
    static auto made = [] {
        auto sink = spdlog::stderr_color_mt("regulars");
        sink->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %^%l%$ %v", spdlog::pattern_time_type::utc);
        sink->flush_on(spdlog::level::warn);
        return sink;
    }();
    return *made;
}

spdlog::level::level_enum level_of(Level level) {
    switch (level) {
        case Level::debug:
            return spdlog::level::debug;
        case Level::info:
            return spdlog::level::info;
        case Level::warning:
            return spdlog::level::warn;
        case Level::error:
            return spdlog::level::err;
        case Level::off:
            return spdlog::level::off;
    }
    return spdlog::level::info;
}

}  // namespace

void set_level(Level level) { logger().set_level(level_of(level)); }

bool set_level(std::string_view name) {
    constexpr std::pair<std::string_view, Level> names[] = {{"debug", Level::debug},
                                                            {"info", Level::info},
                                                            {"warning", Level::warning},
                                                            {"error", Level::error},
                                                            {"off", Level::off}};
    for (auto& [known, level] : names)
        if (known == name) return set_level(level), true;
    return false;
}

void write(Level level, std::string_view text) {
    logger().log(level_of(level), spdlog::string_view_t(text.data(), text.size()));
}

}  // namespace regulars::log
