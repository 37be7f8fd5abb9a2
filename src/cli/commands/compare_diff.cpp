#include "cli/commands/compare_diff.hpp"

#include <algorithm>
#include <utility>

#include "mlt/error.hpp"

#include "app/compare.hpp"
#include "app/experiment_choice.hpp"
#include "app/run_packages.hpp"
#include "cli/diff_sheet.hpp"
#include "cli/listing.hpp"
#include "disk/outside.hpp"
#include "render/style.hpp"
#include "wire/document.hpp"

namespace mlt::cli {

namespace {

constexpr int kDiffers = 1;
constexpr std::size_t kShortId = 7;

/// As somebody would name it: `main:7f3a91c wide-lion`.
std::string title_of(const StoredRun& stored, const Run& run) {
  const std::string revision = stored.revision.empty() ? "" : stored.revision + ":";
  const std::string mark(run.damaged ? render::kDamagedMark : std::string_view());
  const std::string name = run.name.empty() ? "" : " " + run.name;  // of a damaged run
  return revision + run.id.value.substr(0, kShortId) + mark + name;
}

app::CodeState code_state(const StoredRun& stored, const Run& run) {
  app::CodeState state;
  if (const auto commit = run.tags.find(tag::kGitCommit); commit != run.tags.end()) {
    state.commit = commit->second;
    state.is_uncommitted = app::has_uncommitted_code(run);
    state.diff = state.is_uncommitted ? stored.store->find_code(stored.ref, "git.diff")
                                      : std::optional<std::string>();
  }
  return state;
}

/// Reads all there is to say of the two.
DiffPage read_page(Context& context, const StoredRun& from, const StoredRun& to,
                   const DiffRequest& request) {
  const Run a = from.store->get_run(from.ref);
  const Run b = to.store->get_run(to.ref);
  app::RunDiffOptions options;
  if (a.experiment_id == b.experiment_id) {
    options.experiment = app::name_of_sole(*to.store, std::span(&a.experiment_id, 1));
  }
  for (const auto& goal : request.goals) {
    options.goals.insert(app::parse_goal(goal));
  }
  DiffPage page;
  page.from = a;
  page.to = b;
  page.from_title = title_of(from, a);
  page.to_title = title_of(to, b);
  page.diff = app::diff_runs(a, b, load_store_settings(*to.store), options);
  page.from_code = code_state(from, a);
  page.to_code = code_state(to, b);
  page.every_package = request.env == "full";
  page.every_artifact = request.artifacts;
  const app::CodePlace place{// The store of a revision need not lie there now.
                             .directories = {context.globals().directory,
                                             disk::nearest_outside_directory(to.store->root())},
                             .store_root = to.store->root(),
                             .temp_directory = context.env("TMPDIR").value_or("/tmp")};
  page.code = app::diff_code(place, page.from_code, page.to_code, request.code);
  app::add_code(page.diff, page.from_code, page.to_code, page.code);
  const app::RunPackages from_env = app::read_packages(*from.store, a);
  const app::RunPackages to_env = app::read_packages(*to.store, b);
  page.from_has_env = from_env.is_recorded;
  page.to_has_env = to_env.is_recorded;
  if (page.from_has_env && page.to_has_env) {
    app::add_packages(page.diff, from_env.packages, to_env.packages);
  }
  return page;
}

render::Cell text_cell(const std::optional<std::string>& text, bool is_commit) {
  if (!text) {
    return {};
  }
  return is_commit ? render::Cell(render::Id{*text, kShortId}) : render::Cell(*text);
}

render::Cell number_cell(const std::optional<double>& value) {
  return value ? render::Cell(*value) : render::Cell();
}

std::vector<render::Cell> row_of(const app::RunDifference& each) {
  const bool is_number = each.from_value || each.to_value;
  const bool is_commit = each.section == "code" && each.key == "commit";
  std::vector<render::Cell> row = {{each.section}, {each.key}};
  row.push_back(is_number ? number_cell(each.from_value) : text_cell(each.from, is_commit));
  row.push_back(is_number ? number_cell(each.to_value) : text_cell(each.to, is_commit));
  row.push_back(number_cell(each.change()));
  row.push_back(number_cell(each.percent()));
  const std::string verdict(each.verdict());
  row.push_back(verdict.empty() ? render::Cell() : render::Cell(verdict));
  return row;
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

/// How much of each section was compared, and how much of that is the same.
wire::Value compared_value(const app::RunDiff& diff) {
  wire::Value compared = wire::object_value();
  for (const app::DiffSection& section : diff.sections) {
    wire::Value& counts = wire::add(compared, section.name, wire::object_value());
    const auto add_count = [&counts](std::string_view name, std::size_t count) {
      wire::add(counts, name, wire::integer_value(static_cast<std::int64_t>(count)));
    };
    add_count("same", section.same.size());
    add_count("different", section.differences.size());
  }
  return compared;
}

void print_table(Context& context, const StoredRun& from, const StoredRun& to, const DiffPage& page,
                 const ListingLook& look) {
  Listing listing;
  listing.schema = "mlt.diff/1";
  std::vector<const app::RunDifference*> shown;
  for (const app::DiffSection& section : page.diff.sections) {
    for (const app::RunDifference& each : section.differences) {
      shown.push_back(&each);
      listing.table.rows.push_back(row_of(each));
    }
  }
  for (const char* key : {"section", "key", "from", "to", "change", "percent", "verdict"}) {
    listing.table.columns.push_back({.key = key, .title = key});
  }
  listing.item = [&shown](std::size_t row) { return item_value(*shown[row]); };
  listing.members = {{"from", side_value(from, page.from)},
                     {"to", side_value(to, page.to)},
                     {"compared", compared_value(page.diff)}};
  print_listing(context, listing, look);
}

}  // namespace

void declare_diff_options(OptionTable& table, DiffRequest& request) {
  table.flag("--artifacts", request.artifacts, "of two runs, a line for each artifact");
  table.flag("--code", request.code, "of two runs, the patch between their code too");
  table
      .option("--env", "full", request.env,
              "of two runs, every package of their environments, the same ones too")
      .choices({"full"});
  table.flag("--exit-code", request.exit_code, "end with 1 if two runs differ");
}

void declare_diff_exit(OptionTable& table) {
  table.exit_status(kDiffers, "they differ and --exit-code was given");
}

int print_diff(Context& context, const StoredRun& from, const StoredRun& to,
               const DiffRequest& request) {
  const bool for_people = is_for_people(chosen_format(context));
  if (request.code && !for_people) {
    throw Error(ErrorCode::usage, "--code is for people: give it with -F table");
  }
  const DiffPage page = read_page(context, from, to, request);
  const bool differ = page.diff.has_difference();
  if (for_people) {
    const render::TableOptions look = table_options(context);
    const std::string patch = page.code ? page.code->patch : std::string();
    context.out_paged(diff_sheet(page, look.style, look.width) + patch);
    context.flush();
  } else {
    print_table(context, from, to, page, {.header = !request.no_header});
    context.flush();
  }
  const bool has_code = !page.from_code.commit.empty() && !page.to_code.commit.empty();
  if (has_code && !page.code) {
    context.hint("the code cannot be compared: git has not both commits here");
  } else if (request.code && page.code && page.code->patch.empty() && !page.code->files.empty()) {
    context.hint("there is no patch: git has not the commit here");
  }
  return request.exit_code && differ ? kDiffers : 0;
}

}  // namespace mlt::cli
