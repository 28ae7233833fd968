// Writes the life of one order: what is bought, how it is paid, and everything that happens later.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "sandbox/toast/book.hpp"
#include "sandbox/toast/lines.hpp"

namespace regulars::sandbox::toast {
namespace {

constexpr std::int64_t day_s = 86'400, hour_s = 3600;
constexpr std::uint32_t no_later = UINT32_MAX;
/// The selections of a check that moved are numbered from here on: they are new ones.
constexpr std::uint32_t moved_numbers = 1u << 16;

/// What will become of an order, as far as it decides whether it counts.
enum class Fate {
    plain,
    test_mode,
    excess_food,
    removed,
    voided,
    refused,
    refused_at_first,
    without_lines,
    lines_voided
};

// Rates and times are chosen so that a year of one restaurant shows each; no public figures exist.
class Story {
  public:
    Story(const Book& book, const BookOptions& options, const Place& place, std::uint32_t index,
          Plan& out)
        : book_(book),
          options_(options),
          place_(place),
          kept_(place.orders[index]),
          out_(out),
          order_(out.first),
          dice_(mix(mix(book.world().options().seed, 0x73746f7279 + place.location), index)) {
        order_.index = index;
    }

    void write() {
        order_.look = std::uint32_t(dice_.next());
        created_ = kept_.created;
        created_ms_ = Millis(created_) * 1000 + 150 + dice_.below(800);
        decide();
        begin();
        for (int i = 0; i < check_count_; ++i) write_check(i);
        if (kept_.kin == Kin::absorbs_next) absorb();
        if (kept_.kin == Kin::goes_to_previous) {
            add(merge_at(order_.index - 1), {.kind = StepKind::remove});
            last_ = steps_.back().at;
        } else {
            live();
        }
        finish();
    }

  private:
    bool odd(double natural, double most) {
        return dice_.chance(std::min(most, natural * options_.oddity));
    }
    void add(std::int64_t at, Step step) {
        step.at = Seconds(at);
        step.ms = std::uint16_t(dice_.below(1000));
        steps_.push_back(step);
    }
    std::int64_t merge_at(std::uint32_t absorber) const {
        std::uint64_t bits = mix(book_.world().options().seed, 0x6d65726765 + absorber);
        return place_.orders[absorber + 1].created + 300 + std::int64_t(bits % 1500);
    }

    void decide() {
        order_.source = source();
        is_pair_ = kept_.kin != Kin::alone;
        if (!is_pair_) fate_ = fate();
        check_count_ = !is_pair_ && dice_.chance(kept_.in_store ? 0.12 : 0.03) ? 2 : 1;
        is_huge_ = !kept_.in_store && !is_pair_ && odd(0.00004, 0.0004);
        lines_ =
            is_huge_ ? dice_.between(380, 440) : std::clamp(int(dice_.log_normal(2.4, 0.55)), 1, 9);
        if (order_.source == Source::catering || order_.source == Source::catering_online)
            lines_ += dice_.between(2, 9);
        if (fate_ == Fate::plain && odd(0.012, 0.1)) {
            if (lines_ == 1 && check_count_ == 1)
                fate_ = Fate::lines_voided;
            else
                voids_a_line_ = true;
        }
    }

    Source source() {
        double u = dice_.unit();
        if (kept_.in_store) {
            return u < 0.70   ? Source::in_store
                   : u < 0.82 ? Source::pay_at_table
                   : u < 0.89 ? Source::toast_tables
                   : u < 0.95 ? Source::kiosk
                   : u < 0.98 ? Source::caller_id
                              : Source::invoice;
        }
        constexpr struct {
            double up_to;
            Source source;
        } shares[] = {{0.48, Source::online},
                      {0.59, Source::pickup_app},
                      {0.66, Source::toast_local},
                      {0.78, Source::branded_online},
                      {0.85, Source::branded_mobile},
                      {0.89, Source::catering_online},
                      {0.915, Source::ecommerce},
                      {0.94, Source::google},
                      {0.98, Source::api},
                      {0.99, Source::catering}};
        for (auto& share : shares) {
            if (u < share.up_to) return share.source;
        }
        return Source::drive_thru;
    }

