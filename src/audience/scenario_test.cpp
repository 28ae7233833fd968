// Reads scenarios and runs them; here on the reference.
// SPDX-License-Identifier: Apache-2.0
#include "audience/scenario_test.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "audience/reference.hpp"
#include "base/text.hpp"

namespace regulars::audience {
namespace {

/// The line's first word; the rest stays in `line`.
std::string_view word(std::string_view& line) {
    line = trimmed(line);
    auto end = std::min(line.find(' '), line.size());
    auto first = line.substr(0, end);
    line = trimmed(line.substr(end));
    return first;
}

template <class T>
T sound(Result<T> result, std::string_view line) {
    if (!result) throw std::runtime_error(fmt::format("{}: {}", result.error().text(), line));
    return std::move(*result);
}

class Scenario {
  public:
    explicit Scenario(const Members& members) : members_(members) {}

    void run(const std::filesystem::path& file) {
        std::ifstream in(file);
        std::string text{std::istreambuf_iterator<char>(in), {}}, json;
        bool is_definition = false;
        int number = 0;
        for (auto line : split(text, '\n')) {
            SCOPED_TRACE(fmt::format("{}:{}", file.filename().string(), ++number));
            if (is_definition && !trimmed(line).empty()) {
                json += line;
                continue;
            }
            if (is_definition) ask(json);
            is_definition = false;
            line = trimmed(line);
            if (line.empty() || line.starts_with('#')) continue;
            if (line == "segment")
                is_definition = true, json.clear();
            else
                obey(line);
        }
        EXPECT_GT(checks_, 0) << file << " expects nothing";
    }

  private:
    void obey(std::string_view line) {
        auto whole = line;
        auto verb = word(line);
        if (verb == "zone")
            catalog_.day_zone = sound(Zone::find(line), whole);
        else if (verb == "country")
            catalog_.country = line;
        else if (verb == "postal")
            postal_ += std::string(line) + "\n",
                catalog_.postal_codes =
                    std::make_shared<PostalCodes>(sound(PostalCodes::from_csv(postal_), whole));
        else if (verb == "metric")
            add_metric(line);
        else if (verb == "group")
            add_group(line);
        else if (verb == "person")
            add_person(line);
        else if (verb == "event")
            add_event(line);
        else if (verb == "join")
            add_join(line);
        else if (verb == "consent")
            add_consent(line);
        else if (verb == "population")
            set_population(line);
        else if (verb == "at")
            check_members(line);
        else if (verb == "next")
            check_next(line);
        else if (verb == "refused")
            check_refusal(line);
        else
            throw std::runtime_error(fmt::format("no such verb: {}", whole));
    }

    Person& person(std::string_view name) {
        auto at = std::ranges::find(names_, name);
        if (at == names_.end()) throw std::runtime_error(fmt::format("nobody is called {}", name));
        return people_[std::size_t(at - names_.begin())];
    }

    void add_metric(std::string_view line) {
        auto id = word(line), kind = word(line);
        catalog_.metrics.push_back({MetricId{std::int64_t(catalog_.metrics.size() + 1)},
                                    std::string(id), std::string(line),
                                    kind == "-" ? "" : std::string(kind)});
    }

    void add_group(std::string_view line) {
        auto id = word(line);
        catalog_.groups.push_back({std::string(id), std::string(id), word(line) == "segment"});
    }

    void add_person(std::string_view line) {
        auto name = word(line);
        names_.emplace_back(name);
        Person made{.id = ProfileId{std::int64_t(names_.size())}};
        if (!line.empty()) {
            auto document = sound(JsonDocument::parse(line), line);
            document.root().each_member([&](std::string_view key, JsonNode value) {
                auto text = std::string(value.string().value_or(""));
                if (key == "email")
                    made.fields.email = text;
                else if (key == "phone_number")
                    made.fields.phone = text;
                else if (key == "first_name")
                    made.fields.first_name = text;
                else if (key == "last_name")
                    made.fields.last_name = text;
                else if (key == "created")
                    made.created_at = sound(parse_instant(text), line);
                else if (key == "updated")
                    made.updated_at = sound(parse_instant(text), line);
                else if (key == "properties")
                    made.fields.properties = sound(model::properties_from(value), line);
                else if (key == "birthday") {
                    auto date = sound(parse_date(text), line);
                    made.fields.birthday =
                        model::Birthday{date.year == 1904 ? std::nullopt : std::optional(date.year),
                                        date.month, date.day};
                } else
                    made.details.emplace(key, text);
            });
        }
        people_.push_back(std::move(made));
    }

    void add_event(std::string_view line) {
        auto whole = line;
        auto& who = person(word(line));
        auto metric = std::ranges::find(catalog_.metrics, word(line), &KnownMetric::public_id);
        if (metric == catalog_.metrics.end())
            throw std::runtime_error(fmt::format("no such metric: {}", whole));
        PersonEvent event{EventId{++events_},
                          metric->id,
                          sound(parse_instant(word(line)), whole),
                          std::nullopt,
                          {}};
        if (!line.empty() && !line.starts_with('{')) {
            auto digits = word(line);
            double value = 0;
            std::from_chars(digits.data(), digits.data() + digits.size(), value);
            event.value = std::llround(value * 1000);
        }
        if (!line.empty())
            event.properties = sound(
                model::properties_from(sound(JsonDocument::parse(line), whole).root()), whole);
        who.events.push_back(std::move(event));
        std::ranges::stable_sort(who.events, {}, &PersonEvent::time);
    }

