// Plans a service day: who comes, when, and everything that will happen to each reservation.
// SPDX-License-Identifier: Apache-2.0
#include "base/error.hpp"
#include "sandbox/world.hpp"

namespace regulars::sandbox {
namespace {

constexpr std::int64_t day_s = 86'400, hour_s = 3600;
// Rates and times are the reference's aggregate of one restaurant's rows (§11), unless noted.
constexpr double weekday_weight[7] = {0.92, 0.66, 0.74, 0.84, 1.0, 1.36, 1.48};  // Sunday first
constexpr double month_weight[12] = {0.84, 0.95, 0.98, 1.0,  1.05, 1.02,
                                     0.96, 0.93, 1.0,  1.03, 1.02, 1.22};

int party_size(Dice& dice) {
    double u = dice.unit();
    if (u < 0.58) return 2;
    if (u < 0.67) return 1;
    if (u < 0.78) return 3;
    if (u < 0.90) return 4;
    if (u < 0.97) return dice.between(5, 6);
    if (u < 0.996) return dice.between(7, 12);
    return dice.between(13, 20);
}

// Minutes after the service day's midnight; the late service of Friday and Saturday crosses the
// hour at which clocks change.
int service_minute(int weekday, Dice& dice) {
    if ((weekday == 5 || weekday == 6) && dice.chance(0.07)) return 23 * 60 + dice.between(0, 210);
    if (dice.chance(0.28)) return 11 * 60 + 30 + dice.between(0, 165);
    return 17 * 60 + int(135 + 60 * dice.normal());
}

double booking_lead_s(Dice& dice) {
    double u = dice.unit();
    double days = u < 0.30   ? 0.04 + 0.35 * dice.unit()
                  : u < 0.70 ? 0.5 + 4.5 * dice.unit()
                  : u < 0.94 ? 5 + 25 * dice.unit()
                             : 30 + 88 * dice.unit();
    return days * double(day_s);
}

enum class End { done, assumed_done, assumed_seated, cancelled, no_show };

End fate(Origin origin, Dice& dice) {
    double u = dice.unit();
    if (origin == Origin::walk_in) {
        return u < 0.032    ? End::cancelled
               : u < 0.0335 ? End::no_show
               : u < 0.05   ? End::assumed_done
                            : End::done;
    }
    return u < 0.182   ? End::cancelled
           : u < 0.211 ? End::no_show
           : u < 0.223 ? End::assumed_seated
           : u < 0.241 ? End::assumed_done
                       : End::done;
}

Area area(Dice& dice) {
    double u = dice.unit();
    return u < 0.77    ? Area::standard
           : u < 0.90  ? Area::hightop
           : u < 0.97  ? Area::bar
           : u < 0.985 ? Area::counter
                       : Area::outdoor;
}

/// Writes the steps of one reservation, in order: time never goes back.
class Course {
  public:
    /// `at` is when the party should sit, `night` when the job comes that closes what nobody
    /// closed.
    Course(std::vector<Step>& steps, Reservation& v, const Restaurant& r, double oddity,
           std::int64_t at, std::int64_t night, Dice& dice)
        : steps_(steps),
          first_(steps.size()),
          v_(v),
          r_(r),
          oddity_(oddity),
          at_(at),
          night_(night),
          dice_(dice) {
        table_ = 1 + v.look % 60;
        server_ = (v.look >> 16) % 100 < 14 ? 0 : 1 + (v.look >> 8) % 14;
        stay_s_ = std::clamp(dice.log_normal(77, 0.42), 15.0, 247.0) * 60;
    }

    /// `person` + 1 books or walks in, `attached` + 1 is recognized later; 0 for nobody.
    void write(std::int32_t person, std::int32_t attached) {
        attached_ = attached;
        end_ = fate(v_.origin, dice_);
        if (v_.origin == Origin::walk_in) {
            if (walk_in(person)) {
                stay();
            } else {
                finish(last_ + dice_.between(180, 2400));
            }
        } else {
            book(person);
            if (end_ != End::cancelled) call();
            finish(at_ + std::int64_t(60 * std::clamp(2 + 13 * dice_.normal(), -61.0, 57.0)));
        }
        if (v_.party > 6 || dice_.chance(0.006)) v_.second_table = std::uint8_t(table_ % 60 + 1);
    }