    Fate fate() {
        struct Share {
            Fate fate;
            double natural, most;
        };
        constexpr Share shares[] = {
            {Fate::test_mode, 0.004, 0.03},    {Fate::excess_food, 0.002, 0.02},
            {Fate::removed, 0.003, 0.03},      {Fate::voided, 0.006, 0.05},
            {Fate::refused, 0.005, 0.04},      {Fate::refused_at_first, 0.001, 0.02},
            {Fate::without_lines, 0.002, 0.02}};
        double u = dice_.unit();
        for (auto& share : shares) {
            double part = std::min(share.most, share.natural * options_.oddity);
            if (u < part) return share.fate;
            u -= part;
        }
        return Fate::plain;
    }

    void begin() {
        order_.created = order_.modified = created_ms_;
        order_.test_mode = fate_ == Fate::test_mode;
        order_.excess_food = fate_ == Fate::excess_food;
        order_.business_date = Book::business_date(place_, created_ms_);
        order_.prep_s = 60 * dice_.between(10, 45);
        if (order_.source == Source::catering || order_.source == Source::catering_online)
            order_.prep_s += 85 * 60;
        choose_dining_option();
        double u = dice_.unit();
        bool is_catering =
            order_.source == Source::catering_online || order_.source == Source::catering;
        if (fate_ == Fate::refused || fate_ == Fate::refused_at_first) {
            order_.approval = Approval::needs_approval;
        } else if (!kept_.in_store && u < (is_catering ? 0.6 : 0.07)) {
            order_.approval = Approval::future;
            std::int64_t at = std::int64_t(created_) + 2 * hour_s +
                              std::int64_t(dice_.unit() * dice_.unit() * 6 * double(day_s));
            order_.promised = (at / 900 + 1) * 900'000;
            // The day on which it is fulfilled is the one it counts on.
            order_.business_date = Book::business_date(place_, order_.promised);
        } else if (!kept_.in_store && u < 0.17) {
            order_.approval = Approval::needs_approval;
        }
        order_.estimated =
            order_.promised != 0 ? order_.promised : created_ms_ + order_.prep_s * 1000;
        // The documents disagree about orders for later: half of the places open them when they are
        // due.
        bool opens_late = order_.approval == Approval::future && place_.location % 2 == 1;
        order_.opened = opens_late ? order_.promised : created_ms_ - 100;
        order_.guests = std::uint8_t(kept_.in_store ? dice_.between(1, 6) : 1);
        std::int64_t hour = place_.clock.to_local(created_) % day_s / hour_s;
        if (dice_.chance(0.8)) order_.service = hour < 5 || hour >= 22 ? 3 : hour < 16 ? 1 : 2;
        if (dice_.chance(0.6))
            order_.revenue_center = std::uint8_t(kept_.in_store ? 1 + dice_.below(2)
                                                 : is_catering  ? 4
                                                                : 3);
    }

    void choose_dining_option() {
        double u = dice_.unit();
        if (kept_.in_store) {
            order_.dining_option = u < 0.76 ? 0 : 1;
            return;
        }
        order_.dining_option = u < 0.52 ? 2 : u < 0.60 ? 4 : u < 0.70 ? 1 : u < 0.73 ? 0 : 3;
        bool is_old = created_ < book_.begins().seconds() + options_.days * day_s / 3;
        if (order_.dining_option == 3 && is_old && dice_.chance(0.25)) order_.dining_option = 5;
        is_delivery_ = order_.dining_option == 3 || order_.dining_option == 5;
        order_.has_delivery_info = is_delivery_ || dice_.chance(0.3);
        if (is_delivery_ && dice_.chance(0.7)) order_.delivery = DeliveryState::pending;
    }

