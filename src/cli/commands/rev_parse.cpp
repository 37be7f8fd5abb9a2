#include <memory>
#include <string>
#include <vector>

#include "mlt/error.hpp"

#include "app/selectors.hpp"
#include "cli/command.hpp"
#include "cli/listing.hpp"
#include "cli/reading.hpp"
#include "wire/document.hpp"

namespace mlt::cli {

namespace {

/// What a selector stands for.
struct Parsed {
  std::string selector;
  std::string kind;
  std::string id;
  std::string experiment_id;
};

Parsed parse_selector(Context& context, const std::string& selector) {
  try {
    const RunRef ref = select_stored_run(context, selector).ref;
    return {selector, "run", ref.run_id.value, ref.experiment_id.value};
  } catch (const Error& error) {
    if (error.code() != ErrorCode::not_found || selector.starts_with('@') ||
        names_revision(context, selector)) {
      throw;
    }
    if (const auto experiment = app::find_experiment(context.store(), selector)) {
      return {selector, "experiment", experiment->id.value, experiment->id.value};
    }
    if (const auto model = context.store().find_model({selector})) {
      return {selector, "logged model", model->id.value, model->experiment_id.value};
    }
    throw;
  }
}

int run_rev_parse(Context& context, const std::vector<std::string>& selectors) {
  std::vector<Parsed> parsed;
  parsed.reserve(selectors.size());
  for (const std::string& selector : selectors) {
    parsed.push_back(parse_selector(context, selector));
  }
  if (!context.globals().format) {
    for (const Parsed& each : parsed) {
      context.out(each.id + "\n");
    }
    return 0;
  }
  Listing listing;
  listing.schema = "mlt.ids/1";
  listing.table.columns = {{.key = "id", .title = "id", .keep = true},
                           {.key = "kind", .title = "kind"},
                           {.key = "experiment_id", .title = "experiment"},
                           {.key = "selector", .title = "selector"}};
  for (const Parsed& each : parsed) {
    listing.table.rows.push_back({{each.id}, {each.kind}, {each.experiment_id}, {each.selector}});
  }
  listing.item = [&parsed](std::size_t row) {
    wire::Value item = wire::object_value();
    wire::add(item, "id", wire::string_value(parsed[row].id));
    wire::add(item, "kind", wire::string_value(parsed[row].kind));
    wire::add(item, "experiment_id", wire::string_value(parsed[row].experiment_id));
    wire::add(item, "selector", wire::string_value(parsed[row].selector));
    return item;
  };
  print_listing(context, listing);
  return 0;
}

Action declare_rev_parse(OptionTable& table) {
  auto selectors = std::make_shared<std::vector<std::string>>();
  table.operands("SEL", *selectors, "a run, or else an experiment or a logged model", true)
      .complete(Completion::run);
  table.description(
      "Prints the full id of what each selector stands for, one a line, in the order given. Where "
      "one fits nothing or several things, nothing is printed.");
  table.example("mlt rev-parse @last", "the id of the newest run");
  table.example("id=$(mlt rev-parse wide-lion)", "for a script");
  table.see_also("mlt-selectors(7)");
  return [selectors](Context& context) { return run_rev_parse(context, *selectors); };
}

}  // namespace

constexpr Command kRevParseRows[] = {
    {"rev-parse", "print the full ids that selectors stand for", declare_rev_parse}};
const CommandFamily kRevParseCommands = kRevParseRows;

}  // namespace mlt::cli
