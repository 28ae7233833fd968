// What to read next from one Lightspeed account, and the cursors that survive between runs.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "model/integration.hpp"
#include "sources/connector.hpp"
#include "sources/lightspeed/settings.hpp"
#include "sources/lightspeed/walk.hpp"

namespace regulars::sources::lightspeed {

/// What a page of the vendor's holds.
enum class Listed { shops, categories, newest, customers, sales, shipments, lines };

/// "/API/V3/Account/1/Sale.json?limit=…&archived=true&load_relations=…" with all that a sale's
/// events need.
std::string sales_path(const Settings& settings);
std::string customers_path(const Settings& settings);
/// "IN,[1,2]", encoded.
std::string one_of(std::span<const std::string> ids);

/// Each run lists shops and categories. Then first all customers, sales (ascending by id) and
/// shipments; then, in every run, what changed since; by day and by week a look back at recent
/// sales, whose voids the vendor may not mark as changes; and sales that something read meanwhile
/// makes worth reading again. Its state is the cursor "sync"; the last part has a cursor of its
/// own.
class Plan {
  public:
    static constexpr std::string_view stream = "sync";
    static constexpr std::string_view revisit_stream = "revisit";
    /// Errors: invalid (the cursor is not ours).
    static Result<Plan> from(std::span<const model::Cursor> cursors, const Settings& settings);

    /// The next request, or nothing: all is read, or not known before `mapped`.
    std::optional<Ask> next(Instant now);
    Listed listed() const;
    /// Of sales, the time by which `next` sorts them is that of the last legal change, or of the
    /// last change at all; shown in rows as Row::at.
    bool is_by_time_stamp() const;
    /// Moves past the answer to the last `next`; `said_at` is its Date header, or our own time.
    /// Errors: exhausted (a list without end).
    Result<void> take(const Links& links, std::span<const Row> rows, Instant said_at);
    /// Instead of take: the vendor refused to filter by "updatetime". It is not asked for it again.
    void refuse_updatetime();
    bool asks_for_updatetime() const;
    /// The page of the last `take` is mapped.
    void mapped() { is_unmapped_ = false; }

    /// Reads all of this customer's sales again, or the sales that return these lines; at the end
    /// of the run. When more than 5,000 customers, 10,000 lines or 10,000 sales wait, all sales are
    /// read again instead. Customers are not noted while all sales are yet to be read.
    void revisit_customer(std::string id);
    void revisit_returns_of(std::string line_id);
    /// Reads this sale again.
    void revisit_sale(std::string id);

    std::string state() const;
    std::string revisit_state() const;
    bool is_backfilling() const { return stage_ != Stage::live; }
    std::string progress() const;
    double done() const;
    model::RunReach reach() const;

  private:
    enum class Stage { customers, sales, shipments, live };
    enum class Step {
        shops,
        categories,
        backfill,
        since_customers,
        since_sales,
        since_shipments,
        look_back,
        revisit,
        finished
    };
    enum class Kind {
        shops,
        categories,
        newest,
        customers,
        sales,
        shipments,
        since_customers,
        since_sales,
        since_shipments,
        daily,
        weekly,
        of_customers,
        of_lines,
        of_sales,
        all_again
    };
    struct Task {
        Kind kind;
        Walk walk;
        std::size_t revisits = 0;           // how many of the queue's first entries it reads
        std::optional<Instant> began = {};  // by the vendor's clock
    };

    explicit Plan(const Settings& settings) : settings_(settings) {}
    static std::string_view name_of(Stage stage);
    Result<void> restore(std::string_view json);
    Result<void> restore_revisits(std::string_view json);
    void choose(Instant now);
    void choose_backfill();
    void choose_look_back(Instant now);
    void choose_revisit();
    void read_all_again();
    void queue(std::deque<std::string>& waiting, Kind reader, std::size_t most, std::string id);
    void finish_task();
    Walk walk(std::string path, const char* key, Walk::By by = Walk::By::id) const;
    std::string list(std::string_view resource) const;

    const Settings& settings_;

    // Kept in the cursor.
    std::optional<Instant> began_;  // by the vendor's clock; the first answer sets it
    Stage stage_ = Stage::customers;
    std::int64_t after_ = 0;   // id reached in this stage
    std::int64_t newest_ = 0;  // highest sale id when the backfill began
    Instant customers_watermark_, sales_watermark_, shipments_watermark_;
    bool by_time_stamp_ = false;
    std::int64_t daily_ = 0, weekly_ = 0;  // days since 1970 (UTC) on which we last looked back

    // Kept in the cursor of its own.
    std::deque<std::string> customers_, lines_, sales_;
    std::optional<std::int64_t> all_again_after_;
    bool is_once_more_ = false;  // the reading of all again was asked for while it went on

    // Of this run only.
    std::optional<Task> task_;
    Step step_ = Step::shops;
    bool has_newest_ = false;
    bool is_unmapped_ = false;
    std::int64_t today_ = 0;
};

}  // namespace regulars::sources::lightspeed
