#include "cli/commands/compare_history.hpp"

#include <utility>

#include "mlt/error.hpp"

#include "app/baseline.hpp"
#include "app/compare.hpp"
#include "base/text.hpp"
#include "cli/reading.hpp"
#include "render/text_width.hpp"
#include "wire/document.hpp"

namespace mlt::cli {

namespace {

constexpr std::size_t kShortId = 7;

struct Row {
  app::Commit commit;
  app::PickedRun picked;
  double value = 0;
  std::optional<double> change;  ///< from the row before
};

/// The best of one commit; nothing where it has no store, or no run with a value.
std::optional<app::PickedRun> find_best(app::Revisions& revisions, const app::Commit& commit,
                                        const app::Settings& settings,
                                        const app::PickQuery& query) {
  try {
    return app::pick_run(*revisions.open(commit).store, settings, query);
  } catch (const Error& error) {
    if (error.code() != ErrorCode::not_found) {
      throw;
    }
    return std::nullopt;
  }
}

std::vector<Row> read_rows(Context& context, const BestByCommit& request,
                           const std::string& since) {
  Store& store = context.store();
  app::PickQuery query;
  query.pick = app::parse_pick("best:" + request.metric);
  query.filter = request.filter;
  query.now_ms = context.clock().now_ms();
  query.goals = request.goals;
  if (request.experiments) {
    query.experiments = *request.experiments;
  } else if (const auto newest = app::newest_experiment(store)) {
    query.experiments = {*newest};
  }
  const app::Settings settings = load_store_settings(store);
  app::Revisions revisions = open_revisions(context);
  std::vector<app::Commit> commits = revisions.commits_since(since);
  std::vector<Row> rows;
  for (app::Commit& commit : commits) {
    auto picked = find_best(revisions, commit, settings, query);
    const auto value =
        picked ? app::last_value(picked->run, query.pick.metric) : std::optional<double>();
    if (!value) {
      continue;
    }
    const auto change = rows.empty() ? std::nullopt : std::optional(*value - rows.back().value);
    rows.push_back({std::move(commit), *std::move(picked), *value, change});
  }
  if (rows.empty()) {
    throw Error(ErrorCode::not_found, "no commit since '" + base::escape_control(since) +
                                          "' has a finished run with metric '" +
                                          base::escape_control(query.pick.metric) + "'");
  }
  return rows;
}

wire::Value item_value(const Row& row) {
  wire::Value item = wire::object_value();
  wire::add(item, "commit", wire::string_value(row.commit.id));
  wire::add_time(item, "time", row.commit.time_ms);
  wire::add(item, "finished_runs",
            wire::integer_value(static_cast<std::int64_t>(row.picked.among)));
  wire::add(item, "value", wire::number_value(row.value));
  wire::add(item, "change", row.change ? wire::number_value(*row.change) : wire::Value{});
  wire::add(item, "run_id", wire::string_value(row.picked.run.id.value));
  wire::add(item, "run_name", wire::string_value(row.picked.run.name));
  return item;
}

}  // namespace

int print_best_by_commit(Context& context, const BestByCommit& request, const std::string& since,
                         const ListingLook& look) {
  if (since.empty()) {
    throw Error(ErrorCode::usage, "--history needs --since REV, the commit to begin with")
        .hint("for example: mlt compare --history " + base::quote_for_shell(request.metric) +
              " --since HEAD~10");
  }
  const std::vector<Row> rows = read_rows(context, request, since);
  Listing listing;
  listing.schema = "mlt.history/1";
  listing.table.columns = {{.key = "commit", .title = "commit", .keep = true},
                           {.key = "time", .title = "when"},
                           {.key = "finished_runs", .title = "runs"},
                           {.key = "value", .title = request.metric, .keep = true},
                           {.key = "change", .title = "change"},
                           {.key = "run_id", .title = "run"},
                           {.key = "run_name", .title = "name"}};
  for (const Row& row : rows) {
    listing.table.rows.push_back({{render::Id{row.commit.id, kShortId}},
                                  {render::Time{row.commit.time_ms}},
                                  {static_cast<std::int64_t>(row.picked.among)},
                                  {row.value},
                                  row.change ? render::Cell(*row.change) : render::Cell(),
                                  {render::Id{row.picked.run.id.value, kShortId}},
                                  {row.picked.run.name}});
  }
  listing.item = [&rows](std::size_t row) { return item_value(rows[row]); };
  listing.head =
      "best " + render::printable(request.metric) + " in " + counted(rows.size(), "commit");
  print_listing(context, listing, look);
  return 0;
}

}  // namespace mlt::cli