    void add_join(std::string_view line) {
        auto& who = person(word(line));
        auto group = word(line);
        who.groups.push_back({std::string(group), sound(parse_instant(line), line)});
        std::ranges::sort(who.groups, {}, &PersonGroup::group);
    }

    void add_consent(std::string_view line) {
        auto& who = person(word(line));
        PersonConsent consent{.channel = word(line) == "sms" ? model::Channel::sms
                                                             : model::Channel::email};
        auto state = word(line);
        for (auto known : {model::ConsentState::never_subscribed, model::ConsentState::subscribed,
                           model::ConsentState::unsubscribed})
            if (model::name_of(known) == state) consent.state = known;
        auto document = sound(JsonDocument::parse(line.empty() ? "{}" : line), line);
        JsonNode root = document.root();
        auto date = [&](const char* key) {
            return root[key].string()
                       ? std::optional(sound(parse_instant(*root[key].string()), line))
                       : std::nullopt;
        };
        auto text = [&](const char* key) { return std::string(root[key].string().value_or("")); };
        consent.can_receive = root["can_receive"].boolean().value_or(false);
        consent.is_double_opt_in = root["double_opt_in"].boolean().value_or(false);
        consent.method = text("method"), consent.method_detail = text("detail"),
        consent.custom_source = text("source");
        consent.status_at = date("status_at"), consent.bounced_at = date("bounced_at");
        consent.suppressed_at = date("suppressed_at"), consent.invalid_at = date("invalid_at");
        who.consents.push_back(std::move(consent));
    }

    void set_population(std::string_view line) {
        auto as_of = sound(parse_instant(line), line);
        auto orders = order_metrics_of(catalog_), refunds = refund_metrics_of(catalog_);
        std::vector<Orders> everybody;
        for (auto& one : people_)
            everybody.push_back(orders_of(one.events, orders, refunds, as_of, catalog_.day_zone));
        catalog_.population = std::make_shared<const Population>(Population::of(everybody, as_of));
    }

    void ask(std::string_view json) {
        auto definition = definition_from(json);
        question_ =
            definition ? Question::ask(*definition, catalog_) : std::unexpected(definition.error());
    }

    const Question* question() {
        checks_++;
        if (question_) return &*question_;
        ADD_FAILURE() << question_.error().text();
        return nullptr;
    }

    void check_members(std::string_view line) {
        auto* asked = question();
        if (!asked) return;
        auto now = sound(parse_instant(word(line)), line);
        std::vector<std::string> expected, found;
        for (auto name = word(line); !name.empty(); name = word(line))
            if (name != "nobody") expected.emplace_back(name);
        for (auto id : members_(people_, *asked, now))
            found.push_back(names_.at(std::size_t(id.value - 1)));
        std::ranges::sort(expected);
        std::ranges::sort(found);
        EXPECT_EQ(found, expected);
    }

    void check_next(std::string_view line) {
        auto* asked = question();
        if (!asked) return;
        auto& who = person(word(line));
        auto now = sound(parse_instant(word(line)), line);
        auto next = stands(*asked, who, now).next_change;
        EXPECT_EQ(next ? format_iso(*next) : "never", line);
    }

    void check_refusal(std::string_view line) {
        checks_++;
        ASSERT_FALSE(question_) << "this is answered";
        auto where = word(line);
        EXPECT_EQ(question_.error().where, where);
        EXPECT_NE(question_.error().message.find(line), std::string::npos)
            << question_.error().message;
    }

    const Members& members_;
    Catalog catalog_;
    std::string postal_;
    std::vector<std::string> names_;
    std::vector<Person> people_;
    std::int64_t events_ = 0;
    Result<Question> question_ = fail(ErrorKind::invalid, "no segment");
    int checks_ = 0;
};

}  // namespace

void run_scenarios(const Members& members) {
    std::vector<std::filesystem::path> files;
    for (auto& entry : std::filesystem::directory_iterator(REGULARS_SCENARIOS))
        if (entry.path().extension() == ".txt") files.push_back(entry.path());
    std::ranges::sort(files);
    ASSERT_FALSE(files.empty());
    for (auto& file : files) {
        try {
            Scenario(members).run(file);
        } catch (const std::exception& fault) {
            ADD_FAILURE() << file.filename() << ": " << fault.what();
        }
    }
}

namespace {

TEST(Scenarios, HoldOnTheReference) {
    run_scenarios([](const std::vector<Person>& people, const Question& question, Instant now) {
        std::vector<ProfileId> in;
        for (auto& person : people)
            if (stands(question, person, now).is_member) in.push_back(person.id);
        return in;
    });
}

}  // namespace
}  // namespace regulars::audience