    void write_check(int number) {
        Check check;
        check.number = std::uint32_t(number);
        check.of_order = order_.index;
        check.opened = order_.opened;
        check.created = check.modified = created_ms_ - 3;
        if (fate_ != Fate::without_lines) {
            next_number_ = write_lines(check,
                                       {.location = place_.location,
                                        .country = book_.restaurant(place_).country,
                                        .lines = lines_,
                                        .is_comp = !is_pair_ && number == 0 && odd(0.006, 0.03),
                                        .is_pantry = order_.source == Source::ecommerce,
                                        .first_number = next_number_,
                                        .created = created_ms_ - 20},
                                       dice_);
            if (is_delivery_ && dice_.chance(0.6))
                check.charges.push_back({"Delivery Fee", 399, false, true});
            if (is_delivery_ && dice_.chance(0.15))
                check.charges.push_back({"Delivery", 300, true, true});
            if (kept_.in_store && order_.guests >= 6)
                check.charges.push_back({"Auto Gratuity", check.amount() * 18 / 100, true, false});
        }
        check.customer = customer(number);
        if (dice_.chance(0.12)) check.loyalty = kept_.person + 1;
        order_.checks.push_back(std::move(check));
    }

    Customer customer(int number) {
        Customer c;
        std::uint32_t person = kept_.person;
        // Whoever pays the second check stood in the crowd before the first.
        if (number == 1 && person > 1 && dice_.chance(0.7)) person = 1 + dice_.below(person - 1);
        c.dashes = dice_.chance(0.3);
        bool without_guid = dice_.chance(0.06), nameless = dice_.chance(0.02),
             comes_later = dice_.chance(0.2);
        if (person == 0) return c;
        Habit habit = book_.patrons().habit(person - 1);
        c.person = person - 1;
        c.has_email = habit.has_email;
        c.has_phone = habit.has_phone;
        c.has_guid = habit.has_guid && (habit.is_member || !without_guid);
        c.contact = Contact::details;
        if (!habit.is_member) return nameless && number == 1 ? Customer{} : c;
        // Of a member's check, only orders that count ever tell who they are, and only alone.
        if (is_pair_ || check_count_ > 1) return {};
        bool counts = fate_ == Fate::plain && is_online(order_.source);
        if (!counts || created_ < habit.known_from) {
            c.contact = Contact::guid;
            contact_later_ = counts && comes_later && (c.has_email || c.has_phone);
        }
        return c;
    }

    void absorb() {
        Plan other = write_story(book_, options_, place_, order_.index + 1);
        Check check = std::move(other.first.checks.front());
        // The check keeps its guid; its lines are new ones.
        for (auto& selection : check.selections) renumber(selection);
        check.number += 2;
        out_.moved.push_back(std::move(check));
        add(merge_at(order_.index), {.kind = StepKind::absorb});
        earliest_pay_ = steps_.back().at + 120;
    }
    static void renumber(Selection& selection) {
        selection.number += moved_numbers;
        for (auto& modifier : selection.modifiers) renumber(modifier);
    }

    void live() {
        std::int64_t starts = created_;
        if (order_.approval == Approval::needs_approval) starts = approve();
        if (order_.approval == Approval::future) {
            starts = std::max<std::int64_t>(created_ + 60, order_.promised / 1000 - order_.prep_s);
            add(starts, {.kind = StepKind::approve});
        }
        std::int64_t due = order_.estimated / 1000;
        std::int64_t ready = std::max(starts + 120, due + dice_.between(-420, 420));
        if (fate_ != Fate::refused) cook(starts, ready);
        pay(ready);
        afterwards(ready);
    }

    std::int64_t approve() {
        std::int64_t at = created_ + dice_.between(30, 900);
        if (fate_ == Fate::refused || fate_ == Fate::refused_at_first)
            add(at, {.kind = StepKind::refuse});
        if (fate_ == Fate::refused) return at;
        if (fate_ == Fate::refused_at_first) at += dice_.between(600, 7200);
        add(at, {.kind = StepKind::approve});
        return at;
    }

