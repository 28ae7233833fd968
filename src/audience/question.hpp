// A definition made ready to be asked: ids found, windows and texts compiled, what it depends on
// known.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "audience/catalog.hpp"
#include "audience/definition.hpp"
#include "audience/person.hpp"

namespace regulars::audience {

/// What a change must touch for an answer to be able to change.
struct Dependence {
    std::vector<MetricId> metrics;    // sorted
    std::vector<std::string> groups;  // sorted
    bool on_profile = false;          // fields, custom properties, place
    bool on_consent = false;
    bool on_time = false;       // the answer can change by itself
    bool on_everybody = false;  // predictions and scores compare people with each other
};

/// Checked against one account's catalog; the answers of the index and of the reference are defined
/// by it alone. A value: cheap to copy; safe to share between threads.
class Question {
  public:
    /// Errors: invalid, with the JSON pointer: an unknown metric or group, a pattern that RE2
    /// refuses, a window that is empty, a condition that cannot be answered here (says why).
    static Result<Question> ask(const Definition& definition, const Catalog& catalog);
    const Definition& definition() const;
    const Catalog& catalog() const;
    const Dependence& dependence() const;
    /// The same question to another population; nothing else is checked again.
    Question with(std::shared_ptr<const Population> population) const;

    struct Compiled;  // compiled.hpp
    const Compiled& compiled() const { return *compiled_; }

  private:
    explicit Question(std::shared_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}
    std::shared_ptr<const Compiled> compiled_;
};

}  // namespace regulars::audience
