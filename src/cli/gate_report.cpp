#include "cli/gate_report.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "mlt/error.hpp"

#include "base/text.hpp"
#include "cli/commands/compare_base.hpp"
#include "cli/reading.hpp"
#include "disk/outside.hpp"
#include "render/delimited.hpp"
#include "render/numbers.hpp"
#include "render/text_width.hpp"
#include "wire/document.hpp"

namespace mlt::cli {

namespace {

using app::GateVerdict;
using Key = search::GateAnswer::Key;

constexpr std::size_t kShortId = 7;
constexpr int kWidestGate = 60;
constexpr std::string_view kNothing = "-";
constexpr render::Precision kTwoDigits{.mode = render::Precision::Mode::digits, .digits = 2};

std::string word_of(GateVerdict verdict) {
  return verdict == GateVerdict::fail ? "FAIL" : std::string(app::name_of(verdict));
}

render::Tone tone_of(GateVerdict verdict) {
  switch (verdict) {
    case GateVerdict::ok:
      return render::Tone::good;
    case GateVerdict::fail:
      return render::Tone::bad;
    case GateVerdict::warn:
      return render::Tone::busy;
    case GateVerdict::skip:
      break;
  }
  return render::Tone::dim;
}

std::size_t count_of(const GateReport& report, GateVerdict verdict) {
  return static_cast<std::size_t>(
      std::ranges::count(report.results, verdict, &app::GateResult::verdict));
}

/// Two values with as many digits as it takes to tell them apart.
std::pair<std::string, std::string> pair_text(const search::GateValue& a,
                                              const search::GateValue& b) {
  const auto text_of = [](const search::GateValue& value, std::string_view number) {
    const auto* text = std::get_if<std::string>(&value);
    return text != nullptr ? render::printable(*text)
                           : std::string(std::holds_alternative<double>(value) ? number : kNothing);
  };
  std::vector<double> numbers;
  for (const auto* value : {&a, &b}) {
    numbers.push_back(std::holds_alternative<double>(*value) ? std::get<double>(*value) : 0);
  }
  if (!std::holds_alternative<double>(a)) {
    numbers[0] = numbers[1];
  } else if (!std::holds_alternative<double>(b)) {
    numbers[1] = numbers[0];
  }
  const auto texts = render::format_numbers(numbers, {});
  return {text_of(a, texts[0]), text_of(b, texts[1])};
}

/// `0.921 vs 0.941`, or what is missing.
std::string seen(const app::GateResult& result) {
  if (!result.answer.holds) {
    return render::printable(base::join(result.answer.gaps, "; "));
  }
  std::vector<std::string> all;
  for (const auto& comparison : result.answer.comparisons) {
    auto [left, right] = pair_text(comparison.left, comparison.right);
    all.push_back(left.append(" vs ").append(right));
  }
  return base::join(all, ", ");
}

std::string run_text(const app::PickedRun& picked) {
  const std::string& id = picked.run.id.value;
  std::string text = render::printable(picked.run.name);
  if (!id.empty()) {
    text += (text.empty() ? "" : " ") + id.substr(0, kShortId);
  }
  // Of a mean the name says it.
  const bool is_told = picked.how == "named" || id.empty();
  return is_told ? text : text + " (" + render::printable(picked.how) + ")";
}

std::string place_text(const app::Against& against) {
  std::string text = render::printable(against.label);
  return against.commit.empty() ? text : text + " " + against.commit.substr(0, kShortId);
}

std::optional<double> change_of(const Key& key) {
  const auto* now = std::get_if<double>(&key.candidate);
  const auto* before = std::get_if<double>(&key.baseline);
  const bool is_known = now != nullptr && before != nullptr && !std::isnan(*now - *before);
  return is_known ? std::optional(*now - *before) : std::nullopt;
}

/// `-0.02 (-2.2 %)`.
std::string change_text(const Key& key) {
  const auto change = change_of(key);
  if (!change) {
    return {};
  }
  std::string text = render::format_change(*change, {});
  const double base = std::get<double>(key.baseline);
  if (base != 0 && std::isfinite(*change)) {
    text += " (" + render::format_change(100 * *change / std::abs(base), kTwoDigits) + " %)";
  }
  return text;
}

/// One cell for what each key of a gate has: the value itself where there is one key.
render::Cell cell_of(const std::vector<Key>& keys, bool for_people,
                     const std::function<render::Value(const Key&)>& value_of) {
  if (keys.size() == 1) {
    return {value_of(keys.front())};
  }
  std::vector<std::string> texts;
  for (const Key& key : keys) {
    const render::Value value = value_of(key);
    if (!std::holds_alternative<std::monostate>(value)) {
      texts.push_back(key.name + "=" + render::machine_text(value));
    }
  }
  return texts.empty() ? render::Cell() : render::Cell(base::join(texts, for_people ? "\n" : "; "));
}

render::Value shown_value(const search::GateValue& value, const search::GateValue& beside,
                          bool for_people) {
  if (for_people && std::holds_alternative<double>(value)) {
    return pair_text(value, beside).first;
  }
  if (const auto* number = std::get_if<double>(&value)) {
    return *number;
  }
  const auto* text = std::get_if<std::string>(&value);
  return text != nullptr ? render::Value(*text) : render::Value();
}

std::vector<render::Cell> row_of(const app::GateResult& result, bool for_people) {
  const auto& keys = result.answer.keys;
  std::vector<render::Cell> row;
  row.emplace_back(result.gate);
  row.push_back(cell_of(keys, for_people, [for_people](const Key& key) {
    return shown_value(key.baseline, key.candidate, for_people);
  }));
  row.push_back(cell_of(keys, for_people, [for_people](const Key& key) {
    return shown_value(key.candidate, key.baseline, for_people);
  }));
  row.push_back(cell_of(keys, for_people, [for_people](const Key& key) -> render::Value {
    const auto change = change_of(key);
    if (!change) {
      return {};
    }
    return for_people ? render::Value(change_text(key)) : render::Value(*change);
  }));
  row.emplace_back(for_people ? word_of(result.verdict)
                              : std::string(app::name_of(result.verdict)));
  const std::string why = base::join(result.answer.gaps, "; ");
  row.push_back(why.empty() ? render::Cell() : render::Cell(why));
  if (!for_people) {
    row.emplace_back(result.source);
  }
  return row;
}

wire::Value value_of(const search::GateValue& value) {
  if (const auto* number = std::get_if<double>(&value)) {
    return wire::number_value(*number);
  }
  const auto* text = std::get_if<std::string>(&value);
  return text != nullptr ? wire::string_value(*text) : wire::Value{};
}

wire::Value optional_text(const std::string& text) {
  return text.empty() ? wire::Value{} : wire::string_value(text);
}

}  // namespace

void declare_gate_options(OptionTable& table, GateOptions& options) {
  table
      .option("--fail-if", "EXPR", options.fail_if,
              "a gate: end with 1 if this is true of the candidate: 'metrics.acc < baseline - "
              "0.01'")
      .complete(Completion::filter);
  table
      .option("--missing", "fail|pass|skip", options.missing,
              "what a gate counts as that lacks a value which decides it (fail)")
      .choices({"fail", "pass", "skip"});
  table.flag("--ci", options.ci,
             "append the result as Markdown to the file that GITHUB_STEP_SUMMARY names, if it is "
             "set");
}

std::optional<app::Missing> chosen_missing(const GateOptions& options) {
  return options.missing ? app::parse_missing(*options.missing) : std::nullopt;
}

std::vector<app::GateRule> rules_of(const GateOptions& options) {
  std::vector<app::GateRule> rules;
  for (const std::string& text : options.fail_if) {
    rules.push_back({search::Gate::parse(text), "--fail-if", false,
                     chosen_missing(options).value_or(app::Missing::fail)});
  }
  return rules;
}

GateReport begin_report(Context& context, Store& store, std::shared_ptr<app::Revisions> revisions,
                        const app::Settings& settings, const app::GateQuery& query) {
  GateReport report;
  report.revisions = std::move(revisions);
  app::RunSelectors selectors = run_selectors(context, {&query.against, 1}, query.experiments);
  report.subject = app::find_subject(store, *report.revisions, selectors, settings, query);
  return report;
}

std::string gate_lines(const Context& context, const GateReport& report) {
  const render::Style style{.colour = context.terminal().colour, .utf8 = context.terminal().utf8};
  int width = 0;
  for (const app::GateResult& result : report.results) {
    width = std::max(width, render::display_width(render::printable(result.gate)));
  }
  width = std::min(width, kWidestGate);
  std::string text;
  for (const app::GateResult& result : report.results) {
    const std::string word = word_of(result.verdict);
    const std::string gate = render::printable(result.gate);
    const std::string values = seen(result);
    text += render::paint(word, tone_of(result.verdict), style) +
            std::string(5 - word.size(), ' ') + gate;
    if (!values.empty()) {
      const int blanks = std::max(0, width - render::display_width(gate)) + 3;
      text += std::string(static_cast<std::size_t>(blanks), ' ') + values;
    }
    text += '\n';
  }
  const std::size_t failed = count_of(report, GateVerdict::fail);
  const std::size_t passed = count_of(report, GateVerdict::ok);
  text += failed > 0
              ? std::to_string(failed) + " of " + counted(report.results.size(), "gate") + " failed"
              : counted(passed, "gate") + " passed";
  for (const GateVerdict verdict : {GateVerdict::warn, GateVerdict::skip}) {
    if (const std::size_t count = count_of(report, verdict); count > 0) {
      text +=
          ", " + std::to_string(count) + (verdict == GateVerdict::warn ? " warned" : " skipped");
    }
  }
  return text + "\n";
}

std::string subject_line(const GateReport& report) {
  const app::GateSubject& subject = report.subject;
  std::string line = subject.experiment.empty() ? "" : render::printable(subject.experiment) + ": ";
  line += subject.candidate ? run_text(*subject.candidate) : "no finished run to check";
  if (!subject.against) {
    return line;
  }
  line += " against " + place_text(*subject.against) + ": ";
  return line + (subject.baseline ? run_text(subject.baseline->picked) : "no finished run");
}

render::Table gate_table(const GateReport& report, bool for_people) {
  const app::GateSubject& subject = report.subject;
  std::string baseline = "baseline";
  std::string candidate = "candidate";
  if (subject.against) {
    baseline += " " + subject.against->label;
  }
  if (subject.baseline) {
    baseline += ": " + run_text(subject.baseline->picked);
  }
  if (subject.candidate) {
    candidate += ": " + run_text(*subject.candidate);
  }
  render::Table table;
  table.columns = {
      {.key = "gate", .title = "gate"},         {.key = "baseline", .title = baseline},
      {.key = "candidate", .title = candidate}, {.key = "change", .title = "change"},
      {.key = "verdict", .title = "verdict"},   {.key = "unknown", .title = "not known"}};
  if (!for_people) {
    table.columns.push_back({.key = "source", .title = "source"});
  }
  for (const app::GateResult& result : report.results) {
    table.rows.push_back(row_of(result, for_people));
  }
  return table;
}

std::string gate_markdown(const GateReport& report) {
  std::string text;
  render::TableOptions options;
  options.style.utf8 = true;  // a page is UTF-8 wherever it is made
  render::append_markdown(text, gate_table(report, true), options);
  return text;
}

wire::Value gate_value(const app::GateResult& result) {
  wire::Value item = wire::object_value();
  wire::add(item, "verdict", wire::string_value(app::name_of(result.verdict)));
  wire::add(item, "gate", wire::string_value(result.gate));
  wire::add(item, "source", wire::string_value(result.source));
  wire::add(item, "level", wire::string_value(result.only_warns ? "warn" : "fail"));
  const auto& answer = result.answer;
  wire::add(item, "holds", answer.holds ? wire::bool_value(*answer.holds) : wire::Value{});
  wire::Value& comparisons = wire::add(item, "comparisons", wire::array_value());
  for (const auto& comparison : answer.comparisons) {
    wire::Value& sides = wire::append(comparisons, wire::object_value());
    wire::add(sides, "left", value_of(comparison.left));
    wire::add(sides, "right", value_of(comparison.right));
  }
  wire::Value& values = wire::add(item, "values", wire::array_value());
  for (const Key& key : answer.keys) {
    wire::Value& value = wire::append(values, wire::object_value());
    wire::add(value, "key", wire::string_value(key.name));
    wire::add(value, "candidate", value_of(key.candidate));
    wire::add(value, "baseline", value_of(key.baseline));
  }
  wire::Value& unknown = wire::add(item, "unknown", wire::array_value());
  for (const std::string& gap : answer.gaps) {
    wire::append(unknown, wire::string_value(gap));
  }
  return item;
}

std::vector<wire::Value::Member> report_members(const GateReport& report) {
  const app::GateSubject& subject = report.subject;
  const auto count = [&report](GateVerdict verdict) {
    return wire::integer_value(static_cast<std::int64_t>(count_of(report, verdict)));
  };
  return {{"verdict", wire::string_value(app::passes(report.results) ? "ok" : "fail")},
          {"passed", count(GateVerdict::ok)},
          {"failed", count(GateVerdict::fail)},
          {"warned", count(GateVerdict::warn)},
          {"skipped", count(GateVerdict::skip)},
          {"experiment", optional_text(subject.experiment)},
          {"candidate", subject.candidate ? candidate_value(*subject.candidate) : wire::Value{}},
          {"against", optional_text(subject.against ? subject.against->label : "")},
          {"baseline", subject.baseline ? base_value(*subject.baseline) : wire::Value{}}};
}

void hint_at_gaps(Context& context, const GateReport& report) {
  for (const std::string& hint : app::hints_for(report.subject, report.results)) {
    context.hint(base::escape_control(hint));
  }
}

void append_to_summary(const Context& context, const std::string& markdown) {
  if (const auto path = context.env("GITHUB_STEP_SUMMARY")) {
    disk::append_outside_file(*path, markdown + "\n");
  }
}

}  // namespace mlt::cli