    std::size_t first() const { return first_; }
    std::size_t count() const { return steps_.size() - first_; }

  private:
    void add(std::int64_t when, Step step) {
        last_ = std::max(last_, when);
        step.at = Seconds(last_);
        steps_.push_back(step);
    }
    void to(std::int64_t when, State state) { add(when, {.state = state}); }
    /// Some hosts' clocks run ahead.
    void to_by_host(std::int64_t when, State state) {
        add(when, {.state = state, .skew_s = skew()});
    }
    std::uint8_t skew() {
        return odd(0.002, 0.1) ? std::uint8_t(dice_.between(1, 7)) : std::uint8_t(0);
    }
    /// Chance of an oddity, by its natural rate and the most it may become.
    bool odd(double natural, double most) {
        return dice_.chance(std::min(most, natural * oddity_));
    }

    /// Returns whether they sit at once; the others wait.
    bool walk_in(std::int32_t person) {
        bool waits = end_ == End::cancelled || end_ == End::no_show || dice_.chance(0.10);
        std::int64_t created =
            at_ + dice_.between(-30, 1100);  // the record may come after the time it names
        if (waits) {
            v_.waitlisted = Seconds(created);
        } else {
            v_.table = std::uint8_t(table_);
            v_.server = std::uint8_t(server_);
        }
        add(created, {.argument = person,
                      .kind = StepKind::create,
                      .state = waits ? State::not_confirmed : State::seated,
                      .skew_s = skew()});
        return !waits;
    }

    void book(std::int32_t person) {
        double lead_s = std::min(booking_lead_s(dice_), (planning_days - 2.0) * double(day_s));
        std::int64_t created = at_ - std::int64_t(lead_s);
        add(created, {.argument = person, .kind = StepKind::create});
        if (dice_.chance(0.05)) {
            // Moved here from another time, at least two hours before either.
            std::int64_t moved_at = created + std::int64_t(lead_s * 0.6 * dice_.unit());
            std::int64_t from = at_ + (dice_.chance(0.5) ? hour_s : -hour_s) * dice_.between(1, 3);
            if (dice_.chance(0.4)) from -= day_s * dice_.between(1, 3);
            if (moved_at < std::min(from, at_) - 2 * hour_s) {
                add(moved_at, {.argument = std::int32_t(at_), .kind = StepKind::reschedule});
                v_.scheduled = Seconds(from);
            }
        }
        if (dice_.chance(0.07)) {
            std::int64_t changed_at =
                last_ + std::int64_t(double(at_ - last_) * 0.9 * dice_.unit());
            add(changed_at, {.argument = v_.party, .kind = StepKind::party});
            v_.party = std::uint8_t(std::max(1, v_.party + (dice_.chance(0.5) ? 1 : -1)));
        }
    }

    /// The day before, the house calls or writes.
    void call() {
        std::int64_t from = std::max(last_ + 300, at_ - 26 * hour_s),
                     room = at_ - 2 * hour_s - from;
        if (room <= 0) return;
        auto when = [&] {
            return std::max(last_ + 60, from + std::int64_t(double(room) * dice_.unit()));
        };
        double u = dice_.unit();
        if (u < 0.10) {
            to(when(), State::left_message);
        } else if (u < 0.12) {
            to(when(), State::no_answer);
        } else if (u < 0.13) {
            to(when(), State::wrong_number);
        }
        if (dice_.chance(0.38)) to(when(), State::confirmed);
    }

    void finish(std::int64_t seat_at) {
        switch (end_) {
            case End::cancelled:
                cancel(seat_at);
                break;
            case End::no_show: {
                double late_min = std::clamp(dice_.log_normal(18, 0.55), 9.0, 96.0);
                to(std::max(last_ + 60, at_ + std::int64_t(60 * late_min)), State::no_show);
                if (odd(0.06, 0.5)) sit_and_stay(last_ + dice_.between(120, 2400));
                break;
            }
            case End::assumed_seated:
                to(std::max(last_ + 60, night_), State::assumed_seated);
                break;
            case End::done:
            case End::assumed_done:
                if (dice_.chance(0.03) && seat_at > at_) to(at_ + 60, State::late);
                if (dice_.chance(r_.arrival_share)) {
                    to(std::max(last_ + 30, seat_at - dice_.between(20, 900)),
                       dice_.chance(0.25) ? State::partially_arrived : State::all_arrived);
                }
                sit_and_stay(std::max(last_, seat_at));
                break;
        }
    }

