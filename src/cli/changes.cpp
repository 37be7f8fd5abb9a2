#include "cli/changes.hpp"

#include <array>
#include <unistd.h>
#include <utility>

#include "mlt/error.hpp"

#include "base/text.hpp"
#include "cli/input.hpp"
#include "cli/listing.hpp"
#include "cli/streams.hpp"
#include "wire/document.hpp"

namespace mlt::cli {
namespace {

wire::Value item_of(const Change& change) {
  wire::Value item = wire::object_value();
  wire::add(item, "action", wire::string_value(change.action));
  wire::add(item, "kind", wire::string_value(change.kind));
  wire::add(item, "id", wire::string_value(change.id));
  wire::add(item, "name", wire::string_value(change.name));
  wire::add(item, "detail", wire::string_value(change.detail));
  wire::add(
      item, "bytes",
      change.bytes ? wire::integer_value(static_cast<std::int64_t>(*change.bytes)) : wire::Value{});
  return item;
}

render::Table table_of(std::span<const Change> changes) {
  render::Table table;
  table.columns = {{.key = "id", .title = "id"},         {.key = "action", .title = "action"},
                   {.key = "kind", .title = "kind"},     {.key = "name", .title = "name"},
                   {.key = "detail", .title = "detail"}, {.key = "bytes", .title = "bytes"}};
  for (const Change& change : changes) {
    const std::size_t shown = change.kind == "run" ? 7 : change.id.size();
    table.rows.push_back(
        {{render::Id{change.id, shown}},
         {change.action},
         {change.kind},
         {change.name},
         {change.detail},
         change.bytes ? render::Cell(render::Bytes{*change.bytes}) : render::Cell()});
  }
  return table;
}

/// `rename run 7f3a91c wide-lion: small-lion`
std::string sentence_of(const Change& change) {
  const std::string id = change.kind == "run" ? change.id.substr(0, 7) : change.id;
  std::string text = change.action + " " + change.kind + " " + id;
  for (const auto& [before, part] :
       {std::pair(std::string(" "), change.name), {std::string(": "), change.detail}}) {
    text += part.empty() ? "" : before + base::escape_control(part);
  }
  return text;
}

bool is_for_programs(Format format) {
  return format == Format::json || format == Format::jsonl || format == Format::yaml ||
         format == Format::name || format == Format::pattern;
}

std::string read_answer() {
  Input input("-");
  std::string answer;
  for (std::array<char, 1> letter{}; input.read_some(letter) == 1 && letter[0] != '\n';) {
    answer += letter[0];
  }
  return base::to_lower(base::trim(answer));
}

}  // namespace

Change run_change(std::string action, const Run& run, std::string detail) {
  return {.action = std::move(action),
          .kind = "run",
          .id = run.id.value,
          .name = run.name,
          .detail = std::move(detail)};
}

void print_changes(Context& context, std::span<const Change> changes, std::string head) {
  Listing listing;
  listing.schema = "mlt.changes/1";
  listing.table = table_of(changes);
  listing.item = [&changes](std::size_t row) { return item_of(changes[row]); };
  listing.head = std::move(head);
  print_listing(context, listing);
}

void report_changes(Context& context, std::span<const Change> changes) {
  const Globals& globals = context.globals();
  const bool asked = globals.format && is_for_programs(chosen_format(context));
  if (asked || (globals.dry_run && !globals.quiet)) {
    print_changes(context, changes);
  } else if (globals.verbosity > 0 && !globals.dry_run) {
    for (const Change& change : changes) {
      context.note(sentence_of(change));
    }
  }
}

void confirm(Context& context, const std::string& question) {
  const Globals& globals = context.globals();
  if (globals.yes) {
    return;
  }
  if (globals.no_input || ::isatty(STDIN_FILENO) != 1 || ::isatty(STDERR_FILENO) != 1) {
    throw Error(ErrorCode::usage, question + " There is nobody to ask")
        .hint("answer beforehand with -y, or look first with -n");
  }
  write_stderr(question + " [y/N] ");
  const std::string answer = read_answer();
  if (answer != "y" && answer != "yes") {
    throw Error(ErrorCode::refused, "the answer was no: nothing was changed");
  }
}

}  // namespace mlt::cli
