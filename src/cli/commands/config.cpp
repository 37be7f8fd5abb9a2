#include "cli/config.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "mlt/error.hpp"

#include "base/text.hpp"
#include "cli/changes.hpp"
#include "cli/command.hpp"
#include "cli/config_keys.hpp"
#include "cli/editor.hpp"
#include "cli/listing.hpp"
#include "cli/real_context.hpp"
#include "cli/store_finder.hpp"
#include "disk/outside.hpp"
#include "store/open.hpp"
#include "wire/document.hpp"

namespace mlt::cli {

namespace {

using Words = std::vector<std::string>;

struct ConfigOptions {
  std::string key;
  Words values;
  std::string scope = "user";
  bool show_origin = false;
  bool no_header = false;
};

Environment environment_of(const Context& context) {
  return [&context](std::string_view name) { return context.env(name); };
}

std::vector<ConfigSetting> load_config(Context& context) {
  const Globals& globals = context.globals();
  Words warnings;
  const auto files = read_config_files(find_store_files(globals, context.env("HOME")),
                                       environment_of(context), globals.directory, warnings);
  auto settings = effective_config(files, warnings);
  for (const std::string& warning : warnings) {
    context.warn(base::escape_control(warning));
  }
  return settings;
}

wire::Value to_value(const ConfigSetting& setting) {
  wire::Value item = wire::object_value();
  wire::add(item, "key", wire::string_value(setting.entry.key));
  wire::Value& values = wire::add(item, "values", wire::array_value());
  for (const std::string& value : setting.entry.values) {
    wire::append(values, wire::string_value(value));
  }
  wire::add(item, "scope", wire::string_value(name_of(setting.scope)));
  wire::add(item, "path", wire::string_value(setting.path));
  wire::add(item, "line", wire::integer_value(setting.entry.line));
  return item;
}

int run_config_list(Context& context, const ConfigOptions& options) {
  const auto settings = load_config(context);
  Listing listing;
  listing.schema = "mlt.config/1";
  listing.table.columns = {{.key = "key", .title = "key", .keep = true},
                           {.key = "value", .title = "value"}};
  if (options.show_origin) {
    listing.table.columns.push_back({.key = "scope", .title = "scope"});
    listing.table.columns.push_back({.key = "origin", .title = "origin"});
  }
  for (const ConfigSetting& setting : settings) {
    auto& row = listing.table.rows.emplace_back();
    row.push_back({setting.entry.key});
    row.push_back({base::join(setting.entry.values, ", ")});
    if (options.show_origin) {
      row.push_back({std::string(name_of(setting.scope))});
      row.push_back({shown_path(setting.path, context.globals().directory) + ":" +
                     std::to_string(setting.entry.line)});
    }
  }
  listing.item = [&settings](std::size_t row) { return to_value(settings[row]); };
  print_listing(context, listing, {.header = !options.no_header});
  return 0;
}

int run_config_get(Context& context, const ConfigOptions& options) {
  const ConfigKey known(options.key);
  const auto settings = load_config(context);
  const auto setting = std::ranges::find_if(
      settings, [&options](const ConfigSetting& each) { return each.entry.key == options.key; });
  if (setting == settings.end()) {
    throw Error(ErrorCode::not_found, "'" + options.key + "' is not set in any file")
        .hint("list what is set with: mlt config list");
  }
  if (context.globals().format && print_object(context, "mlt.setting/1", to_value(*setting))) {
    return 0;
  }
  for (const std::string& value : setting->entry.values) {
    context.out(value + "\n");
  }
  return 0;
}

/// A file of settings to be changed: the user's own, or that of the store.
class EditedFile {
 public:
  EditedFile(Context& context, const std::string& scope) : context_(context) {
    const Globals& globals = context.globals();
    if (scope == "store") {
      found_ = find_store_files(globals, context.env("HOME"));
      if (!found_->place.exists) {
        context.store();  // says so
      }
      path_ = store_config_path(*found_);
      text_ = found_->settings;
      return;
    }
    const auto path = user_config_path(environment_of(context), globals.directory);
    if (!path) {
      throw Error(ErrorCode::usage, "there is no home directory for a file of settings")
          .hint("name a file: MLT_CONFIG=FILE mlt config set KEY VALUE");
    }
    // Behind a link lies the file that is meant.
    path_ = disk::outside_exists(*path) ? disk::real_path(*path) : *path;
    text_ = disk::find_outside_file(path_, wire::kMaxDocumentBytes);
  }

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] bool is_in_store() const { return found_.has_value(); }
  /// What the file holds, or would at least have to.
  [[nodiscard]] std::string text() const {
    return text_    ? *text_
           : found_ ? store::least_settings_text(store::detect_layout(*found_->disk))
                    : std::string();
  }

