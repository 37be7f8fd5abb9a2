#include "app/transfer/import.hpp"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "mlt/error.hpp"

#include "app/transfer/bundle.hpp"
#include "app/transfer/source.hpp"
#include "base/numbers.hpp"
#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/listing.hpp"
#include "cli/other_store.hpp"
#include "cli/reading.hpp"
#include "cli/workshop.hpp"
#include "disk/archive.hpp"
#include "disk/outside.hpp"
#include "wire/document.hpp"

namespace mlt::cli {

namespace {

using What = app::Imported::What;
using Outcome = app::Imported::Outcome;

struct ImportOptions {
  std::string from;
  std::optional<std::string> into;
  std::vector<std::string> users;
  std::string on_conflict = "skip";
  bool keep_going = false;
  std::string max_size = "10G";
  std::optional<std::int64_t> max_ratio;
};

std::string_view word_of(What what) {
  switch (what) {
    case What::experiment:
      return "experiment";
    case What::run:
      return "run";
    case What::model:
      break;
  }
  return "model";
}

std::string_view word_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::taken:
      return "imported";
    case Outcome::present:
      return "present";
    case Outcome::conflict:
      return "conflict";
    case Outcome::failed:
      break;
  }
  return "failed";
}

std::uint64_t parse_bytes(const std::string& text) {
  constexpr std::string_view kUnits = "KMGT";
  const std::size_t unit = text.empty() ? std::string_view::npos : kUnits.find(text.back());
  const auto number = base::parse_int64(unit == std::string_view::npos
                                            ? std::string_view(text)
                                            : std::string_view(text).substr(0, text.size() - 1));
  const unsigned shift =
      unit == std::string_view::npos ? 0 : 10 * (static_cast<unsigned>(unit) + 1);
  if (!number || *number <= 0 || *number > (INT64_MAX >> shift)) {
    throw Error(ErrorCode::usage, "--max-size wants bytes or 10K, 10M, 10G, not '" +
                                      base::escape_control(text) + "'");
  }
  return static_cast<std::uint64_t>(*number) << shift;
}

app::ImportOptions app_options(const Context& context, const ImportOptions& options) {
  app::ImportOptions result;
  result.into = options.into;
  result.keep_going = options.keep_going;
  result.dry_run = context.globals().dry_run;
  result.on_conflict = options.on_conflict == "rename" ? app::OnConflict::rename
                       : options.on_conflict == "fail" ? app::OnConflict::fail
                                                       : app::OnConflict::skip;
  for (const std::string& user : options.users) {
    const std::size_t equals = user.find('=');
    if (equals == std::string::npos || equals == 0) {
      throw Error(ErrorCode::usage,
                  "--map-user wants THERE=HERE, not '" + base::escape_control(user) + "'");
    }
    result.users.insert_or_assign(user.substr(0, equals), user.substr(equals + 1));
  }
  return result;
}

/// A history with what it needs to stay open.
struct Opened {
  std::unique_ptr<Workshop> workshop;
  std::unique_ptr<Store> store;
  app::History history;
};

Opened open_from(Context& context, Store& target, const ImportOptions& options) {
  const std::string path = app::source_path(options.from);
  const app::SourceKind kind = app::source_kind(path);
  if (context.globals().verbosity > 0) {
    context.note(base::escape_control(options.from) + " holds " + std::string(name_of(kind)));
  }
  Opened opened;
  if (kind == app::SourceKind::store) {
    opened.store = open_store_to_import(context, disk::real_path(path));
    if (opened.store->root() == target.root()) {
      throw Error(ErrorCode::usage, "a store cannot be imported into itself");
    }
    opened.history = app::history_of_store(*opened.store);
  } else if (kind == app::SourceKind::archive) {
    disk::ArchiveBounds bounds;
    bounds.max_bytes = parse_bytes(options.max_size);
    bounds.max_ratio = static_cast<std::uint64_t>(options.max_ratio.value_or(200));
    opened.workshop = std::make_unique<Workshop>(context, target.root(), "importing");
    disk::Disk& disk = opened.workshop->disk();
    const std::string& place = opened.workshop->place();
    disk.make_dir(place);
    disk::unpack_archive(path, disk, place, bounds);
    opened.history = app::open_bundle(disk.absolute(place));
  } else {
    opened.history = app::open_source(kind, path);
  }
  return opened;
}

wire::Value to_value(const app::Imported& item) {
  wire::Value value = wire::object_value();
  wire::add(value, "kind", wire::string_value(word_of(item.what)));
  wire::add(value, "id", wire::string_value(item.id));
  wire::add(value, "source", wire::string_value(item.label));
  wire::add(value, "outcome", wire::string_value(word_of(item.outcome)));
  wire::add(value, "error", item.error ? wire::string_value(item.error->message()) : wire::Value());
  return value;
}

void print_items(Context& context, const app::ImportReport& report) {
  Listing listing;
  listing.schema = "mlt.imported/1";
  for (const char* key : {"kind", "id", "source", "outcome"}) {
    listing.table.columns.push_back({.key = key, .title = key});
  }
  for (const app::Imported& item : report.items) {
    auto& row = listing.table.rows.emplace_back();
    for (const std::string& text : {std::string(word_of(item.what)), item.id, item.label,
                                    std::string(word_of(item.outcome))}) {
      row.emplace_back(text);
    }
  }
  listing.item = [&](std::size_t row) { return to_value(report.items[row]); };
  print_listing(context, listing);
}

