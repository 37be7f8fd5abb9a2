#include "cli/listing.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "mlt/error.hpp"

#include "base/text.hpp"
#include "render/delimited.hpp"
#include "render/template.hpp"
#include "render/text_width.hpp"
#include "wire/document.hpp"
#include "wire/json.hpp"

namespace mlt::cli {
namespace {

constexpr std::array<std::pair<std::string_view, Format>, 10> kFormats{{
    {"table", Format::table},
    {"wide", Format::wide},
    {"tsv", Format::tsv},
    {"csv", Format::csv},
    {"json", Format::json},
    {"jsonl", Format::jsonl},
    {"yaml", Format::yaml},
    {"md", Format::md},
    {"name", Format::name},
    {"markdown", Format::md},
}};

std::optional<Format> find_format(std::string_view name) {
  for (const auto& [known, format] : kFormats) {
    if (known == name) {
      return format;
    }
  }
  return std::nullopt;
}

render::Style style_of(const Context& context) {
  const Terminal& terminal = context.terminal();
  return {.colour = terminal.colour, .utf8 = terminal.utf8};
}

render::TableOptions table_options_at(const Context& context, std::int64_t now_ms) {
  render::TableOptions options;
  options.style = style_of(context);
  options.width = context.terminal().columns;
  options.now_ms = now_ms;
  return options;
}

wire::Value selected(const Context& context, wire::Value item) {
  const auto& fields = context.globals().json_fields;
  return fields.empty() ? std::move(item) : wire::select_fields(item, fields);
}

wire::Value document(const Context& context, const Listing& listing) {
  wire::Value root = wire::object_value();
  wire::add(root, "schema", wire::string_value(listing.schema));
  for (const auto& [name, value] : listing.members) {
    wire::add(root, name, value);
  }
  wire::Value& items = wire::add(root, "items", wire::array_value());
  for (std::size_t i = 0; i < listing.table.rows.size(); ++i) {
    wire::append(items, selected(context, listing.item(i)));
  }
  wire::add(root, "next", {});
  return root;
}

/// A leaf of an item as what a pattern formats.
render::Value leaf(const wire::Value& item, std::string_view key) {
  const wire::Value found = wire::select_fields(item, {std::string(key)});
  const wire::Value* value = &found.as_object()->front().second;
  if (const auto* inner = value->as_object();
      inner != nullptr && key.find('.') != std::string_view::npos && inner->size() == 1) {
    value = &inner->front().second;
  }
  if (const auto* text = value->as_string()) {
    return *text;
  }
  if (const auto* integer = value->as_integer()) {
    return *integer;
  }
  if (const auto* number = value->as_double()) {
    return *number;
  }
  if (value->is_null()) {
    return {};
  }
  return value->is_scalar() ? value->text() : wire::to_json(*value);
}

std::string expand(const render::Template& pattern, const wire::Value& item) {
  return pattern.expand([&](std::string_view key) { return leaf(item, key); });
}

/// Calls `sink` with the line of each item, in a format that has one line an item.
void for_each_line(const Context& context, const Listing& listing, Format format,
                   const std::function<void(std::string_view)>& sink) {
  std::optional<render::Template> pattern;
  if (format == Format::pattern) {
    pattern = render::Template::parse(*context.globals().format);
  }
  for (std::size_t i = 0; i < listing.table.rows.size(); ++i) {
    const wire::Value item = listing.item(i);
    sink((pattern ? expand(*pattern, item) : wire::to_json(selected(context, item))) + "\n");
  }
}

std::string text_for_people(const Context& context, std::int64_t now_ms, const Listing& listing,
                            Format format, const ListingLook& look) {
  render::TableOptions options = table_options_at(context, now_ms);
  options.header = look.header;
  options.transpose = look.transpose;
  options.precision = look.precision;
  if (format == Format::wide || look.every_column) {
    options.width = 0;
  }
  const auto rendered = render::render_table(listing.table, options);
  std::string text;
  if (!listing.head.empty() && look.header) {
    text = wrapped(context, listing.head) + "\n";
  }
  text += rendered.text;
  const std::string foot = listing.foot ? listing.foot(rendered.left_out) : std::string();
  if (!foot.empty() && look.header) {
    text += dim(context, wrapped(context, foot)) + "\n";
  }
  return text;
}

std::string leaf_text(const wire::Value& value) {
  const auto* array = value.as_array();
  if (array == nullptr) {
    return value.text();
  }
  std::vector<std::string> texts;
  for (const auto& element : *array) {
    texts.push_back(element.text());
  }
  return base::join(texts, " ");
}

bool is_leaf(const wire::Value& value) {
  const auto* array = value.as_array();
  return array != nullptr
             ? std::ranges::all_of(*array, [](const wire::Value& each) { return each.is_scalar(); })
             : value.is_scalar() && !value.is_null();
}

Listing leaves(const wire::Value& object) {
  Listing listing;
  listing.table.columns = {{.key = "field", .title = "field"}, {.key = "value", .title = "value"}};
  const auto add = [&listing](std::string field, const wire::Value& value) {
    if (is_leaf(value)) {
      listing.table.rows.push_back({{std::move(field)}, {leaf_text(value)}});
    }
  };
  for (const auto& [name, member] : *object.as_object()) {
    if (const auto* inner = member.as_object()) {
      for (const auto& [key, value] : *inner) {
        std::string field = name;
        add(field.append(".").append(key), value);
      }
    } else {
      add(name, member);
    }
  }
  return listing;
}

}  // namespace

Format chosen_format(const Context& context) {
  const auto& name = context.globals().format;
  if (!name) {
    return context.terminal().is_terminal ? Format::table : Format::tsv;
  }
  if (name->find('{') != std::string::npos) {
    return Format::pattern;
  }
  if (const auto format = find_format(*name)) {
    return *format;
  }
  std::vector<std::string> names;
  names.reserve(kFormats.size());
  for (const auto& known : kFormats) {
    names.emplace_back(known.first);
  }
  names.pop_back();  // a second name of one of them
  Error error(ErrorCode::usage, "no format '" + base::escape_control(*name) + "'");
  if (const auto near = base::nearest(*name, names)) {
    error.add_hint("the nearest format is '" + *near + "'");
  }
  error.add_hint("the formats are: " + base::join(names, " ") +
                 ", or a pattern such as '{run_id}'");
  throw error;
}

Format format_of_file(std::string_view path) {
  const std::size_t dot = path.rfind('.');
  const std::string_view extension =
      dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
  const auto format = find_format(extension == "yml" ? "yaml" : extension);
  if (!format || *format == Format::table || *format == Format::wide || *format == Format::name) {
    throw Error(ErrorCode::usage, "no format belongs to the file name '" + std::string(path) + "'")
        .hint("end it with .md, .csv, .tsv, .json, .jsonl or .yaml");
  }
  return *format;
}

bool is_for_people(Format format) { return format == Format::table || format == Format::wide; }

std::string listing_text(const Context& context, std::int64_t now_ms, const Listing& listing,
                         Format format, const ListingLook& look) {
  std::string text;
  switch (format) {
    case Format::table:
    case Format::wide:
      return text_for_people(context, now_ms, listing, format, look);
    case Format::tsv:
      render::append_tsv(text, listing.table, look.header);
      return text;
    case Format::csv:
      render::append_csv(text, listing.table, look.header);
      return text;
    case Format::md: {
      render::TableOptions options = table_options_at(context, now_ms);
      options.style = {.colour = false, .utf8 = true};  // a page is UTF-8 wherever it is made
      options.header = look.header;
      options.precision = look.precision;
      render::append_markdown(text, listing.table, options);
      return text;
    }
    case Format::json:
      return wire::to_json_document(document(context, listing));
    case Format::yaml:
      return wire::to_yaml(document(context, listing));
    case Format::jsonl:
    case Format::pattern:
      for_each_line(context, listing, format, [&text](std::string_view line) { text += line; });
      return text;
    case Format::name:
      for (const auto& row : listing.table.rows) {
        text += render::machine_text(row.front().value);
        text += '\n';
      }
      return text;
  }
  return text;
}

void print_listing(Context& context, const Listing& listing, const ListingLook& look) {
  const Format format = chosen_format(context);
  const std::string text = listing_text(context, context.clock().now_ms(), listing, format, look);
  if (is_for_people(format)) {
    context.out_paged(text);
  } else {
    context.out(text);
  }
}

void print_thing(Context& context, std::string_view schema, const wire::Value& object,
                 const std::string& id, const std::function<std::string()>& sheet) {
  if (print_object(context, schema, object)) {
    return;
  }
  const Format format = chosen_format(context);
  if (is_for_people(format)) {
    context.out_paged(sheet());
  } else if (format == Format::name) {
    context.out(id + "\n");
  } else {
    print_listing(context, leaves(object));
  }
}

ShownKeys shown_keys(const Context& context) {
  ShownKeys keys;
  std::vector<std::string> fields = context.globals().json_fields;
  switch (chosen_format(context)) {
    case Format::pattern:
      fields = render::Template::parse(*context.globals().format).keys();
      break;
    case Format::json:
    case Format::jsonl:
    case Format::yaml:
      if (fields.empty()) {
        fields = {"params", "metrics", "tags"};
      }
      break;
    default:
      fields.clear();
  }
  for (const std::string& field : fields) {
    for (const auto& [kind, selection] :
         {std::pair{"params", &keys.params}, {"metrics", &keys.metrics}, {"tags", &keys.tags}}) {
      if (field == kind) {
        selection->all = true;
      } else if (field.starts_with(std::string(kind) + ".")) {
        selection->names.insert(field.substr(std::string_view(kind).size() + 1));
      }
    }
  }
  return keys;
}

bool print_object(Context& context, std::string_view schema, const wire::Value& object) {
  const Format format = chosen_format(context);
  if (format == Format::pattern) {
    context.out(expand(render::Template::parse(*context.globals().format), object) + "\n");
    return true;
  }
  if (format == Format::jsonl) {
    context.out(wire::to_json(selected(context, object)) + "\n");
    return true;
  }
  if (format != Format::json && format != Format::yaml) {
    return false;
  }
  wire::Value root = wire::object_value();
  wire::add(root, "schema", wire::string_value(schema));
  const wire::Value chosen = selected(context, object);
  for (const auto& [name, value] : *chosen.as_object()) {
    wire::add(root, name, value);
  }
  context.out(format == Format::json ? wire::to_json_document(root) : wire::to_yaml(root));
  return true;
}

render::TableOptions table_options(Context& context) {
  render::TableOptions options = table_options_at(context, context.clock().now_ms());
  if (chosen_format(context) == Format::wide) {
    options.width = 0;
  }
  return options;
}

std::string wrapped(const Context& context, std::string_view line) {
  return render::wrap_words(render::marks(line, style_of(context)), context.terminal().columns,
                            "  ");
}

std::string dim(const Context& context, std::string_view text) {
  return render::paint(text, render::Tone::dim, style_of(context));
}

}  // namespace mlt::cli