  void write(const std::string& text) const {
    if (found_) {
      store::replace_settings_text(*found_->disk, store::detect_layout(*found_->disk), text,
                                   context_.random(), {context_.globals().durable});
      return;
    }
    make_folder();
    disk::replace_outside_file(path_, text);
  }

  /// Has the file's folder, and a store's file, be there for an editor to find.
  void prepare() const {
    if (found_ && !text_) {
      write(text());
    } else if (!found_) {
      make_folder();
    }
  }

 private:
  void make_folder() const { disk::make_outside_dirs(path_.substr(0, path_.rfind('/'))); }

  Context& context_;
  std::optional<FoundStore> found_;
  std::string path_;
  std::optional<std::string> text_;
};

void report(Context& context, const EditedFile& file, std::string action, const std::string& key,
            const Words& values) {
  const Change change{.action = std::move(action),
                      .kind = "setting",
                      .id = key,
                      .name = file.path(),
                      .detail = base::join(values, ", ")};
  report_changes(context, {&change, 1});
}

int run_config_set(Context& context, const ConfigOptions& options) {
  ConfigKey key(options.key);
  key.check(options.values);
  const EditedFile file(context, options.scope);
  if (const auto why = key.why_not_in_store(); why && file.is_in_store()) {
    throw Error(ErrorCode::refused,
                "'" + options.key + "' may not stand in a store's file: " + *why)
        .hint("set it for yourself: mlt config set " + options.key + " " +
              base::quote_for_shell(options.values.front()));
  }
  if (const auto why = key.why_only_in_store(); why && !file.is_in_store()) {
    throw Error(ErrorCode::refused, "'" + options.key + "' stands in a store's file: " + *why)
        .hint("set it there: mlt config set --scope store " + options.key + " " +
              base::quote_for_shell(options.values.front()));
  }
  const std::string text =
      app::with_config(file.text(), file.path(), options.key, options.values, key.shape());
  if (!context.globals().dry_run) {
    file.write(text);
  }
  report(context, file, "set", options.key, options.values);
  return 0;
}

int run_config_unset(Context& context, const ConfigOptions& options) {
  const EditedFile file(context, options.scope);
  const std::string text = file.text();
  const auto entries = app::parse_config(text, file.path());
  const bool is_set = std::ranges::count(entries, options.key, &app::ConfigEntry::key) > 0;
  if (!is_set) {
    const ConfigKey known(options.key);
    throw Error(ErrorCode::not_found, "'" + options.key + "' is not set in " +
                                          shown_path(file.path(), context.globals().directory))
        .hint("see where it is set with: mlt config list --show-origin");
  }
  if (file.is_in_store()) {
    // Such a file holds more than options: which metrics are to be low, for one.
    const ConfigKey known(options.key);
  }
  const std::string changed = app::without_config(text, file.path(), options.key);
  if (!context.globals().dry_run) {
    file.write(changed);
  }
  report(context, file, "unset", options.key, {});
  return 0;
}

int run_config_edit(Context& context, const ConfigOptions& options) {
  const Globals& globals = context.globals();
  const EditedFile file(context, options.scope);
  if (globals.dry_run) {
    report(context, file, "edit", "-", {});
    return 0;
  }
  if (globals.no_input) {
    throw Error(ErrorCode::usage, "an editor needs somebody to type into it")
        .hint("set one value with: mlt config set KEY VALUE");
  }
  file.prepare();
  const auto visual = context.env("VISUAL");
  edit_file(globals.editor ? *globals.editor
            : visual       ? *visual
                           : context.env("EDITOR").value_or("vi"),
            file.path());
  if (auto text = disk::find_outside_file(file.path(), wire::kMaxDocumentBytes)) {
    Words warnings;
    effective_config({{file.is_in_store() ? ConfigScope::store : ConfigScope::user, file.path(),
                       *std::move(text)}},
                     warnings);
    for (const std::string& warning : warnings) {
      context.warn(base::escape_control(warning));
    }
  }
  return 0;
}

void declare_scope(OptionTable& table, ConfigOptions& options) {
  table
      .option("--scope", "SCOPE", options.scope,
              "whose file: your own (user), or mlt.yaml of the store, which is committed with it")
      .choices({"user", "store"});
}

void declare_files(OptionTable& table) {
  table.file("~/.config/mlt/config.yaml", "your settings");
  table.file("mlruns/mlt.yaml", "those of a store");
  table.environment("MLT_CONFIG", "a file in place of your own");
  table.environment("XDG_CONFIG_HOME", "where yours lies (~/.config)");
  table.environment("XDG_CONFIG_DIRS", "where those of the system lie (/etc/xdg)");
  table.see_also("mlt-config(5)");
}

Action declare_list(OptionTable& table) {
  auto options = std::make_shared<ConfigOptions>();
  table.flag("--show-origin", options->show_origin, "say whose file each comes from, and its line");
  table.flag("--no-header", options->no_header, "leave out the line of column names");
  table.description(
      "Lists the settings that count, each once: what a store's file says outranks your own, which "
      "outranks the system's. Options and variables outrank all of them.");
  table.example("mlt config list --show-origin", "what is set, and where");
  declare_files(table);
  return [options](Context& context) { return run_config_list(context, *options); };
}

Action declare_get(OptionTable& table) {
  auto options = std::make_shared<ConfigOptions>();
  table.operand("KEY", options->key, "the key, such as compare.top");
  table.description("Prints the value that counts, those of a list one a line.");
  table.example("mlt config set compare.top 5 && mlt config get compare.top", "5");
  declare_files(table);
  return [options](Context& context) { return run_config_get(context, *options); };
}

Action declare_set(OptionTable& table) {
  auto options = std::make_shared<ConfigOptions>();
  table.operand("KEY", options->key, "the key, such as compare.top");
  table.operands("VALUE", options->values, "the value; several for an option that may be repeated",
                 true);
  declare_scope(table, *options);
  table.description(
      "Gives an option another default. Comments and the order of the file stay. A value is "
      "refused "
      "as the option would refuse it; what is executed, names files or says who you are may not "
      "stand in a store's file.");
  table.example("mlt config set compare.top 5", "compare the best five, if not told otherwise");
  table.example("mlt config set format json --scope store", "for all who work in this store");
  table.example("mlt config set columns.paper 'lr,acc:max as top1' --scope store",
                "for mlt compare --columns @paper");
  table.exit_status(4, "such a file may not hold it, or the file has to be changed by hand");
  declare_files(table);
  return [options](Context& context) { return run_config_set(context, *options); };
}

Action declare_unset(OptionTable& table) {
  auto options = std::make_shared<ConfigOptions>();
  table.operand("KEY", options->key, "the key, such as compare.top");
  declare_scope(table, *options);
  table.description("Takes a setting out of a file. Comments and all other lines stay.");
  table.example("mlt config set format json && mlt config unset format", "there and back");
  table.exit_status(4, "the file has to be changed by hand");
  declare_files(table);
  return [options](Context& context) { return run_config_unset(context, *options); };
}

Action declare_edit(OptionTable& table) {
  auto options = std::make_shared<ConfigOptions>();
  declare_scope(table, *options);
  table.description(
      "Opens a file of settings in your editor, also one that is broken, and looks it over "
      "afterwards.");
  table.example("EDITOR=true mlt config edit", "look the file over");
  table.environment("VISUAL, EDITOR", "the editor, unless the key 'editor' names one; else vi");
  declare_files(table);
  return [options](Context& context) { return run_config_edit(context, *options); };
}

}  // namespace

constexpr Command kConfigRows[] = {
    {"config list", "list the settings that count", declare_list},
    {"config get", "print a setting", declare_get},
    {"config set", "give an option another default", declare_set, false, true},
    {"config unset", "take a setting back", declare_unset, false, true},
    {"config edit", "edit the settings in your editor", declare_edit, false, true}};
const CommandFamily kConfigCommands = kConfigRows;

}  // namespace mlt::cli