/// The ids of the runs that are new, or in a chosen format all that was met.
void print_report(Context& context, const app::ImportReport& report) {
  if (context.globals().format) {
    print_items(context, report);
    return;
  }
  if (context.globals().quiet) {
    return;
  }
  for (const app::Imported& item : report.items) {
    if (item.what == What::run && item.outcome == Outcome::taken) {
      context.out(item.id + "\n");
    }
  }
}

void say_totals(Context& context, const app::ImportReport& report) {
  std::string text = context.globals().dry_run ? "would import " : "imported ";
  text += counted(report.count(What::run, Outcome::taken), "run");
  if (const std::size_t models = report.count(What::model, Outcome::taken); models > 0) {
    text += ", " + counted(models, "model");
  }
  const auto add = [&text](std::size_t number, std::string_view what) {
    if (number > 0) {
      text += ", " + std::to_string(number) + " " + std::string(what);
    }
  };
  add(report.count(What::run, Outcome::present), "here already");
  add(report.count(What::run, Outcome::conflict), "here already with other content");
  add(report.count(What::run, Outcome::failed) + report.count(What::model, Outcome::failed),
      "failed");
  context.note(text);
}

int run_import(Context& context, const ImportOptions& options) {
  const app::ImportOptions chosen = app_options(context, options);
  Store& store = chosen.dry_run ? context.store() : context.writable_store();
  const Opened opened = open_from(context, store, options);
  for (const std::string& text : opened.history.left_out) {
    context.warn("left out: " + base::escape_control(text));
  }
  const app::ImportReport report =
      app::import_history(opened.history, store, chosen, [&context](const app::Imported& item) {
        if (item.error) {
          context.say_error(*item.error);
        } else if (item.outcome == Outcome::conflict) {
          context.warn("run " + item.id + " is here already and says something else; it stays");
        } else if (context.globals().verbosity > 0) {
          context.note(std::string(word_of(item.what)) + " " + base::escape_control(item.id) +
                       ": " + std::string(word_of(item.outcome)));
        }
      });
  print_report(context, report);
  context.flush();
  say_totals(context, report);
  const bool partly = report.count(What::run, Outcome::failed) > 0 ||
                      report.count(What::model, Outcome::failed) > 0;
  return partly ? 1 : 0;
}

Action declare_import(OptionTable& table) {
  auto options = std::make_shared<ImportOptions>();
  table.operand("FROM", options->from, "what to import: a file or a directory")
      .complete(Completion::file);
  table.option("--into", "EXPERIMENT", options->into, "put all runs into this experiment")
      .complete(Completion::experiment);
  table.option("--map-user", "THERE=HERE", options->users, "a user's name there and here");
  table
      .option("--on-conflict", "WHAT", options->on_conflict,
              "where a run of that id says something else, or an experiment's name is taken")
      .choices({"skip", "rename", "fail"});
  table.flag("--keep-going", options->keep_going, "go on behind what cannot be imported");
  table.option("--max-size", "BYTES", options->max_size, "the most that an archive may hold (10G)");
  table
      .option("--max-ratio", "N", options->max_ratio,
              "the most that an archive may hold, in sizes of its own (200)")
      .at_least(1);
  table.description(
      "Takes runs over from a bundle of mlt export (.tar.gz or directory), another store, MLflow's "
      "SQLite file, a git repository with DVC experiments, TensorBoard event files, W&B offline "
      "directories, a Trackio project, a .csv or a .jsonl; what FROM is, is seen from what is in "
      "it. Prints the ids of the runs that are new.\n\n"
      "Ids stay; runs of tools without ids get one that follows from what they are. So a second "
      "import changes nothing, and one that was interrupted is finished by another. What is here "
      "is never changed: a run of the same id that says something else stays (skip), gets a "
      "sibling under a new id (rename) or stops the import before it begins (fail). An experiment "
      "whose name is taken is joined (skip), made as NAME~ID (rename) or refused (fail).\n\n"
      "An archive is checked whole before the first byte is unpacked: names that lead elsewhere, "
      "links, devices and what is over the bounds are refused.");
  table.example("mlt import all.tar.gz", "what mlt export wrote");
  table.example("mlt import runs/ --into vision", "TensorBoard's event files");
  table.example("mlt import sqlite:///mlflow.db -n", "what would come from MLflow's database");
  table.exit_status(1, "with --keep-going: something could not be imported");
  table.exit_status(4, "with --on-conflict fail: something here says something else");
  table.file("mlruns.importing/", "where an archive is unpacked, beside the store");
  table.see_also("mlt-export(1)");
  return [options](Context& context) { return run_import(context, *options); };
}

}  // namespace

constexpr Command kImportRows[] = {{"import", "take runs over from elsewhere", declare_import}};
const CommandFamily kImportCommands = kImportRows;

}  // namespace mlt::cli
