#include "search/fields.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "mlt/error.hpp"

#include "base/text.hpp"
#include "search/caret.hpp"

namespace mlt::search {
namespace {

struct EntityName {
  std::string_view name;
  Entity entity;
};
constexpr std::array kEntities = {
    EntityName{"metrics", Entity::metric},
    EntityName{"metric", Entity::metric},
    EntityName{"params", Entity::param},
    EntityName{"param", Entity::param},
    EntityName{"parameters", Entity::param},
    EntityName{"parameter", Entity::param},
    EntityName{"tags", Entity::tag},
    EntityName{"tag", Entity::tag},
    EntityName{"attributes", Entity::attribute},
    EntityName{"attribute", Entity::attribute},
    EntityName{"attr", Entity::attribute},
    EntityName{"run", Entity::attribute},
};

struct AttributeName {
  std::string_view name;
  Attribute attribute;
};
constexpr std::array kAttributes = {
    AttributeName{"run_id", Attribute::run_id},
    AttributeName{"run_name", Attribute::run_name},
    AttributeName{"status", Attribute::status},
    AttributeName{"user_id", Attribute::user_id},
    AttributeName{"start_time", Attribute::start_time},
    AttributeName{"end_time", Attribute::end_time},
    AttributeName{"created", Attribute::start_time},
    AttributeName{"Created", Attribute::start_time},
    AttributeName{"run name", Attribute::run_name},
    AttributeName{"Run name", Attribute::run_name},
    AttributeName{"Run Name", Attribute::run_name},
};
/// The attributes by their canonical names; what follows them in kAttributes are aliases.
constexpr std::size_t kCanonicalAttributes = 6;

template <typename Names>
std::optional<std::string> nearest_of(std::string_view word, const Names& names) {
  std::vector<std::string> candidates;
  candidates.reserve(names.size());
  for (const auto& each : names) {
    candidates.emplace_back(each.name);
  }
  return base::nearest(word, candidates);
}

/// The attribute of which `word` is a part: `user_id` for `user`.
std::optional<std::string> attribute_with_part(std::string_view word) {
  for (const AttributeName& each : kAttributes) {
    const auto parts = base::split(each.name, '_');
    if (std::find(parts.begin(), parts.end(), word) != parts.end()) {
      return std::string(each.name);
    }
  }
  return std::nullopt;
}

Entity read_entity(std::string_view text, const Token& token) {
  for (const EntityName& each : kEntities) {
    if (each.name == token.entity) {
      return each.entity;
    }
  }
  if (token.entity == "dataset" || token.entity == "datasets") {
    throw error_at(text, token.offset, token.length,
                   "runs of this store hold no data sets to search");
  }
  Error error = error_at(text, token.offset, token.entity.size(),
                         "runs have no entity " + quoted(token.entity));
  const auto nearest = nearest_of(base::to_lower(token.entity), kEntities);
  error.add_hint(nearest ? "the nearest entity is " + quoted(*nearest)
                         : "the entities are metrics, params, tags and attributes");
  throw error;
}

Attribute read_attribute(std::string_view text, const Token& token) {
  Attribute attribute{};
  if (find_attribute(token.body, attribute)) {
    return attribute;
  }
  const std::size_t offset = token.end_offset() - token.body.size() - (token.quote != 0 ? 1 : 0);
  if (token.body == "artifact_uri") {
    throw error_at(text, offset, token.body.size(),
                   "runs of this store have no artifact_uri: their artifacts lie beside them");
  }
  Error error =
      error_at(text, offset, token.body.size(), "runs have no attribute " + quoted(token.body));
  auto nearest = attribute_with_part(token.body);
  if (nearest = nearest ? nearest : nearest_of(token.body, kAttributes); nearest) {
    error.add_hint("the nearest attribute is " + quoted(*nearest));
  } else if (!token.has_dot && token.quote == 0) {
    const std::string key(token.body);
    error.add_hint("write metrics." + key + ", params." + key + " or tags." + key +
                   " for a key of that kind");
  } else {
    error.add_hint("the attributes are run_id, run_name, status, user_id, start_time and end_time");
  }
  throw error;
}

}  // namespace

std::string_view name_of(Attribute attribute) {
  for (std::size_t i = 0; i < kCanonicalAttributes; ++i) {
    if (kAttributes[i].attribute == attribute) {
      return kAttributes[i].name;
    }
  }
  return "";
}

std::string spell(Entity entity, std::string_view key) {
  std::string spelling;
  switch (entity) {
    case Entity::metric:
      spelling = "metrics.";
      break;
    case Entity::param:
      spelling = "params.";
      break;
    case Entity::tag:
      spelling = "tags.";
      break;
    case Entity::attribute:
      break;
  }
  const bool is_plain = std::all_of(key.begin(), key.end(), [](char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '_' || byte == '.' ||
           static_cast<unsigned char>(byte) >= 0x80;
  });
  return is_plain ? spelling.append(key) : spelling.append("`").append(key).append("`");
}

bool find_attribute(std::string_view name, Attribute& attribute) {
  for (const AttributeName& each : kAttributes) {
    if (each.name == name) {
      attribute = each.attribute;
      return true;
    }
  }
  return false;
}

Field read_field(std::string_view text, const Token& token) {
  Field field;
  field.entity = token.has_dot ? read_entity(text, token) : Entity::attribute;
  if (token.has_dot && token.body.empty()) {
    throw error_at(text, token.offset, token.length,
                   "a key is missing behind " + quoted(token.source));
  }
  if (field.entity == Entity::attribute) {
    field.attribute = read_attribute(text, token);
  } else {
    field.key = token.body;
  }
  return field;
}

bool is_numeric(const Field& field) {
  return field.entity == Entity::metric ||
         (field.entity == Entity::attribute &&
          (field.attribute == Attribute::start_time || field.attribute == Attribute::end_time));
}

std::string description_of(const Field& field) {
  switch (field.entity) {
    case Entity::metric:
      return "a metric";
    case Entity::param:
      return "a param";
    case Entity::tag:
      return "a tag";
    case Entity::attribute:
      break;
  }
  return "the attribute " + std::string(name_of(field.attribute));
}

void note_key(const Field& field, UsedKeys& keys) {
  switch (field.entity) {
    case Entity::metric:
      keys.metrics.insert(field.key);
      break;
    case Entity::param:
      keys.params.insert(field.key);
      break;
    case Entity::tag:
      keys.tags.insert(field.key);
      break;
    case Entity::attribute:
      break;
  }
}

}  // namespace mlt::search