    void cook(std::int64_t starts, std::int64_t ready) {
        if (place_.kitchen_display && dice_.chance(0.85)) {
            add(starts + dice_.between(5, 60), {.kind = StepKind::start});
            if (dice_.chance(0.15)) add(ready - 60, {.kind = StepKind::ready_one});
            add(ready, {.kind = StepKind::ready});
        }
        if (order_.delivery == DeliveryState::unknown) return;
        add(ready + dice_.between(60, 900), {.kind = StepKind::dispatch});
        if (dice_.chance(0.93)) add(ready + dice_.between(960, 4200), {.kind = StepKind::deliver});
    }

    void pay(std::int64_t ready) {
        bool ahead =
            !kept_.in_store && !is_pair_ && dice_.chance(0.8) && fate_ != Fate::without_lines;
        double u = dice_.unit();
        PaymentType type = u < 0.82   ? PaymentType::credit
                           : u < 0.89 ? PaymentType::gift_card
                           : u < 0.93 ? PaymentType::other
                                      : PaymentType::cash;
        if (ahead) {
            if (type == PaymentType::cash) type = PaymentType::credit;
            prepay(type);
            return;
        }
        std::int64_t at =
            kept_.in_store ? created_ + dice_.between(900, 6300) : ready + dice_.between(30, 1500);
        at = std::max(at, earliest_pay_);
        paid_ = at;
        add(at, {.kind = StepKind::pay, .part = std::uint8_t(type)});
        if (dice_.chance(0.6)) add(at + dice_.between(1, 600), {.kind = StepKind::close});
    }

    void prepay(PaymentType type) {
        paid_ = created_;
        for (Check& check : order_.checks) {
            check.paid = check.closed = created_ms_ - 20;
            check.status = CheckStatus::closed;
            Minor due = check.due();
            if (due == 0) continue;
            if (odd(0.004, 0.03))
                check.payments.push_back(payment(PaymentType::credit, due, PaymentStatus::denied));
            if (due > 2000 && dice_.chance(0.05)) {
                check.payments.push_back(
                    payment(PaymentType::gift_card, 1000, PaymentStatus::none));
                due -= 1000;
            }
            check.payments.push_back(payment(
                type, due,
                type == PaymentType::credit ? PaymentStatus::authorized : PaymentStatus::none));
            if (type == PaymentType::credit && dice_.chance(0.45))
                check.payments.back().tip = due * dice_.between(8, 22) / 100;
        }
        order_.paid = order_.closed = created_ms_ - 1;
    }
    Payment payment(PaymentType type, Minor amount, PaymentStatus status) {
        return {.number = payments_++,
                .type = type,
                .status = status,
                .amount = amount,
                .paid = created_ms_ - 60};
    }

    void afterwards(std::int64_t ready) {
        std::int64_t closeout = place_.clock.to_utc(
            {(place_.clock.to_local(created_ - closeout_hour * hour_s) / day_s + 1) * day_s +
             closeout_hour * hour_s});
        if (dice_.chance(0.45)) {
            std::int64_t night = order_.promised != 0 ? order_.promised / 1000 + day_s : closeout;
            add(std::max(night, paid_ + 900) + dice_.between(0, 3 * int(hour_s)),
                {.kind = StepKind::close_out});
        }
        const Check& check = order_.checks.front();
        if (dice_.chance(0.22)) {
            add(paid_ + dice_.between(300, 6 * int(hour_s)),
                {.kind = StepKind::tip, .amount = check.due() * dice_.between(8, 25) / 100});
        }
        if (check.loyalty == 0 && kept_.person != 0 && dice_.chance(0.08)) {
            add(created_ + dice_.between(60, 1800),
                {.kind = StepKind::loyalty, .amount = kept_.person + 1});
        }
        if (contact_later_)
            add(created_ + dice_.between(1800, 3 * int(day_s)), {.kind = StepKind::contact});
        if (dice_.chance(0.06))
            add(ready + dice_.between(60, int(day_s)), {.kind = StepKind::touch});
        if (odd(0.003, 0.04) && !is_pair_) {
            add(paid_ + dice_.between(600, 1800), {.kind = StepKind::reopen});
            add(steps_.back().at + dice_.between(60, 3000), {.kind = StepKind::close});
        }
        if (odd(0.002, 0.03))
            add(paid_ + dice_.between(120, 1800), {.kind = StepKind::void_payment});
        if (!is_pair_) take_back();
    }