    void cancel(std::int64_t seat_at) {
        constexpr std::int64_t latest_s = 1190;  // after the scheduled time
        std::int64_t when =
            at_ - std::int64_t(std::min(dice_.log_normal(1.7, 1.7), 57.0 * 24) * double(hour_s));
        if (v_.origin == Origin::walk_in) {
            when = last_ + dice_.between(300, 3000);
        } else if (dice_.chance(0.06)) {
            when = at_ + dice_.between(0, latest_s);
        }
        std::int64_t earliest = last_ + 30;
        if (when < earliest) {
            double room = double(std::max<std::int64_t>(at_ - earliest, 60));
            when = std::min(earliest + std::int64_t(room * dice_.unit()), at_ + latest_s);
        }
        to(when, State::cancelled);
        if (!odd(0.03, 0.3)) return;
        // They come after all, under the same reservation.
        if (last_ < at_ - 2 * hour_s && dice_.chance(0.6))
            to(last_ + dice_.between(60, 3000), State::not_confirmed);
        sit_and_stay(std::max(seat_at, last_ + 60));
    }

    void sit_and_stay(std::int64_t when) {
        if (v_.table == 0) add(when, {.argument = std::int32_t(table_), .kind = StepKind::table});
        if (v_.server == 0 && server_ != 0)
            add(when, {.argument = std::int32_t(server_), .kind = StepKind::server});
        if (dice_.chance(0.04)) {
            to(when, State::partially_seated);
            when += dice_.between(60, 600);
        }
        to_by_host(when, State::seated);
        stay();
    }

    /// From sitting down to leaving.
    void stay() {
        std::int64_t seated_at = last_;
        if (attached_ != 0)
            add(seated_at + dice_.between(120, 3000),
                {.argument = attached_, .kind = StepKind::guest});
        if (dice_.chance(0.22)) {
            for (State s : {State::appetizer, State::entree, State::dessert, State::check_dropped,
                            State::paid}) {
                if (!dice_.chance(0.75)) continue;
                double part = double(int(s) - int(State::seated)) / 7.5;
                to(seated_at + std::int64_t(stay_s_ * part), s);
            }
        }
        if (dice_.chance(0.02))
            add(last_ + 60, {.argument = dice_.between(1, 60), .kind = StepKind::table});
        std::int64_t left_at = std::max(last_ + 30, seated_at + std::int64_t(stay_s_));
        if (end_ == End::assumed_done) {
            to(std::max(left_at, night_), State::assumed_done);
        } else {
            if (dice_.chance(0.06))
                to(left_at - 20, dice_.chance(0.5) ? State::cleared : State::bus_table);
            to_by_host(left_at, State::done);
            if (odd(0.006, 0.1)) {
                to(last_ + dice_.between(30, 900), State::seated);
                to(last_ + dice_.between(300, 2400), State::done);
            }
        }
        if (dice_.chance(r_.check_share)) pay();
    }

