#include <memory>
#include <optional>
#include <string>

#include "mlt/error.hpp"

#include "base/json_text.hpp"
#include "cli/command.hpp"
#include "cli/real_context.hpp"
#include "cli/store_finder.hpp"
#include "disk/disk.hpp"
#include "store/open.hpp"

namespace mlt::cli {

namespace {

struct InitOptions {
  std::optional<std::string> directory;
  std::string layout = "native";
};

void print_store(Context& context, const std::string& path, const std::string& layout, bool made) {
  if (context.globals().format == "json") {
    base::JsonWriter json;
    json.begin_object();
    json.member("schema", "mlt.store/1");
    json.member("path", path);
    json.member("layout", layout);
    json.key("made");
    json.boolean(made);
    json.end_object();
    context.out(json.take());
  } else if (!context.globals().quiet) {
    context.out(path + "\n");
  }
}

int run_init(Context& context, const InitOptions& options) {
  Globals globals = context.globals();
  if (options.directory) {
    globals.store = options.directory;
  }
  const StorePlace place = find_store(globals, context.env("HOME"));
  if (globals.dry_run) {
    print_store(context, place.path, options.layout, !place.exists);
    return 0;
  }
  const auto disk = make_store_disk(place, globals.directory);
  const bool wants_mlflow = options.layout == "mlflow";
  const store::Layout found = store::detect_layout(*disk);
  if (found != store::Layout::none && (found == store::Layout::mlflow) != wants_mlflow) {
    throw Error(ErrorCode::refused,
                shown_path(place.path, globals.directory) + " holds a store in " +
                    (wants_mlflow ? "the native layout" : "MLflow's layout") + " already")
        .hint("name another directory: mlt init DIR");
  }
  const disk::WritePolicy policy{globals.durable};
  const bool made = wants_mlflow ? store::init_mlflow_store({.disk = disk,
                                                             .clock = context.clock(),
                                                             .random = context.random(),
                                                             .on_issue = {},
                                                             .policy = policy,
                                                             .host = {}})
                                 : store::init_native_store(*disk, context.random(), policy);
  if (!made && globals.verbosity > 0) {
    context.note("it is a store already: nothing to do");
  }
  print_store(context, place.path, options.layout, made);
  return 0;
}

Action declare_init(OptionTable& table) {
  auto options = std::make_shared<InitOptions>();
  table.operand("DIR", options->directory, "the store's directory (mlruns)")
      .complete(Completion::directory);
  table.option("--layout", "LAYOUT", options->layout, "how the store keeps its files")
      .choices({"native", "mlflow"});
  table.description(
      "Makes a store and prints its path. Without DIR the store is mlruns/ at the root of the git "
      "repository, outside git in the working directory. A store that is there already is left as "
      "it "
      "is. It is seldom needed: every command that writes makes the store it finds missing. A "
      "store "
      "in MLflow's layout is one that MLflow's own clients read and write too.");
  table.example("mlt init", "make mlruns/ at the root of this repository");
  table.example("mlt init ../shared/mlruns", "make a store anywhere");
  table.example("mlt init --layout mlflow", "make one that MLflow's clients can use");
  table.file("mlt.yaml", "says that the directory is a store, and which layout it has");
  table.file(".gitattributes, .gitignore", "tell git how to treat the store");
  table.exit_status(4, "the directory holds a store of another layout");
  table.see_also("mlt-store(5)");
  return [options](Context& context) { return run_init(context, *options); };
}

}  // namespace

constexpr Command kInitRows[] = {{"init", "make a store", declare_init}};
const CommandFamily kInitCommands = kInitRows;

}  // namespace mlt::cli
