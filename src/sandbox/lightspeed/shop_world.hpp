// Shops of the restaurants' owner and what is sold there as time passes; knows nothing of the wire.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "sandbox/dice.hpp"
#include "sandbox/lightspeed/amount.hpp"
#include "sandbox/lightspeed/catalogue.hpp"
#include "sandbox/lightspeed/time_index.hpp"
#include "sandbox/people.hpp"

namespace regulars::sandbox::lightspeed {

struct ShopOptions {
    std::uint64_t seed = 1;
    int shops = 3;          // 1 … 6
    int days = 1460;        // of history before `origin`
    double sales = 20'000;  // in those days; the future goes on as busily
    Instant origin;         // when the history ends
    /// How many times the natural rate the data has its oddities.
    double oddity = 1;
};

/// The number by which the vendor calls the owner.
std::uint64_t account_number(std::uint64_t seed);

/// Deterministic: every fact follows from the options, the people and the time, whatever steps time
/// took. A day's sales are planned with their whole lives when the day begins; how a record stands
/// is then a function of the instant. Cost: 20,000 sales in about 30 ms, some 160 bytes each. Not
/// thread-safe while it advances.
class ShopWorld {
  public:
    /// `people` are those who may come; the first of them come most often.
    ShopWorld(const ShopOptions& options, std::vector<Person> people);

    /// Plans all days that begin by `now`. Going back does nothing.
    void advance(Instant now);
    bool has_reached(Instant now) const { return now.seconds() < day_start(day_); }

    const ShopOptions& options() const { return options_; }
    const Catalogue& catalogue() const { return catalogue_; }
    const std::vector<Person>& people() const { return people_; }
    /// In order of creation; those not yet visible stand at the end.
    const std::vector<Sale>& sales() const { return sales_; }
    const std::vector<SaleLine>& lines() const { return lines_; }
    const std::vector<Customer>& customers() const { return customers_; }
    const std::vector<ShipTo>& ship_tos() const { return ship_tos_; }
    const TimeIndex& by_update() const { return by_update_; }
    const TimeIndex& by_stamp() const { return by_stamp_; }
    const TimeIndex& by_completion() const { return by_completion_; }

    std::span<const SaleLine> lines_of(const Sale& sale) const {
        return {lines_.data() + sale.first_line, sale.line_count};
    }
    /// The sale whose line this is, or nullptr when nobody ever shows such a line.
    const Sale* sale_of_line(Id line) const;
    std::uint64_t account() const { return account_; }
    Instant begins() const { return Instant::from_seconds(day_start(first_day_)); }

    /// What one line comes to.
    struct LineSums {
        Amount subtotal = 0, line_discount = 0, sale_discount = 0, tax1 = 0, tax2 = 0, total = 0;
    };
    /// What a whole sale comes to at an instant; sums are exact but the taxes and `total`, which
    /// are whole cents.
    struct SaleSums {
        Amount subtotal = 0, discount = 0, taxable = 0, tax1 = 0, tax2 = 0, tax = 0, total = 0,
               cost = 0;
    };
    LineSums sums_of(const Sale& sale, const SaleLine& line) const;
    SaleSums sums_of(const Sale& sale, Seconds now) const;

  private:
    struct Draft {
        Seconds at;
        std::uint8_t shop;
        bool is_online;
    };
    static constexpr std::int64_t day_s = 86'400;
    /// Days begin at 10:00 UTC, when every shop is closed.
    static std::int64_t day_start(std::int64_t day) { return day * day_s + 36'000; }

    // plan_day.cpp
    void plan_day(std::int64_t day);
    void plan_sale(const Draft& draft, Dice& dice);
    void plan_course(Sale& sale, Dice& dice);
    void plan_shipment(Sale& sale, Dice& dice);
    void keep(Sale sale);
    bool odd(Dice& dice, double natural, double most) const {
        return dice.chance(std::min(most, natural * options_.oddity));
    }

    // plan_lines.cpp
    void add_goods(Sale& sale, Dice& dice);
    void add_line(Sale& sale, SaleLine line);
    SaleLine goods(const Sale& sale, Dice& dice) const;
    void discount(Sale& sale, Dice& dice);

    // plan_returns.cpp
    bool plan_return(Sale& sale, Dice& dice);
    void plan_blind_return(Sale& sale, Dice& dice);
    void return_lines(Sale& sale, const Sale& original, Dice& dice, bool whole);

    // plan_customers.cpp
    Id customer_for(Seconds at, Dice& dice);
    Id write_customer(std::uint32_t person, Seconds at, Dice& dice);

    ShopOptions options_;
    std::vector<Person> people_;
    std::vector<Id> customer_of_;  // by person
    std::uint64_t account_;
    Catalogue catalogue_;
    std::vector<Sale> sales_;
    std::vector<SaleLine> lines_;
    std::vector<Customer> customers_;
    std::vector<ShipTo> ship_tos_;
    std::int64_t first_day_, day_;  // `day_` is the next to plan
    TimeIndex by_update_, by_stamp_, by_completion_;
};

}  // namespace regulars::sandbox::lightspeed
