#include "cli/current_run.hpp"

#include <string>
#include <string_view>

#include "mlt/error.hpp"

#include "base/text.hpp"
#include "cli/reading.hpp"
#include "model/rules.hpp"

namespace mlt::cli {

namespace {

Error not_in_store(std::string_view id, const Store& store) {
  return {ErrorCode::not_found,
          "the current run " + base::escape_control(id) + " is not in the store " + store.root()};
}

}  // namespace

RunRef get_named_run(Context& context, Store& store, std::string_view selector) {
  constexpr std::size_t kIdDigits = 32;
  if (const auto ref = store.locate_run({std::string(selector)})) {
    return *ref;
  }
  if (selector.size() == kIdDigits && model::is_run_id(selector)) {
    throw not_in_store(selector, store);
  }
  if (selector == "@current" && context.globals().run == selector) {
    throw Error(ErrorCode::usage, "--run @current names itself");
  }
  const std::string word(selector);
  return select_runs(context, {&word, 1}, std::nullopt).front();
}

std::optional<app::CurrentRunFile> current_run_file(const Context& context, const Store& store) {
  if (const auto state = context.env("XDG_STATE_HOME"); state && state->starts_with('/')) {
    return app::CurrentRunFile(*state + "/mlt", store.root());
  }
  if (const auto home = context.env("HOME")) {
    return app::CurrentRunFile(*home + "/.local/state/mlt", store.root());
  }
  return std::nullopt;
}

std::optional<RunId> find_filed_run(Context& context, const Store& store) {
  const auto file = current_run_file(context, store);
  try {
    return file ? file->find() : std::nullopt;
  } catch (const Error& error) {
    if (error.code() != ErrorCode::system) {
      throw;
    }
    context.warn("no run is taken for the current one: " + error.message());
    return std::nullopt;
  }
}

std::optional<std::string> current_run_selector(Context& context, const Store& store) {
  if (context.globals().run) {
    return context.globals().run;
  }
  const auto id = find_filed_run(context, store);
  return id ? std::optional(id->value) : std::nullopt;
}

std::optional<RunRef> find_current_run(Context& context, Store& store) {
  const Globals& globals = context.globals();
  if (globals.run) {
    const auto ref = globals.run_dir ? store.find_run_at(*globals.run_dir) : std::nullopt;
    return ref ? ref : get_named_run(context, store, *globals.run);
  }
  const auto id = find_filed_run(context, store);
  if (!id) {
    return std::nullopt;
  }
  if (auto ref = store.locate_run(*id)) {
    return ref;
  }
  throw not_in_store(id->value, store);
}

RunRef get_current_run(Context& context, Store& store) {
  if (const auto ref = find_current_run(context, store)) {
    return *ref;
  }
  throw app::no_current_run();
}

}  // namespace mlt::cli
