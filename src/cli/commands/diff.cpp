#include <algorithm>
#include <cmath>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "mlt/error.hpp"

#include "app/code_diff.hpp"
#include "app/compare.hpp"
#include "app/run_diff.hpp"
#include "cli/command.hpp"
#include "cli/listing.hpp"
#include "cli/reading.hpp"
#include "render/numbers.hpp"
#include "render/text_width.hpp"
#include "wire/document.hpp"

namespace mlt::cli {

namespace {

constexpr int kDiffers = 1;
constexpr std::size_t kShortId = 7;
constexpr render::Precision kTwoDigits{.mode = render::Precision::Mode::digits, .digits = 2};

struct DiffCommand {
  std::string a;
  std::string b;
  std::vector<std::string> goals;
  bool artifacts = false;
  bool code = false;
  bool exit_code = false;
  bool no_header = false;
};

/// As somebody would name it: `main:7f3a91c wide-lion`.
std::string title_of(const StoredRun& stored, const Run& run) {
  const std::string revision = stored.revision.empty() ? "" : stored.revision + ":";
  return render::printable(revision + run.id.value.substr(0, kShortId) + " " + run.name);
}

std::string signed_text(double value, const render::Precision& precision) {
  const double size = std::abs(value);
  return (value < 0 ? "-" : "+") + render::format_numbers({&size, 1}, precision).front();
}

render::Cell text_cell(const std::optional<std::string>& text) {
  return text ? render::Cell(*text) : render::Cell();
}

render::Cell number_cell(const std::optional<double>& value) {
  return value ? render::Cell(*value) : render::Cell();
}

std::vector<render::Cell> row_of(const app::RunDifference& each, bool for_people) {
  std::vector<render::Cell> row = {
      {each.section}, {each.key}, text_cell(each.from), text_cell(each.to)};
  if (each.section == "code" && each.key == "commit") {
    row[2] = each.from ? render::Cell(render::Id{*each.from, kShortId}) : render::Cell();
    row[3] = each.to ? render::Cell(render::Id{*each.to, kShortId}) : render::Cell();
  }
  const auto change = each.change();
  const auto percent = each.percent();
  if (for_people) {
    std::vector<double> values;
    for (const auto& value : {each.from_value, each.to_value}) {
      if (value) {
        values.push_back(*value);
      }
    }
    std::vector<std::string> texts = render::format_numbers(values, {});
    if (each.to_value) {
      row[3] = render::Cell(texts.back());
      texts.pop_back();
    }
    if (each.from_value) {
      row[2] = render::Cell(texts.back());
    }
    row.push_back(change ? render::Cell(signed_text(*change, {})) : render::Cell());
    row.push_back(percent ? render::Cell(signed_text(*percent, kTwoDigits) + " %")
                          : render::Cell());
  } else {
    row.push_back(number_cell(change));
    row.push_back(number_cell(percent));
  }
  const std::string verdict(each.verdict());
  const render::Tone tone = verdict == "better" ? render::Tone::good : render::Tone::bad;
  row.push_back(verdict.empty() ? render::Cell() : render::Cell(verdict, tone));
  return row;
}

render::Table table_of(const std::vector<app::RunDifference>& differences, bool for_people) {
  render::Table table;
  table.columns = {{.key = "section", .title = "what"},
                   {.key = "key", .title = "key", .keep = true},
                   {.key = "from", .title = "from", .keep = true},
                   {.key = "to", .title = "to", .keep = true},
                   {.key = "change", .title = "change", .can_shorten = false},
                   {.key = "percent", .title = "percent", .can_shorten = false},
                   {.key = "verdict", .title = "verdict", .can_shorten = false}};
  for (const auto& each : differences) {
    table.rows.push_back(row_of(each, for_people));
  }
  return table;
}

wire::Value item_value(const app::RunDifference& each) {
  wire::Value item = wire::object_value();
  const auto add_side = [&item](std::string_view name, const std::optional<std::string>& text,
                                const std::optional<double>& number) {
    wire::add(
        item, name,
        number ? wire::number_value(*number) : (text ? wire::string_value(*text) : wire::Value{}));
  };
  const auto add_number = [&item](std::string_view name, const std::optional<double>& number) {
    wire::add(item, name, number ? wire::number_value(*number) : wire::Value{});
  };
  wire::add(item, "section", wire::string_value(each.section));
  wire::add(item, "key", wire::string_value(each.key));
  add_side("from", each.from, each.from_value);
  add_side("to", each.to, each.to_value);
  add_number("change", each.change());
  add_number("percent", each.percent());
  const std::string verdict(each.verdict());
  wire::add(item, "verdict", verdict.empty() ? wire::Value{} : wire::string_value(verdict));
  return item;
}

wire::Value side_value(const StoredRun& stored, const Run& run) {
  wire::Value side = wire::object_value();
  wire::add(side, "run_id", wire::string_value(run.id.value));
  wire::add(side, "run_name", wire::string_value(run.name));
  wire::add(side, "revision",
            stored.revision.empty() ? wire::Value{} : wire::string_value(stored.revision));
  return side;
}

std::string shared_experiment(Store& store, const Run& a, const Run& b) {
  const auto experiments = store.list_experiments();
  const auto found = std::ranges::find(experiments, a.experiment_id, &Experiment::id);
  return a.experiment_id == b.experiment_id && found != experiments.end() ? found->name
                                                                          : std::string();
}

/// Puts a line for each file that the two commits have otherwise behind those about code; the
/// patch.
std::string add_code(Context& context, const Run& a, const Run& b, const std::string& store_root,
                     bool with_patch, std::vector<app::RunDifference>& differences) {
  const auto commit = std::ranges::find_if(differences, [](const app::RunDifference& each) {
    return each.section == "code" && each.key == "commit" && each.from && each.to;
  });
  if (commit == differences.end()) {
    return {};
  }
  const auto diff = app::diff_code(context.globals().directory, store_root, *commit->from,
                                   *commit->to, with_patch);
  if (!diff) {
    context.hint("the code cannot be compared: git has not both commits here");
    return {};
  }
  if (app::has_uncommitted_code(a) || app::has_uncommitted_code(b)) {
    context.hint("the code is compared as it was committed, without uncommitted changes");
  }
  std::vector<app::RunDifference> files;
  for (const auto& file : diff->files) {
    files.push_back({"code", file.path, std::nullopt, file.changes});
  }
  differences.insert(commit + 1, files.begin(), files.end());
  return diff->patch;
}

int run_diff(Context& context, const DiffCommand& command) {
  const StoredRun stored_a = select_stored_run(context, command.a);
  const StoredRun stored_b = select_stored_run(context, command.b);
  const Run a = stored_a.store->get_run(stored_a.ref);
  const Run b = stored_b.store->get_run(stored_b.ref);
  app::RunDiffOptions options;
  options.experiment = shared_experiment(*stored_b.store, a, b);
  for (const auto& goal : command.goals) {
    options.goals.insert(app::parse_goal(goal));
  }
  auto differences = app::diff_runs(a, b, load_store_settings(*stored_b.store), options);
  const bool differ = !differences.empty();
  const bool for_people = is_for_people(chosen_format(context));
  if (command.code && !for_people) {
    throw Error(ErrorCode::usage, "--code is for people: give it with -F table");
  }
  const std::string patch =
      add_code(context, a, b, stored_b.store->root(), command.code, differences);
  std::string left_out;
  if (for_people && !command.artifacts) {
    const std::size_t count = std::erase_if(
        differences, [](const app::RunDifference& each) { return each.section == "artifacts"; });
    left_out = count == 0 ? "" : "(+" + counted(count, "artifact") + ", --artifacts to show)";
  }
  Listing listing;
  listing.schema = "mlt.diff/1";
  listing.table = table_of(differences, for_people);
  listing.item = [&differences](std::size_t row) { return item_value(differences[row]); };
  listing.members = {{"from", side_value(stored_a, a)}, {"to", side_value(stored_b, b)}};
  listing.head =
      title_of(stored_a, a) + " → " + title_of(stored_b, b) + (differ ? "" : " · no difference");
  listing.foot = [&left_out](std::size_t) { return left_out; };
  print_listing(context, listing, {.header = !command.no_header});
  context.out(patch);
  context.flush();
  return command.exit_code && differ ? kDiffers : 0;
}

Action declare_diff(OptionTable& table) {
  auto command = std::make_shared<DiffCommand>();
  table.operand("A", command->a, "a run, REV:RUN too").complete(Completion::run);
  table.operand("B", command->b, "another, held against it").complete(Completion::run);
  table.option("--goal", "METRIC=max", command->goals,
               "which way a metric is better, max or min, where its name does not tell");
  table.flag("--artifacts", command->artifacts, "on a terminal too, a line for each artifact");
  table.flag("--code", command->code, "the patch between the two commits too");
  table.flag("--exit-code", command->exit_code, "end with 1 if they differ");
  table.flag("--no-header", command->no_header, "rows only");
  table.description(
      "Shows what the second run has otherwise than the first: params, the last values of metrics "
      "with their change and whether that is better or worse, status, duration, command and host, "
      "their code by commit and the lines changed in each file, data sets by digest, tags, and "
      "artifacts by size and digest.\n\n"
      "Params are compared as numbers where they are numbers: 1e-3 is 0.001.");
  table.example("mlt diff @last~1 @last", "what the newest run did otherwise");
  table.example("mlt diff main:@best:metrics.acc @last --exit-code", "against the best of main");
  table.exit_status(kDiffers, "they differ and --exit-code was given");
  table.see_also("mlt-compare(1)");
  table.see_also("mlt-artifacts-diff(1)");
  return [command](Context& context) { return run_diff(context, *command); };
}

}  // namespace

constexpr Command kDiffRows[] = {{"diff", "show by what two runs differ", declare_diff}};
const CommandFamily kDiffCommands = kDiffRows;

}  // namespace mlt::cli