    /// The cash register's word comes minutes to days later, and seldom makes a version.
    void pay() {
        std::int32_t subtotal = 0;
        for (int i = 0; i < v_.party; ++i) subtotal += std::int32_t(dice_.log_normal(4200, 0.5));
        double u = dice_.unit();
        std::int64_t late_s = u < 0.65   ? dice_.between(60, 1800)
                              : u < 0.90 ? dice_.between(1800, 50'000)
                                         : dice_.between(int(day_s), 6 * int(day_s));
        add(last_ + late_s,
            {.argument = subtotal, .kind = StepKind::check, .silent = dice_.chance(0.6)});
        if (!odd(0.03, 0.2)) return;
        add(last_ + dice_.between(600, 200'000), {.argument = subtotal + dice_.between(100, 4000),
                                                  .kind = StepKind::check,
                                                  .silent = dice_.chance(0.6)});
    }

    std::vector<Step>& steps_;
    std::size_t first_;
    Reservation& v_;
    const Restaurant& r_;
    double oddity_;
    std::int64_t at_, night_;
    Dice& dice_;
    std::uint32_t table_ = 0, server_ = 0;
    double stay_s_ = 0;
    std::int32_t attached_ = 0;
    End end_ = End::done;
    std::int64_t last_ = 0;  // when the last step happens
};

}  // namespace

void World::plan_service(std::uint8_t place, std::int64_t day) {
    Dice dice(mix(mix(options_.seed, 0x73657276696365 + place), std::uint64_t(day)));
    LocalDate date = date_of_day(day);
    double mean = options_.guests * options_.reservations_per_guest /
                  (double(restaurants_.size()) * options_.days);
    double covers = mean * weekday_weight[weekday(date)] * month_weight[date.month - 1];
    int count = int(covers * (0.85 + 0.3 * dice.unit()) + dice.unit());
    auto& r = restaurants_[place];
    REGULARS_ASSERT(day == first_service_day_ + std::ssize(r.first_of_service),
                    "service days are planned one after the other");
    r.first_of_service.push_back(std::uint32_t(r.reservations.size()));
    for (int i = 0; i < count; ++i) plan_reservation(place, day, dice);
}

std::span<const Reservation> World::planned(std::size_t place, std::int64_t service_day) const {
    const Restaurant& r = restaurants_[place];
    auto at = service_day - first_service_day_;
    if (at < 0 || at >= std::ssize(r.first_of_service)) return {};
    std::size_t first = r.first_of_service[std::size_t(at)];
    bool is_last = at + 1 == std::ssize(r.first_of_service);
    std::size_t last = is_last ? r.reservations.size() : r.first_of_service[std::size_t(at) + 1];
    return std::span(r.reservations).subspan(first, last - first);
}

void World::plan_reservation(std::uint8_t place, std::int64_t day, Dice& dice) {
    Restaurant& r = restaurants_[place];
    Reservation v;
    v.look = std::uint32_t(dice.next());
    double u = dice.unit();
    v.origin = u < 0.65 ? Origin::walk_in : u < 0.90 ? Origin::web : Origin::phone;
    bool walks_in = v.origin == Origin::walk_in;

    int minute = service_minute(weekday(date_of_day(day)), dice);
    if (!walks_in) minute -= minute % 15;
    std::int64_t at = r.clock.to_utc({day * day_s + minute * 60});
    // Where the hour comes twice, half of the parties come in its second pass.
    if (r.clock.to_local(at + hour_s) == r.clock.to_local(at) && dice.chance(0.5)) at += hour_s;
    v.scheduled = Seconds(at);
    v.party = std::uint8_t(party_size(dice));
    v.opted_out = dice.chance(0.03);
    v.arrival_noted = dice.chance(0.9);
    v.area = area(dice);

    // Who comes: regulars stand first in the crowd, and the chance falls with the rank.
    auto pick = [&]() -> std::int32_t {
        auto& crowd = crowds_[place];
        if (crowd.empty()) return 0;
        double rank = std::pow(dice.unit(), 1.6) * double(crowd.size());
        return std::int32_t(crowd[std::size_t(rank)]) + 1;
    };
    std::int32_t person = 0, attached = 0;
    if (dice.chance(walks_in ? 0.118 : 0.997)) person = pick();
    v.duplicate = person != 0 && v.origin != Origin::web &&
                  dice.chance(std::min(0.3, 0.03 * options_.oddity));
    if (person == 0 && dice.chance(std::min(0.2, 0.02 * options_.oddity))) attached = pick();

    // The nightly job, 04:10 of the next morning, the same second for all.
    std::int64_t night = r.clock.to_utc({(day + 1) * day_s + 4 * hour_s + 600 + place});
    Course course(r.steps, v, r, options_.oddity, at, night, dice);
    course.write(person, attached);

    std::uint32_t index = std::uint32_t(r.reservations.size());
    REGULARS_ASSERT(course.count() < 256, "a reservation has few steps");
    v.first_step = std::uint32_t(course.first());
    v.step_count = std::uint8_t(course.count());
    v.state = r.steps[course.first()].state;
    r.reservations.push_back(v);
    for (std::size_t i = course.first(); i < r.steps.size(); ++i) {
        schedule({.at = r.steps[i].at,
                  .target = index,
                  .detail = std::uint32_t(i),
                  .restaurant = place,
                  .what = Happening::reservation_step});
    }
}

}  // namespace regulars::sandbox
