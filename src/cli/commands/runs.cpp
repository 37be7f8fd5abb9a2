#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "mlt/error.hpp"

#include "app/run_query.hpp"
#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/commands/runs_list.hpp"
#include "cli/commands/show.hpp"
#include "cli/current_run.hpp"
#include "cli/listing.hpp"
#include "cli/reading.hpp"
#include "cli/run_cells.hpp"
#include "disk/disk.hpp"
#include "disk/outside.hpp"
#include "render/text_width.hpp"
#include "wire/run_json.hpp"

namespace mlt::cli {

namespace {

struct LogsOptions {
  std::string run;
  bool out_only = false;
  bool err_only = false;
};

void print_log(Context& context, disk::Disk& artifacts, std::string_view path) {
  const auto file = artifacts.open(path, disk::OpenMode::read);
  std::array<char, 1 << 16> buffer{};
  for (std::uint64_t offset = 0;;) {
    const std::size_t size = file->read_at(offset, buffer.data(), buffer.size());
    if (size == 0) {
      return;
    }
    context.out({buffer.data(), size});
    offset += size;
  }
}

int run_list(Context& context, const RunListOptions& options) {
  const app::RunPage page = print_runs(context, options);
  if (page.runs.empty() && page.total > 0) {
    context.hint("0 of " + counted(page.total, "run") + " match");
  }
  for (const auto& hint : page.hints) {
    context.hint(hint);
  }
  return 0;
}

int run_logs(Context& context, const LogsOptions& options) {
  Store& store = context.store();
  const auto refs =
      select_runs(context, std::span(&options.run, 1), chosen_experiments(context, {}));
  const std::string folder = store.open_run(refs.front())->artifacts_dir();
  const auto artifacts =
      disk::outside_is_directory(folder) ? disk::open_real_disk(folder) : nullptr;
  bool any = false;
  for (const auto& [path, is_wanted] :
       {std::pair{"logs/stdout.log", !options.err_only}, {"logs/stderr.log", !options.out_only}}) {
    if (is_wanted && artifacts && artifacts->find_stat(path)) {
      print_log(context, *artifacts, path);
      any = true;
    }
  }
  if (!any) {
    context.note("run " + refs.front().run_id.value.substr(0, 7) + " has no captured output");
  }
  return 0;
}

Action declare_list(OptionTable& table) {
  auto options = std::make_shared<RunListOptions>();
  table
      .option("--filter, --where", "EXPR", options->filter,
              "only runs for which this is true: \"metrics.acc > 0.9\"")
      .complete(Completion::filter);
  declare_run_list(table, *options);
  table.description(
      "Lists runs, newest first. Off a terminal every run is listed, tab-separated and with full "
      "ids; -F name prints the ids alone. The params and metrics of runs are shown by mlt compare, "
      "and all of a run by mlt show.");
  table.example("mlt ls", "the newest runs of the experiment worked on last");
  table.example("mlt runs list -x '*' --status running", "what is running");
  table.example("mlt runs list --since yesterday -F '{run_id:.8} {metrics.acc:.4f}'",
                "one line a run, as you like it");
  table.example("mlt runs list --filter 'metrics.acc > 0.9' -F name", "ids for a script");
  table.see_also("mlt-compare(1)");
  table.see_also("mlt-show(1)");
  return [options](Context& context) { return run_list(context, *options); };
}

Action declare_logs(OptionTable& table) {
  auto options = std::make_shared<LogsOptions>();
  table.operand("RUN", options->run, "the run: id, name or @last").complete(Completion::run);
  table.flag("--stdout", options->out_only, "only what the job wrote to stdout");
  table.flag("--stderr", options->err_only, "only what it wrote to stderr");
  table.description(
      "Prints what the job of a run wrote, as mlt run kept it: first its stdout, then its stderr.");
  table.example("mlt runs logs @last", "the output of the newest run");
  table.example("mlt runs logs @last --stderr | tail", "the end of what it complained of");
  table.see_also("mlt-run(1)");
  return [options](Context& context) { return run_logs(context, *options); };
}

}  // namespace

constexpr Command kRunsRows[] = {
    {"ls", "list runs, newest first", declare_list},
    {"runs list", "list runs, newest first", declare_list},
    {"runs show", "show all there is to know of a run", declare_show_run},
    {"runs logs", "print what the job of a run wrote", declare_logs}};
const CommandFamily kRunsCommands = kRunsRows;

}  // namespace mlt::cli
