// Plans a service day: who comes, when, and everything that will happen to each reservation.
// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "base/error.hpp"
#include "sandbox/world.hpp"

namespace regulars::sandbox {
namespace {

constexpr std::int64_t day_s = 86'400;
// Rates and times are the reference's aggregate of one restaurant's rows (§11), unless noted.
constexpr double weekday_weight[7] = {0.92, 0.66, 0.74, 0.84, 1.0, 1.36, 1.48};  // Sunday first
constexpr double month_weight[12] = {0.84, 0.95, 0.98, 1.0, 1.05, 1.02, 0.96, 0.93, 1.0, 1.03, 1.02, 1.22};

/// Steps of one reservation while it is planned; time never goes back.
class Course {
  public:
    explicit Course(std::vector<Step>& steps) : steps_(steps), first_(steps.size()) {}
    void add(std::int64_t at, Step step) {
        last_ = std::max(last_, at);
        step.at = Seconds(last_);
        steps_.push_back(step);
    }
    void to(std::int64_t at, State state) { add(at, {.state = state}); }
    std::int64_t last() const { return last_; }
    std::size_t first() const { return first_; }
    std::size_t count() const { return steps_.size() - first_; }

  private:
    std::vector<Step>& steps_;
    std::size_t first_;
    std::int64_t last_ = 0;
};

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

// Minutes after the service day's midnight; the late service of Friday and Saturday crosses the hour
// at which clocks change.
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

}  // namespace

void World::plan_service(std::uint8_t place, std::int64_t day) {
    Dice dice(mix(mix(options_.seed, 0x73657276696365 + place), std::uint64_t(day)));
    LocalDate date = date_of_day(day);
    double mean = options_.guests * options_.reservations_per_guest /
                  (double(restaurants_.size()) * options_.days);
    double covers = mean * weekday_weight[weekday(date)] * month_weight[date.month - 1];
    int count = int(covers * (0.85 + 0.3 * dice.unit()) + dice.unit());
    for (int i = 0; i < count; ++i) plan_reservation(place, day, dice);
}

void World::plan_reservation(std::uint8_t place, std::int64_t day, Dice& dice) {
    Restaurant& r = restaurants_[place];
    double odd = options_.oddity;
    Reservation v;
    v.look = std::uint32_t(dice.next());
    double u = dice.unit();
    v.origin = u < 0.65 ? Origin::walk_in : u < 0.90 ? Origin::web : Origin::phone;
    bool walks_in = v.origin == Origin::walk_in;

    int minute = service_minute(weekday(date_of_day(day)), dice);
    if (!walks_in) minute -= minute % 15;
    std::int64_t at = r.clock.to_utc({day * day_s + minute * 60});
    // Where the hour comes twice, half of the parties come in its second pass.
    if (r.clock.to_local(at + 3600) == r.clock.to_local(at) && dice.chance(0.5)) at += 3600;
    v.scheduled = Seconds(at);
    v.party = std::uint8_t(party_size(dice));
    v.opted_out = dice.chance(0.03);
    v.arrival_noted = dice.chance(0.9);
    double area = dice.unit();
    v.area = area < 0.77   ? Area::standard
             : area < 0.90 ? Area::hightop
             : area < 0.97 ? Area::bar
             : area < 0.985 ? Area::counter
                            : Area::outdoor;

    // Who comes: regulars stand first in the crowd, and the chance falls with the rank.
    auto pick = [&]() -> std::int32_t {
        auto& crowd = crowds_[place];
        if (crowd.empty()) return 0;
        double rank = std::pow(dice.unit(), 1.6) * double(crowd.size());
        return std::int32_t(crowd[std::size_t(rank)]) + 1;
    };
    std::int32_t person = 0;
    if (walks_in ? dice.chance(0.118) : dice.chance(0.997)) person = pick();
    v.duplicate = person != 0 && v.origin != Origin::web && dice.chance(std::min(0.3, 0.03 * odd));
    std::int32_t attached = 0;
    if (person == 0 && dice.chance(std::min(0.2, 0.02 * odd))) attached = pick();

    std::int32_t table = std::int32_t(1 + v.look % 60), server = std::int32_t(1 + (v.look >> 8) % 14);
    if ((v.look >> 16) % 100 < 14) server = 0;
    bool large = v.party > 6 || dice.chance(0.006);
    std::int64_t seat_at = at + std::int64_t(60 * std::clamp(2 + 13 * dice.normal(), -61.0, 57.0));
    double stay = std::clamp(dice.log_normal(77, 0.42), 15.0, 247.0) * 60;

    Course course(r.steps);
    auto skew = [&]() -> std::uint8_t {
        return dice.chance(std::min(0.1, 0.002 * odd)) ? std::uint8_t(dice.between(1, 7)) : std::uint8_t(0);
    };
    enum class End { done, assumed_done, assumed_seated, cancelled, no_show } end = End::done;
    double fate = dice.unit();
    if (walks_in) {
        end = fate < 0.032 ? End::cancelled : fate < 0.0335 ? End::no_show : fate < 0.05 ? End::assumed_done : End::done;
    } else {
        end = fate < 0.182   ? End::cancelled
              : fate < 0.211 ? End::no_show
              : fate < 0.223 ? End::assumed_seated
              : fate < 0.241 ? End::assumed_done
                             : End::done;
    }

    // How it begins.
    if (walks_in) {
        bool waits = end == End::cancelled || end == End::no_show || dice.chance(0.10);
        std::int64_t created = at + dice.between(-30, 1100);  // the reference: created may follow scheduled
        if (waits) v.waitlisted = Seconds(created);
        if (!waits) v.table = std::uint8_t(table), v.server = std::uint8_t(server);
        course.add(created, {.argument = person, .kind = StepKind::create,
                             .state = waits ? State::not_confirmed : State::seated, .skew_s = skew()});
        seat_at = waits ? created + dice.between(180, 2400) : created;
    } else {
        double lead = std::min(booking_lead_s(dice), (planning_days - 2.0) * double(day_s));
        std::int64_t created = at - std::int64_t(lead);
        course.add(created, {.argument = person, .kind = StepKind::create, .state = State::not_confirmed});
        if (dice.chance(0.05)) {
            // Moved to another time, an hour or some days off, at least two hours before.
            std::int64_t moved_at = created + std::int64_t(lead * 0.6 * dice.unit());
            std::int64_t from = at + (dice.chance(0.5) ? 3600 : -3600) * dice.between(1, 3);
            if (dice.chance(0.4)) from -= day_s * dice.between(1, 3);
            if (moved_at < std::min(from, at) - 7200) {
                course.add(moved_at, {.argument = std::int32_t(at), .kind = StepKind::reschedule});
                v.scheduled = Seconds(from);
            }
        }
        if (dice.chance(0.07)) {
            std::int64_t changed_at = course.last() + std::int64_t(double(at - course.last()) * 0.9 * dice.unit());
            course.add(changed_at, {.argument = v.party, .kind = StepKind::party});
            v.party = std::uint8_t(std::max(1, v.party + (dice.chance(0.5) ? 1 : -1)));
        }
    }

    auto sit = [&](std::int64_t when) {
        if (v.table == 0) course.add(when, {.argument = table, .kind = StepKind::table});
        if (v.server == 0 && server != 0) course.add(when, {.argument = server, .kind = StepKind::server});
        if (dice.chance(0.04)) course.to(when, State::partially_seated), when += dice.between(60, 600);
        course.add(when, {.state = State::seated, .skew_s = skew()});
    };
    auto close = [&](std::int64_t seated_at) {
        if (attached != 0) course.add(seated_at + dice.between(120, 3000), {.argument = attached, .kind = StepKind::guest});
        if (dice.chance(0.22)) {
            for (State s : {State::appetizer, State::entree, State::dessert, State::check_dropped, State::paid}) {
                if (!dice.chance(0.75)) continue;
                double part = double(int(s) - int(State::seated)) / 7.5;
                course.to(seated_at + std::int64_t(stay * part), s);
            }
        }
        if (dice.chance(0.02)) course.add(course.last() + 60, {.argument = std::int32_t(1 + dice.below(60)), .kind = StepKind::table});
        std::int64_t left_at = std::max(course.last() + 30, seated_at + std::int64_t(stay));
        if (end == End::assumed_done) {
            // The nightly job, 04:10 of the next morning, the same second for all.
            left_at = std::max(left_at, r.clock.to_utc({(day + 1) * day_s + 4 * 3600 + 600 + place}));
            course.to(left_at, State::assumed_done);
        } else {
            if (dice.chance(0.06)) course.to(left_at - 20, dice.chance(0.5) ? State::cleared : State::bus_table);
            course.add(left_at, {.state = State::done, .skew_s = skew()});
            if (dice.chance(std::min(0.1, 0.006 * odd))) {
                course.to(course.last() + dice.between(30, 900), State::seated);
                course.to(course.last() + dice.between(300, 2400), State::done);
            }
        }
        if (!dice.chance(r.check_share)) return;
        std::int32_t subtotal = 0;
        for (int i = 0; i < v.party; ++i) subtotal += std::int32_t(dice.log_normal(4200, 0.5));
        double late = dice.unit();
        std::int64_t paid_at = course.last() + (late < 0.65   ? dice.between(60, 1800)
                                                : late < 0.90 ? dice.between(1800, 50'000)
                                                              : dice.between(86'400, 6 * 86'400));
        course.add(paid_at, {.argument = subtotal, .kind = StepKind::check, .silent = dice.chance(0.6)});
        if (dice.chance(std::min(0.2, 0.03 * odd))) {
            course.add(paid_at + dice.between(600, 200'000),
                       {.argument = subtotal + dice.between(100, 4000), .kind = StepKind::check, .silent = dice.chance(0.6)});
        }
    };

    if (walks_in && v.waitlisted == 0) {
        close(course.last());
    } else {
        std::int64_t hour = 3600;
        if (!walks_in) {
            std::int64_t day_before = std::max(course.last() + 300, at - 26 * hour);
            std::int64_t room = at - 2 * hour - day_before;
            if (room > 0 && end != End::cancelled) {
                double calls = dice.unit();
                auto when = [&] { return std::max(course.last() + 60, day_before + std::int64_t(double(room) * dice.unit())); };
                if (calls < 0.10) course.to(when(), State::left_message);
                else if (calls < 0.12) course.to(when(), State::no_answer);
                else if (calls < 0.13) course.to(when(), State::wrong_number);
                if (dice.chance(0.38)) course.to(when(), State::confirmed);
            }
        }
        switch (end) {
            case End::cancelled: {
                std::int64_t cancelled_at = at - std::int64_t(std::min(dice.log_normal(1.7, 1.7), 57.0 * 24) * 3600);
                if (walks_in) cancelled_at = course.last() + dice.between(300, 3000);
                else if (dice.chance(0.06)) cancelled_at = at + dice.between(0, 1190);
                std::int64_t early = course.last() + 30;
                if (cancelled_at < early) cancelled_at = std::min(early + std::int64_t(double(std::max<std::int64_t>(at - early, 60)) * dice.unit()), at + 1190);
                course.to(cancelled_at, State::cancelled);
                if (dice.chance(std::min(0.3, 0.03 * odd))) {
                    // They come after all, under the same reservation.
                    if (course.last() < at - 2 * hour && dice.chance(0.6)) {
                        course.to(course.last() + dice.between(60, 3000), State::not_confirmed);
                    }
                    sit(std::max(seat_at, course.last() + 60));
                    close(course.last());
                }
                break;
            }
            case End::no_show: {
                course.to(std::max(course.last() + 60, at + std::int64_t(60 * std::clamp(dice.log_normal(18, 0.55), 9.0, 96.0))), State::no_show);
                if (dice.chance(std::min(0.5, 0.06 * odd))) {
                    sit(course.last() + dice.between(120, 2400));
                    close(course.last());
                }
                break;
            }
            case End::assumed_seated:
                course.to(std::max(course.last() + 60, r.clock.to_utc({(day + 1) * day_s + 4 * 3600 + 600 + place})), State::assumed_seated);
                break;
            case End::done:
            case End::assumed_done:
                if (dice.chance(0.03) && seat_at > at) course.to(at + 60, State::late);
                if (dice.chance(r.arrival_share)) {
                    course.to(std::max(course.last() + 30, seat_at - dice.between(20, 900)),
                              dice.chance(0.25) ? State::partially_arrived : State::all_arrived);
                }
                sit(std::max(course.last(), seat_at));
                close(course.last());
                break;
        }
    }
    if (large) v.second_table = std::uint8_t(table % 60 + 1);

    std::uint32_t index = std::uint32_t(r.reservations.size());
    REGULARS_ASSERT(course.count() < 256, "a reservation has few steps");
    v.first_step = std::uint32_t(course.first());
    v.step_count = std::uint8_t(course.count());
    v.state = r.steps[course.first()].state;
    r.reservations.push_back(v);
    for (std::size_t i = course.first(); i < r.steps.size(); ++i) {
        schedule({.at = r.steps[i].at, .target = index, .detail = std::uint32_t(i), .restaurant = place,
                  .what = Happening::reservation_step});
    }
}

}  // namespace regulars::sandbox
