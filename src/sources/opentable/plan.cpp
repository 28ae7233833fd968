// Chooses walks, and moves watermarks when they end.
// SPDX-License-Identifier: Apache-2.0
#include "sources/opentable/plan.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"
#include "sources/opentable/answers.hpp"

namespace regulars::sources::opentable {
namespace {

constexpr Duration overlap =
    10min;                      // of a poll with the one before: clocks and commits are not exact
constexpr int most_rounds = 5;  // of polls in one run, as long as they bring something
constexpr std::size_t most_revisits = 2'000;
constexpr int months_ahead = 24;  // how far the first window reaches: nobody books later
constexpr std::string_view copper_words = "copper", gold_words = "gold", unknown_words = "unknown";

}  // namespace

std::string_view Plan::name_of(Kind kind) {
    constexpr std::array<std::string_view, 8> names{
        "guests", "window", "since_guests", "since_reservations",
        "daily",  "weekly", "revisit",      "reread"};
    return names[std::size_t(kind)];
}

std::string_view Plan::name_of(Stage stage) {
    constexpr std::array<std::string_view, 3> names{"guests", "reservations", "live"};
    return names[std::size_t(stage)];
}

Result<Plan> Plan::from(std::span<const model::Cursor> cursors, const Settings& settings,
                        Instant history_since) {
    Plan plan(settings, history_since);
    for (auto& cursor : cursors) {
        if (cursor.stream == stream)
            TRY(plan.restore(cursor.state));
        else if (cursor.stream == revisit_stream)
            TRY(plan.restore_revisits(cursor.state));
        else if (cursor.stream == reread_stream)
            TRY(plan.restore_reread(cursor.state));
    }
    return plan;
}

Result<void> Plan::restore(std::string_view json) {
    auto document = TRY(JsonDocument::parse(json, {.max_bytes = 64u << 10, .max_depth = 8}));
    JsonNode root = document.root();
    if (root["began"].is_nothing()) return {};
    auto instant = [&](std::string_view key) {
        return parse_instant(root[key].string().value_or(""));
    };
    auto date = [](JsonNode node) { return parse_date(node.string().value_or("")); };
    auto word = [&](std::string_view key) { return root[key].string().value_or(""); };
    began_ = TRY(instant("began"));
    guests_watermark_ = TRY(instant("guests_watermark"));
    reservations_watermark_ = TRY(instant("reservations_watermark"));
    bool has_stage = false;
    for (auto stage : {Stage::guests, Stage::reservations, Stage::live})
        if (word("stage") == name_of(stage)) stage_ = stage, has_stage = true;
    if (!has_stage) return fail(ErrorKind::invalid, "no such stage in the cursor", "/stage");
    tier_ = word("tier") == copper_words ? Tier::copper
            : word("tier") == gold_words ? Tier::gold
                                         : Tier::unknown;
    if (!root["window"].is_nothing()) window_ = TRY(date(root["window"]));
    daily_ = TRY(date(root["daily"]));
    weekly_ = TRY(date(root["weekly"]));
    JsonNode task = root["task"];
    if (task.is_nothing()) return {};
    auto local = [&](std::string_view key) -> Result<std::optional<LocalTime>> {
        if (task[key].is_nothing()) return std::nullopt;
        return TRY(parse_local_time(task[key].string().value_or("")));
    };
    for (auto kind : {Kind::guests, Kind::window, Kind::since_guests, Kind::since_reservations,
                      Kind::daily, Kind::weekly})
        if (task["kind"].string() == name_of(kind))
            task_ = Task{kind, TRY(Walk::from(task["walk"], settings_.page_size)),
                         TRY(local("from")), TRY(local("to"))};
    is_resumed_ = task_.has_value();
    return {};
}

Result<void> Plan::restore_revisits(std::string_view json) {
    auto document = TRY(JsonDocument::parse(json, {.max_bytes = 1u << 20, .max_depth = 4}));
    document.root()["guests"].each([this](JsonNode guest) {
        if (auto id = guest.string()) revisit(std::string(*id));
    });
    return {};
}

Result<void> Plan::restore_reread(std::string_view json) {
    auto document = TRY(JsonDocument::parse(json, {.max_bytes = 1u << 10, .max_depth = 4}));
    JsonNode root = document.root();
    if (root["from"].is_nothing()) return {};
    reread_ = {TRY(parse_date(root["from"].string().value_or(""))),
               TRY(parse_date(root["to"].string().value_or("")))};
    return {};
}

std::string Plan::reread_state() const {
    JsonWriter out;
    out.begin_object();
    if (reread_)
        out.member("from", format_iso(reread_->first)).member("to", format_iso(reread_->second));
    out.end_object();
    return out.take();
}

std::optional<model::Cursor> Plan::reread_cursor(std::span<const model::Cursor> cursors,
                                                 LocalDate from, LocalDate to) {
    model::Cursor cursor{.stream = std::string(reread_stream)};
    bool is_live = false;
    for (auto& known : cursors) {
        if (known.stream == reread_stream) cursor.version = known.version;
        if (known.stream != stream) continue;
        auto document = JsonDocument::parse(known.state, {.max_bytes = 64u << 10, .max_depth = 8});
        is_live = document && document->root()["stage"].string() == name_of(Stage::live);
    }
    if (!is_live) return std::nullopt;
    JsonWriter out;
    out.begin_object().member("from", format_iso(from)).member("to", format_iso(to)).end_object();
    cursor.state = out.take();
    return cursor;
}

void Plan::revisit(std::string guest_id) {
    if (revisits_.size() < most_revisits &&
        std::ranges::find(revisits_, guest_id) == revisits_.end())
        revisits_.push_back(std::move(guest_id));
}

std::string Plan::revisit_state() const {
    JsonWriter out;
    out.begin_object().member("guests", revisits_).end_object();
    return out.take();
}

std::string Plan::state() const {
    JsonWriter out;
    out.begin_object();
    if (began_) {
        out.member("began", format_iso(*began_)).member("stage", name_of(stage_));
        out.member("tier", tier_ == Tier::copper ? copper_words
                           : tier_ == Tier::gold ? gold_words
                                                 : unknown_words);
        out.member("guests_watermark", format_iso(guests_watermark_))
            .member("reservations_watermark", format_iso(reservations_watermark_));
        if (window_) out.member("window", format_iso(*window_));
        out.member("daily", format_iso(daily_)).member("weekly", format_iso(weekly_));
        if (task_) {
            out.key("task").begin_object().member("kind", name_of(task_->kind));
            if (task_->from) out.member("from", format_iso(*task_->from));
            if (task_->to) out.member("to", format_iso(*task_->to));
            out.key("walk");
            task_->walk.write(out);
            out.end_object();
        }
    }
    out.end_object();
    return out.take();
}

LocalDate Plan::first_month() const {
    LocalDate date = today(history_since_);
    return {date.year, date.month, 1};
}

LocalDate Plan::latest_month() const {
    LocalDate date = today(*began_);
    return {date.year, date.month, 1};
}

/// The watermarks are taken before anything is read, so that no change of the meantime is missed.
void Plan::begin(Instant now) {
    began_ = now.floor_seconds();
    guests_watermark_ = reservations_watermark_ = *began_;
    daily_ = weekly_ = today(now);
    stage_ = Stage::guests;
    window_.reset();
    task_.reset();
    round_ = Round::guests;
    rounds_ = 0;
    changed_in_round_ = 0;
}

std::optional<Ask> Plan::next(Instant now) {
    if (!began_) begin(now);
    if (!task_) choose(now);
    if (!task_) return std::nullopt;
    return ask_of(*task_);
}

void Plan::choose(Instant now) {
    if (stage_ == Stage::guests) {
        task_ = Task{Kind::guests, Walk(Instant{}, settings_.page_size), {}, {}};
    } else if (stage_ == Stage::reservations) {
        if (!window_) window_ = latest_month();
        int months = *window_ == latest_month() ? months_ahead : 1;
        task_ = Task{Kind::window, Walk(Instant{}, settings_.page_size), local_time(*window_),
                     local_time(plus_months(*window_, months))};
    } else {
        choose_in_round(now);
    }
}

void Plan::choose_in_round(Instant now) {
    auto since = [&](Kind kind, Instant watermark) {
        task_ = Task{kind, Walk(watermark - overlap, settings_.page_size), {}, {}};
    };
    auto around = [&](Kind kind, Duration back, Duration ahead) {
        auto local = [&](Instant at) { return settings_.time_zone.to_local(at.floor_seconds()); };
        task_ =
            Task{kind, Walk(Instant{}, settings_.page_size), local(now - back), local(now + ahead)};
    };
    if (round_ == Round::decide) {
        if (is_unmapped_) return;  // whether the round brought anything is known after mapping
        bool again = changed_in_round_ > 0 && ++rounds_ < most_rounds;
        changed_in_round_ = 0;
        round_ = again ? Round::guests : Round::look_back;
    }
    if (round_ == Round::guests) {
        since(Kind::since_guests, guests_watermark_);
    } else if (round_ == Round::reservations) {
        since(Kind::since_reservations, reservations_watermark_);
    } else if (round_ == Round::look_back) {
        std::int64_t day = day_number(today(now));
        if (is_unmapped_) return;  // the page may add a revisit
        if (!revisits_.empty())
            task_ = Task{Kind::revisit, Walk(Instant{}, settings_.page_size), {}, {}};
        else if (reread_)
            task_ =
                Task{Kind::reread, Walk(Instant{}, settings_.page_size), local_time(reread_->first),
                     local_time(date_of_day(day_number(reread_->second) + 1))};
        else if (day >= day_number(weekly_) + 7)
            around(Kind::weekly, days(35), days(120));
        else if (day > day_number(daily_))
            around(Kind::daily, days(4), days(1));
        else
            round_ = Round::finished;
    }
}

bool Plan::is_at_guests() const {
    return task_ && (task_->kind == Kind::guests || task_->kind == Kind::since_guests);
}

Ask Plan::ask_of(const Task& task) const {
    bool guests = task.kind == Kind::guests || task.kind == Kind::since_guests;
    std::string path =
        fmt::format("/sync/v2/{}?rid={}", guests ? "guests" : "reservations", settings_.rid);
    if (task.kind == Kind::revisit) {
        std::string_view id =
            revisits_.front();  // the filter wants it without the restaurant's prefix
        if (id.starts_with(settings_.rid + "-")) id.remove_prefix(settings_.rid.size() + 1);
        path += fmt::format("&guest_id={}", percent_encoded(id));
    }
    if (task.from)
        path += fmt::format("&scheduled_time_from={}", percent_encoded(format_iso(*task.from)));
    if (task.to)
        path += fmt::format("&scheduled_time_to={}", percent_encoded(format_iso(*task.to)));
    path += fmt::format("&updated_after={}&limit={}&offset={}",
                        percent_encoded(format_iso_ms(task.walk.after())), settings_.page_size,
                        task.walk.offset());
    return {get(settings_, std::move(path)), progress()};
}

Result<Walked> Plan::take(const Envelope& envelope, std::span<const Row> rows, Instant now) {
    REGULARS_ASSERT(task_, "an answer belongs to a question");
    Walked walked = task_->walk.take(envelope, rows);
    if (walked == Walked::stuck)
        return fail(ErrorKind::exhausted, "OpenTable promises more pages but repeats the same rows",
                    progress());
    is_unmapped_ = true;
    if (walked == Walked::done) finish_task(now);
    return walked;
}

void Plan::finish_task(Instant now) {
    // A vendor's clock may be ahead of ours: what it writes next could be earlier than what we saw.
    Instant newest = std::min(task_->walk.newest(), now);
    switch (task_->kind) {
        case Kind::guests:
            stage_ = Stage::reservations;
            break;
        case Kind::window:
            if (*window_ <= first_month()) {
                stage_ = Stage::live;
                window_.reset();
            } else {
                window_ = plus_months(*window_, -1);
            }
            break;
        case Kind::since_guests:
            guests_watermark_ = std::max(guests_watermark_, newest);
            round_ = Round::reservations;
            break;
        case Kind::since_reservations:
            reservations_watermark_ = std::max(reservations_watermark_, newest);
            round_ = Round::decide;
            break;
        case Kind::weekly:
            weekly_ = daily_ = today(now);
            break;
        case Kind::daily:
            daily_ = today(now);
            break;
        case Kind::revisit:
            revisits_.erase(revisits_.begin());
            break;
        case Kind::reread:
            reread_.reset();
            break;
    }
    task_.reset();
    if (std::exchange(is_resumed_, false)) round_ = Round::guests;
}

void Plan::mapped(std::size_t changed) {
    changed_in_round_ += changed;
    is_unmapped_ = false;
}

void Plan::show_tier(Tier tier) {
    if (tier == Tier::unknown || tier == tier_) return;
    bool risen = tier_ == Tier::copper && tier == Tier::gold;
    // A single odd record does not make the tier fall.
    if (tier_ == Tier::gold) return;
    tier_ = tier;
    if (risen) began_.reset();
}

std::string Plan::progress() const {
    if (!task_ && stage_ == Stage::live) return "up to date";
    if (!task_) return name_of(stage_) == "guests" ? "guests" : "reservations";
    switch (task_->kind) {
        case Kind::guests:
            return "guests";
        case Kind::window: {
            int months = months_between(first_month(), latest_month()) + 1;
            return fmt::format("reservations: {:04}-{:02} ({} of {} months)", window_->year,
                               window_->month, months_between(*window_, latest_month()) + 1,
                               std::max(months, 1));
        }
        case Kind::since_guests:
            return "guests since the last sync";
        case Kind::since_reservations:
            return "reservations since the last sync";
        case Kind::daily:
            return "reservations of the last 4 days, again";
        case Kind::weekly:
            return "reservations of the last 5 weeks and the next 4 months, again";
        case Kind::revisit:
            return "reservations of a guest, again";
        case Kind::reread:
            return "reservations of the days to verify, again";
    }
    return "";
}

model::RunReach Plan::reach() const {
    if (stage_ == Stage::live) return {.stage = model::RunStage::finishing};
    if (stage_ == Stage::guests) return {};
    model::RunReach reach{.stage = model::RunStage::history};
    if (!window_ || !began_) return reach;
    reach.month = fmt::format("{:04}-{:02}", window_->year, window_->month);
    reach.months_done = months_between(*window_, latest_month());
    reach.months_total = std::max(1, months_between(first_month(), latest_month()) + 1);
    return reach;
}

double Plan::done() const {
    if (stage_ == Stage::live) return 1;
    if (stage_ == Stage::guests || !window_ || !began_) return 0;
    int months = std::max(1, months_between(first_month(), latest_month()) + 1);
    return std::clamp(double(months_between(*window_, latest_month())) / months, 0.0, 1.0);
}

std::string reservations_path(const Settings& settings, LocalTime from, LocalTime to,
                              const Walk& walk) {
    return fmt::format(
        "/sync/v2/"
        "reservations?rid={}&scheduled_time_from={}&scheduled_time_to={}&updated_after={}&limit={}&"
        "offset={}",
        settings.rid, percent_encoded(format_iso(from)), percent_encoded(format_iso(to)),
        percent_encoded(format_iso_ms(walk.after())), settings.page_size, walk.offset());
}

}  // namespace regulars::sources::opentable