    void take_back() {
        const Check& check = order_.checks.front();
        std::int64_t soon = created_ + dice_.between(90, 3 * int(hour_s));
        if (voids_a_line_) {
            std::size_t which =
                check.selections.size() > 1
                    ? dice_.below(std::uint32_t(std::min<std::size_t>(check.selections.size(), 20)))
                    : 0;
            const Selection& line = check.selections[which];
            add(soon, {.kind = StepKind::void_selection, .part = std::uint8_t(which)});
            if (paid_ < soon)
                add(soon + 60, {.kind = StepKind::refund, .amount = line.price + line.tax});
        }
        if (fate_ == Fate::lines_voided) add(soon, {.kind = StepKind::void_selection});
        if (fate_ == Fate::voided) {
            for (std::uint8_t i = 0; i < check_count_; ++i)
                add(soon + i, {.kind = StepKind::void_check, .check = i});
        } else if (check_count_ == 2 && odd(0.02, 0.2)) {
            add(soon, {.kind = StepKind::void_check});
        }
        if (fate_ == Fate::removed)
            add(created_ + dice_.between(120, 2 * int(day_s)), {.kind = StepKind::remove});
        if (odd(0.03, 0.15) && fate_ != Fate::without_lines) refund(check);
    }

    void refund(const Check& check) {
        Minor due = check.due();
        if (due < 200) return;
        std::int64_t at =
            std::max<std::int64_t>(paid_, created_) + dice_.between(600, 8 * int(day_s));
        if (dice_.chance(0.4)) {
            add(at, {.kind = StepKind::refund, .amount = due, .tip = dice_.chance(0.5) ? due : 0});
            return;
        }
        Minor part = due * dice_.between(10, 60) / 100;
        add(at, {.kind = StepKind::refund, .amount = part});
        if (!dice_.chance(0.4)) return;
        add(at + dice_.between(3600, 6 * int(day_s)),
            {.kind = StepKind::refund,
             .amount = dice_.chance(0.5) ? due : due * dice_.between(5, 25) / 100});
    }

    /// Puts the steps in their order, a second or more apart; after it is deleted nothing happens.
    void finish() {
        std::ranges::stable_sort(steps_, {}, &Step::at);
        out_.steps.push_back(
            {.at = created_, .ms = std::uint16_t(created_ms_ % 1000), .kind = StepKind::create});
        Seconds last = created_;
        for (Step& step : steps_) {
            if (step.at > last_) break;
            last = step.at = std::max(step.at, last + 1);
            out_.steps.push_back(step);
            if (step.kind == StepKind::remove) break;
        }
    }

    const Book& book_;
    const BookOptions& options_;
    const Place& place_;
    const Kept& kept_;
    Plan& out_;
    Order& order_;
    Dice dice_;
    Seconds created_ = 0;
    Millis created_ms_ = 0;
    Fate fate_ = Fate::plain;
    bool is_pair_ = false, is_huge_ = false, is_delivery_ = false, voids_a_line_ = false,
         contact_later_ = false;
    int check_count_ = 1, lines_ = 1;
    std::uint32_t next_number_ = 0, payments_ = 0;
    std::int64_t paid_ = 0, earliest_pay_ = 0;
    Seconds last_ = no_later;  // no step happens after
    std::vector<Step> steps_;
};

}  // namespace

Plan write_story(const Book& book, const BookOptions& options, const Place& place,
                 std::uint32_t order) {
    Plan plan;
    Story(book, options, place, order, plan).write();
    return plan;
}

}  // namespace regulars::sandbox::toast
