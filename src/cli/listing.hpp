#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/context.hpp"
#include "render/table.hpp"
#include "wire/value.hpp"

namespace mlt::cli {

enum class Format { table, wide, tsv, csv, json, jsonl, yaml, md, name, pattern };

/// The format that -F, --json or MLT_FORMAT names, else `table` on a terminal and `tsv` elsewhere.
/// A name with a brace in it is a pattern. Throws usage for an unknown one.
Format chosen_format(const Context& context);
/// The format that belongs to a file's extension: md, csv, tsv, json, jsonl, yaml.
Format format_of_file(std::string_view path);
bool is_for_people(Format format);  ///< table, wide

/// A list of things, ready to be shown in any format.
struct Listing {
  std::string_view schema;  ///< "mlt.runs/1"
  render::Table table;      ///< the first column names the row
  /// Row `i` as one object: for json, jsonl, yaml and patterns.
  std::function<wire::Value(std::size_t row)> item;
  /// Members of the JSON document that stand before the items.
  std::vector<wire::Value::Member> members;
  std::string head;  ///< a line above the table, for people
  /// Below the table, for people, knowing how many columns had no room.
  std::function<std::string(std::size_t left_out)> foot;
};

struct ListingLook {
  bool header = true;
  bool transpose = false;
  bool every_column = false;  ///< never leave a column out or shorten a text
  render::Precision precision = {};
};

/// The listing as text in a format; `json_fields` selects members of each item.
std::string listing_text(const Context& context, std::int64_t now_ms, const Listing& listing,
                         Format format, const ListingLook& look);

/// Prints it in the chosen format, through the pager where it is long and for people; lines for
/// machines are printed as they are made.
void print_listing(Context& context, const Listing& listing, const ListingLook& look = {});

/// One thing as a JSON document with its schema, a JSON line, YAML or by a pattern, as the chosen
/// format asks; false where the format is one for tables, which the caller then prints.
bool print_object(Context& context, std::string_view schema, const wire::Value& object);

/// One thing in the chosen format: print_object() where that serves, `sheet` for people, its id as
/// the name, else its leaves, one a line: `params.lr` and `0.1`.
void print_thing(Context& context, std::string_view schema, const wire::Value& object,
                 const std::string& id, const std::function<std::string()>& sheet);

/// The keys that the chosen format shows of each run, for a scan to read no others: all in JSON and
/// YAML, those of --json=FIELDS or of a pattern, none for tables.
struct ShownKeys {
  KeySelection params;
  KeySelection metrics;
  KeySelection tags;
};
ShownKeys shown_keys(const Context& context);

/// How the terminal at stdout is to be written to.
render::TableOptions table_options(Context& context);
/// A line of our own words with blanks to break at, in the width of the terminal.
std::string wrapped(const Context& context, std::string_view line);
std::string dim(const Context& context, std::string_view text);

}  // namespace mlt::cli
