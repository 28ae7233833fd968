// Chooses walks, and moves watermarks when they end.
// SPDX-License-Identifier: Apache-2.0
#include "sources/lightspeed/plan.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/text.hpp"
#include "sources/lightspeed/answers.hpp"

namespace regulars::sources::lightspeed {
namespace {

constexpr Duration overlap =
    10min;  // of a poll with the one before: clocks and commits are not exact
constexpr std::size_t most_customers = 5'000, most_lines = 10'000,
                      most_sales = 10'000;  // waiting to be read again
constexpr std::size_t ids_at_once = 50;
// How far back a look goes, in days; where changes are not shown as such, much farther.
constexpr int daily_days = 4, weekly_days = 35, blind_daily_days = 35, blind_weekly_days = 400;

constexpr std::string_view sale_relations =
    R"(["SaleLines","SaleLines.Item","SaleLines.Note","SaleLines.Discount","Discount","Customer","Customer.Contact","ShipTo"])";

std::int64_t day_of(Instant now) { return day_number(Zone::utc().to_local(now).date()); }

std::string with(std::string path, std::string_view name, std::string_view value) {
    return path.append("&").append(name).append("=").append(percent_encoded(value));
}

}  // namespace

std::string sales_path(const Settings& settings) {
    return with(fmt::format("{}Sale.json?limit={}&archived=true", settings.account_path(),
                            settings.page_size),
                "load_relations", sale_relations);
}

std::string customers_path(const Settings& settings) {
    return with(fmt::format("{}Customer.json?limit={}&archived=true", settings.account_path(),
                            settings.page_size),
                "load_relations", R"(["Contact"])");
}

std::string one_of(std::span<const std::string> ids) {
    return percent_encoded(fmt::format("IN,[{}]", fmt::join(ids, ",")));
}

std::string_view Plan::name_of(Stage stage) {
    constexpr std::array<std::string_view, 4> names{"customers", "sales", "shipments", "live"};
    return names[std::size_t(stage)];
}

Result<Plan> Plan::from(std::span<const model::Cursor> cursors, const Settings& settings) {
    Plan plan(settings);
    for (auto& cursor : cursors)
        if (cursor.stream == stream) TRY(plan.restore(cursor.state));
    for (auto& cursor : cursors)
        if (cursor.stream == revisit_stream) TRY(plan.restore_revisits(cursor.state));
    return plan;
}

Result<void> Plan::restore(std::string_view json) {
    auto document = TRY(JsonDocument::parse(json, {.max_bytes = 64u << 10, .max_depth = 8}));
    JsonNode root = document.root();
    if (root["began"].is_nothing()) return {};
    auto instant = [&](std::string_view key) {
        return parse_instant(root[key].string().value_or(""));
    };
    auto number = [&](std::string_view key) { return root[key].integer().value_or(0); };
    began_ = TRY(instant("began"));
    customers_watermark_ = TRY(instant("customers_watermark"));
    sales_watermark_ = TRY(instant("sales_watermark"));
    shipments_watermark_ = TRY(instant("shipments_watermark"));
    bool has_stage = false;
    for (auto stage : {Stage::customers, Stage::sales, Stage::shipments, Stage::live})
        if (root["stage"].string() == name_of(stage)) stage_ = stage, has_stage = true;
    if (!has_stage) return fail(ErrorKind::invalid, "no such stage in the cursor", "/stage");
    after_ = std::max<std::int64_t>(0, number("after"));
    newest_ = number("newest");
    by_time_stamp_ = root["by_time_stamp"].boolean().value_or(false);
    daily_ = number("daily");
    weekly_ = number("weekly");
    return {};
}

Result<void> Plan::restore_revisits(std::string_view json) {
    auto document = TRY(JsonDocument::parse(json, {.max_bytes = 1u << 20, .max_depth = 4}));
    JsonNode root = document.root();
    root["customers"].each(
        [this](JsonNode id) { revisit_customer(std::string(id.string().value_or(""))); });
    root["lines"].each(
        [this](JsonNode id) { revisit_returns_of(std::string(id.string().value_or(""))); });
    root["sales"].each(
        [this](JsonNode id) { revisit_sale(std::string(id.string().value_or(""))); });
    if (auto after = root["all_after"].integer()) all_again_after_ = after;
    return {};
}

std::string Plan::state() const {
    JsonWriter out;
    out.begin_object();
    if (began_) {
        out.member("began", format_iso(*began_)).member("stage", name_of(stage_));
        if (stage_ != Stage::live) out.member("after", after_).member("newest", newest_);
        out.member("customers_watermark", format_iso(customers_watermark_))
            .member("sales_watermark", format_iso(sales_watermark_));
        out.member("shipments_watermark", format_iso(shipments_watermark_));
        if (by_time_stamp_) out.member("by_time_stamp", true);
        out.member("daily", daily_).member("weekly", weekly_);
    }
    return out.end_object().take();
}

std::string Plan::revisit_state() const {
    JsonWriter out;
    auto list = [&](std::string_view name, const std::deque<std::string>& ids) {
        out.key(name).begin_array();
        for (auto& id : ids) out.value(id);
        out.end_array();
    };
    out.begin_object();
    list("customers", customers_);
    list("lines", lines_);
    list("sales", sales_);
    if (all_again_after_) out.member("all_after", is_once_more_ ? 0 : *all_again_after_);
    return out.end_object().take();
}

/// Behind those being read just now: what changed while they are read is read once more.
void Plan::queue(std::deque<std::string>& waiting, Kind reader, std::size_t most, std::string id) {
    std::size_t reading = task_ && task_->kind == reader ? task_->revisits : 0;
    if (id.empty() ||
        std::find(waiting.begin() + std::ptrdiff_t(reading), waiting.end(), id) != waiting.end())
        return;
    if (waiting.size() < most)
        waiting.push_back(std::move(id));
    else
        read_all_again();
}

void Plan::revisit_customer(std::string id) {
    if (stage_ == Stage::customers) return;  // all sales are read behind them
    queue(customers_, Kind::of_customers, most_customers, std::move(id));
}
void Plan::revisit_returns_of(std::string line_id) {
    queue(lines_, Kind::of_lines, most_lines, std::move(line_id));
}
void Plan::revisit_sale(std::string id) {
    queue(sales_, Kind::of_sales, most_sales, std::move(id));
}

void Plan::read_all_again() {
    if (task_ && task_->kind == Kind::all_again)
        is_once_more_ = true;
    else
        all_again_after_ = 0;
}

Walk Plan::walk(std::string path, const char* key, Walk::By by) const {
    return Walk(settings_.api_url, with(std::move(path), "sort", key), key, by,
                settings_.page_size);
}

std::string Plan::list(std::string_view resource) const {
    return fmt::format("{}{}.json?limit={}", settings_.account_path(), resource,
                       settings_.page_size);
}

std::optional<Ask> Plan::next(Instant now) {
    if (!task_) choose(now);
    if (!task_) return std::nullopt;
    return Ask{get(settings_, task_->walk.path()), progress()};
}

void Plan::choose(Instant now) {
    auto since = [&](Instant watermark) {
        return ">=," + format_iso((watermark - overlap).floor_seconds());
    };
    switch (step_) {
        case Step::shops:
            task_ = Task{Kind::shops, walk(list("Shop") + "&archived=true", "shopID")};
            break;
        case Step::categories:
            task_ = Task{Kind::categories, Walk(settings_.api_url, list("Category"), "categoryID",
                                                Walk::By::id, settings_.page_size)};
            break;
        case Step::backfill:
            choose_backfill();
            break;
        case Step::since_customers: {
            // A change of the contact alone may not move the customer's own time.
            std::string either =
                fmt::format("timeStamp={}|Contact.timeStamp={}", since(customers_watermark_),
                            since(customers_watermark_));
            task_ = Task{Kind::since_customers,
                         walk(with(customers_path(settings_), "or", either), "customerID")};
            break;
        }
        case Step::since_sales:
            task_ = Task{Kind::since_sales,
                         walk(sales_path(settings_), by_time_stamp_ ? "timeStamp" : "updatetime",
                              Walk::By::time)};
            task_->walk.start_at((sales_watermark_ - overlap).floor_seconds());
            break;
        case Step::since_shipments:
            task_ = Task{
                Kind::since_shipments,
                walk(with(list("ShipTo"), "timeStamp", since(shipments_watermark_)), "shipToID")};
            break;
        case Step::look_back:
            choose_look_back(now);
            break;
        case Step::revisit:
            choose_revisit();
            break;
        case Step::finished:
            break;
    }
}

void Plan::choose_backfill() {
    if (stage_ == Stage::customers) {
        task_ = Task{Kind::customers, walk(customers_path(settings_), "customerID")};
    } else if (stage_ == Stage::sales && newest_ == 0 && !has_newest_) {
        std::string path =
            fmt::format("{}Sale.json?limit=1&archived=true&sort=-saleID", settings_.account_path());
        task_ =
            Task{Kind::newest, Walk(settings_.api_url, std::move(path), "saleID", Walk::By::id, 1)};
        return;
    } else if (stage_ == Stage::sales) {
        task_ = Task{Kind::sales, walk(sales_path(settings_), "saleID")};
    } else {
        task_ = Task{Kind::shipments, walk(list("ShipTo"), "shipToID")};
    }
    task_->walk.start_after(after_);
}

void Plan::choose_look_back(Instant now) {
    today_ = day_of(now);
    auto back = [&](Kind kind, int days_back) {
        task_ = Task{kind, walk(sales_path(settings_), "timeStamp", Walk::By::time)};
        task_->walk.start_at((now - days(days_back)).floor_seconds());
    };
    if (today_ >= weekly_ + 7)
        back(Kind::weekly, by_time_stamp_ ? blind_weekly_days : weekly_days);
    else if (today_ > daily_)
        back(Kind::daily, by_time_stamp_ ? blind_daily_days : daily_days);
    else
        step_ = Step::revisit, choose_revisit();
}

void Plan::choose_revisit() {
    if (is_unmapped_) return;  // the page may add to the queues
    auto of_first = [&](Kind kind, const std::deque<std::string>& waiting, const char* filter) {
        std::vector<std::string> ids(
            waiting.begin(),
            waiting.begin() + std::ptrdiff_t(std::min(waiting.size(), ids_at_once)));
        auto with_ids = [&](std::string path) {
            return path.append("&").append(filter).append("=").append(one_of(ids));
        };
        if (kind == Kind::of_lines)
            task_ = Task{kind,
                         Walk(settings_.api_url, with_ids(list("SaleLine")), "saleLineID",
                              Walk::By::id, settings_.page_size),
                         ids.size()};
        else
            task_ = Task{kind, walk(with_ids(sales_path(settings_)), "saleID"), ids.size()};
    };
    if (all_again_after_) {
        task_ = Task{Kind::all_again, walk(sales_path(settings_), "saleID")};
        task_->walk.start_after(*all_again_after_);
    } else if (!customers_.empty()) {
        of_first(Kind::of_customers, customers_, "customerID");
    } else if (!lines_.empty()) {
        of_first(Kind::of_lines, lines_, "parentSaleLineID");
    } else if (!sales_.empty()) {
        of_first(Kind::of_sales, sales_, "saleID");
    } else {
        step_ = Step::finished;
    }
}

Listed Plan::listed() const {
    REGULARS_ASSERT(task_, "an answer belongs to a question");
    switch (task_->kind) {
        case Kind::shops:
            return Listed::shops;
        case Kind::categories:
            return Listed::categories;
        case Kind::newest:
            return Listed::newest;
        case Kind::customers:
        case Kind::since_customers:
            return Listed::customers;
        case Kind::shipments:
        case Kind::since_shipments:
            return Listed::shipments;
        case Kind::of_lines:
            return Listed::lines;
        default:
            return Listed::sales;
    }
}

bool Plan::is_by_time_stamp() const {
    return task_ && (task_->kind == Kind::daily || task_->kind == Kind::weekly ||
                     (task_->kind == Kind::since_sales && by_time_stamp_));
}

bool Plan::asks_for_updatetime() const {
    return task_ && task_->kind == Kind::since_sales && !by_time_stamp_;
}

void Plan::refuse_updatetime() {
    REGULARS_ASSERT(asks_for_updatetime(), "what is refused was asked for");
    by_time_stamp_ = true;
    daily_ = weekly_ = 0;  // look back at once: changes before now were not all shown
    task_.reset();
}

Result<void> Plan::take(const Links& links, std::span<const Row> rows, Instant said_at) {
    REGULARS_ASSERT(task_, "an answer belongs to a question");
    said_at = said_at.floor_seconds();
    if (!began_) {
        began_ = customers_watermark_ = sales_watermark_ = shipments_watermark_ = said_at;
        daily_ = weekly_ = day_of(said_at);
    }
    if (!task_->began) task_->began = said_at;
    is_unmapped_ = true;
    if (task_->kind == Kind::newest) {
        for (auto& row : rows) newest_ = std::max(newest_, row.id);
        has_newest_ = true;
        task_.reset();
        return {};
    }
    Walked walked = task_->walk.take(links, rows);
    if (walked == Walked::stuck)
        return fail(ErrorKind::exhausted,
                    "Lightspeed promises more pages but repeats the same rows", progress());
    if (walked == Walked::done) {
        finish_task();
        return {};
    }
    if (task_->kind == Kind::customers || task_->kind == Kind::sales ||
        task_->kind == Kind::shipments)
        after_ = task_->walk.last().id;
    if (task_->kind == Kind::all_again) all_again_after_ = task_->walk.last().id;
    // Ascending by the changing time: what stands before the last row is read, whatever happens
    // next.
    if (task_->kind == Kind::since_sales)
        sales_watermark_ =
            std::max(sales_watermark_, std::min(task_->walk.last().at, *task_->began));
    return {};
}

void Plan::finish_task() {
    auto began = *task_->began;
    auto drop = [&](std::deque<std::string>& waiting) {
        waiting.erase(waiting.begin(), waiting.begin() + std::ptrdiff_t(task_->revisits));
    };
    auto next_stage = [&](Stage stage) { stage_ = stage, after_ = 0; };
    switch (task_->kind) {
        case Kind::shops:
            step_ = Step::categories;
            break;
        case Kind::categories:
            step_ = is_backfilling() ? Step::backfill : Step::since_customers;
            break;
        case Kind::newest:
            break;
        case Kind::customers:
            next_stage(Stage::sales);
            break;
        case Kind::sales:
            next_stage(Stage::shipments);
            break;
        case Kind::shipments:
            next_stage(Stage::live);
            step_ = Step::since_customers;
            break;
        case Kind::since_customers:
            customers_watermark_ = std::max(customers_watermark_, began);
            step_ = Step::since_sales;
            break;
        case Kind::since_sales:
            sales_watermark_ = std::max(sales_watermark_, began);
            step_ = Step::since_shipments;
            break;
        case Kind::since_shipments:
            shipments_watermark_ = std::max(shipments_watermark_, began);
            step_ = Step::look_back;
            break;
        case Kind::weekly:
            weekly_ = daily_ = today_;
            break;
        case Kind::daily:
            daily_ = today_;
            break;
        case Kind::of_customers:
            drop(customers_);
            break;
        case Kind::of_lines:
            drop(lines_);
            break;
        case Kind::of_sales:
            drop(sales_);
            break;
        case Kind::all_again:
            if (std::exchange(is_once_more_, false))
                all_again_after_ = 0;
            else
                all_again_after_.reset();
            break;
    }
    task_.reset();
}

std::string Plan::progress() const {
    switch (stage_) {
        case Stage::customers:
            return after_ > 0 ? fmt::format("customers: up to number {}", after_) : "customers";
        case Stage::sales:
            return newest_ > 0 ? fmt::format("sales: up to number {} of {}", after_, newest_)
                               : "sales";
        case Stage::shipments:
            return after_ > 0 ? fmt::format("shipments: up to number {}", after_) : "shipments";
        case Stage::live:
            return "up to date";
    }
    return {};
}

model::RunReach Plan::reach() const {
    switch (stage_) {
        case Stage::customers:
            return {};
        case Stage::sales:
            return {.stage = model::RunStage::history};
        case Stage::shipments:
            return {.stage = model::RunStage::shipments};
        case Stage::live:
            break;
    }
    return {.stage = model::RunStage::finishing};
}

double Plan::done() const {
    constexpr double of_customers = 0.1, of_sales = 0.85;
    switch (stage_) {
        case Stage::customers:
            return 0;
        case Stage::sales:
            return of_customers +
                   (newest_ > 0 ? of_sales * std::min(1.0, double(after_) / double(newest_)) : 0);
        case Stage::shipments:
            return of_customers + of_sales;
        case Stage::live:
            return 1;
    }
    return 1;
}

}  // namespace regulars::sources::lightspeed
