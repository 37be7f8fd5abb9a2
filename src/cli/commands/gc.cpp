#include "app/gc.hpp"

#include <algorithm>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "mlt/error.hpp"

#include "app/goals.hpp"
#include "app/tree_size.hpp"
#include "base/numbers.hpp"
#include "base/text.hpp"
#include "cli/changes.hpp"
#include "cli/command.hpp"
#include "cli/reading.hpp"
#include "disk/disk.hpp"
#include "disk/files.hpp"
#include "disk/outside.hpp"

namespace mlt::cli {

namespace {

constexpr int kProtected = 4;

struct Options {
  std::optional<std::int64_t> older_than_ms;
  bool deleted = false;
  bool orphans = false;
  bool cache = false;
  std::string keep;
  std::optional<std::string> keep_best;
  bool prune = false;
};

/// `3:metrics.acc`, `3:acc`.
app::KeepBest parse_keep_best(const std::string& text) {
  const std::size_t colon = text.find(':');
  const auto count = base::parse_int64(text.substr(0, colon));
  std::string metric =
      colon == std::string::npos ? "" : app::metric_key(std::string_view(text).substr(colon + 1));
  if (!count || *count < 1 || metric.empty()) {
    throw Error(ErrorCode::usage,
                "--keep-best takes N:METRIC, not '" + base::escape_control(text) + "'")
        .hint("the three best by accuracy: --keep-best 3:acc");
  }
  return {static_cast<std::size_t>(*count), std::move(metric)};
}

/// Where mlt keeps what it can make again; nothing where the user has no such directory.
std::optional<std::string> cache_directory(const Context& context) {
  if (const auto cache = context.env("XDG_CACHE_HOME"); cache && cache->starts_with('/')) {
    return *cache + "/mlt";
  }
  const auto home = context.env("HOME");
  return home ? std::optional(*home + "/.cache/mlt") : std::nullopt;
}

Change change_of(const app::GcItem& item) {
  const bool is_run = item.kind == app::GcItem::Kind::run;
  const bool is_experiment = item.kind == app::GcItem::Kind::experiment;
  return {.action = item.kept.empty() ? "remove" : "keep",
          .kind = is_run          ? "run"
                  : is_experiment ? "experiment"
                                  : "leftover",
          .id = item.id,
          .name = item.name,
          .detail = item.kept,
          .bytes = is_experiment ? std::nullopt : std::optional(item.bytes)};
}

app::GcOptions make_options(Context& context, const Options& options) {
  app::GcOptions gc;
  gc.deleted = options.deleted;
  gc.orphans = options.orphans;
  if (!options.deleted && !options.orphans && !options.cache && !options.older_than_ms) {
    gc.deleted = gc.orphans = true;
  }
  if (options.older_than_ms) {
    gc.before_ms = context.clock().now_ms() - *options.older_than_ms;
  }
  gc.keep = options.keep;
  gc.now_ms = context.clock().now_ms();
  if (options.keep_best) {
    gc.keep_best = parse_keep_best(*options.keep_best);
  }
  gc.experiments = chosen_experiments(context, {}).value_or(std::vector<ExperimentId>{});
  gc.settings = load_store_settings(context.store());
  return gc;
}

/// Adds the cache to the plan; true if there is one.
bool add_cache(const std::optional<std::string>& directory, std::vector<Change>& changes) {
  if (!directory || !disk::outside_is_directory(*directory)) {
    return false;
  }
  changes.push_back({.action = "remove",
                     .kind = "cache",
                     .id = *directory,
                     .bytes = app::tree_size_of(*directory).bytes});
  return true;
}

void remove_cache(const std::string& directory) {
  const auto disk = disk::open_real_disk(directory);
  const auto entries = disk->find_list("");
  for (const disk::DirEntry& entry : entries.value_or(std::vector<disk::DirEntry>{})) {
    disk::remove_tree(*disk, entry.name);
  }
}

int run_gc(Context& context, const Options& options) {
  Store& store = context.store();
  const auto items = app::plan_gc(store, make_options(context, options));
  std::vector<Change> changes;
  std::ranges::transform(items, std::back_inserter(changes), change_of);
  const auto cache = options.cache ? cache_directory(context) : std::nullopt;
  const bool has_cache = add_cache(cache, changes);
  std::uint64_t bytes = 0;
  std::size_t going = 0;
  for (const Change& change : changes) {
    if (change.action == "remove") {
      bytes += change.bytes.value_or(0);
      ++going;
    }
  }
  const bool prunes = options.prune && !context.globals().dry_run && going > 0;
  if (prunes) {
    confirm(context, counted(going, "thing") + " with " + base::format_bytes(bytes) +
                         " will be removed for good.");
    app::prune(store, items);
    if (has_cache) {
      remove_cache(*cache);
    }
  }
  print_changes(context, changes);
  context.flush();
  context.note(counted(going, "thing") + ", " + base::format_bytes(bytes) +
               (prunes ? " removed" : " to remove"));
  if (!options.prune && going > 0) {
    context.hint("nothing was removed; do it with --prune");
  }
  return std::ranges::any_of(items, &app::GcItem::is_protected) ? kProtected : 0;
}

Action declare_gc(OptionTable& table) {
  auto options = std::make_shared<Options>();
  table.duration("--older-than", "TIME", options->older_than_ms,
                 "only what was deleted, or ended, that long ago: 30d");
  table.flag("--deleted", options->deleted, "deleted runs and experiments");
  table.flag("--orphans", options->orphans, "what processes that are gone left half made");
  table.flag("--cache", options->cache, "the user's cache, which mlt makes again");
  table.option("--keep", "EXPR", options->keep, "keep runs for which this is true")
      .complete(Completion::filter);
  table.option("--keep-best", "N:METRIC", options->keep_best,
               "keep the best N runs of each experiment by a metric");
  table.flag("--prune", options->prune, "remove; without it there is a list only");
  table.description(
      "Lists what can go from a store, with its size, and with --prune removes it for good: "
      "deleted runs and experiments and leftovers, or what the options name. --older-than alone "
      "means every run that ended that long ago, deleted or not; with --deleted, deleted ones "
      "only. On a terminal --prune asks first, elsewhere -y has to be given.\n\nA run with the tag "
      "mlt.keep and one that is running are never removed: they are listed with the reason, and "
      "the exit code is 4.");
  table.example("mlt gc", "what could go");
  table.example("mlt gc --deleted --older-than 30d --prune -y", "in a nightly job");
  table.example("mlt gc -x sweep --older-than 90d --keep-best 5:acc", "all but the best");
  table.exit_status(kProtected, "something asked for is protected, or the answer was no");
  table.see_also("mlt-runs-purge(1)");
  return [options](Context& context) { return run_gc(context, *options); };
}

}  // namespace

constexpr Command kGcRows[] = {{"gc", "list and remove what is no longer needed", declare_gc}};
const CommandFamily kGcCommands = kGcRows;

}  // namespace mlt::cli
