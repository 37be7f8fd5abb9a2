#include "search/fields.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
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
struct AttributeName {
  std::string_view name;
  Attribute attribute;
};

constexpr std::array kRunEntities = {
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
    EntityName{"datasets", Entity::dataset},
    EntityName{"dataset", Entity::dataset},
};
/// The canonical name of each attribute stands before its aliases.
constexpr std::array kRunAttributes = {
    AttributeName{"run_id", Attribute::run_id},
    AttributeName{"run_name", Attribute::run_name},
    AttributeName{"status", Attribute::status},
    AttributeName{"user_id", Attribute::user_id},
    AttributeName{"start_time", Attribute::start_time},
    AttributeName{"end_time", Attribute::end_time},
    AttributeName{"duration", Attribute::duration},
    AttributeName{"artifact_uri", Attribute::artifact_uri},
    AttributeName{"id", Attribute::run_id},
    AttributeName{"name", Attribute::run_name},
    AttributeName{"user", Attribute::user_id},
    AttributeName{"start", Attribute::start_time},
    AttributeName{"end", Attribute::end_time},
    AttributeName{"dur", Attribute::duration},
    AttributeName{"created", Attribute::start_time},
    AttributeName{"Created", Attribute::start_time},
    AttributeName{"run name", Attribute::run_name},
    AttributeName{"Run name", Attribute::run_name},
    AttributeName{"Run Name", Attribute::run_name},
};
constexpr std::array kDatasetAttributes = {
    AttributeName{"name", Attribute::dataset_name},
    AttributeName{"digest", Attribute::dataset_digest},
    AttributeName{"context", Attribute::dataset_context},
};
constexpr std::array kExperimentEntities = {
    EntityName{"tags", Entity::tag},
    EntityName{"tag", Entity::tag},
    EntityName{"attributes", Entity::attribute},
    EntityName{"attribute", Entity::attribute},
    EntityName{"attr", Entity::attribute},
};
constexpr std::array kExperimentAttributes = {
    AttributeName{"name", Attribute::name},
    AttributeName{"experiment_id", Attribute::experiment_id},
    AttributeName{"creation_time", Attribute::creation_time},
    AttributeName{"last_update_time", Attribute::last_update_time},
};

/// The words of one kind of thing, and how messages list them.
struct Vocabulary {
  std::string_view things;
  std::span<const EntityName> entities;
  std::string_view entity_list;
  std::span<const AttributeName> attributes;
  std::string_view attribute_list;
};

const Vocabulary& vocabulary_of(Subject subject) {
  static constexpr Vocabulary kRuns = {
      "runs", kRunEntities, "metrics, params, tags, attributes and dataset", kRunAttributes,
      "run_id, run_name, status, user_id, start_time, end_time, duration and artifact_uri"};
  static constexpr Vocabulary kExperiments = {
      "experiments", kExperimentEntities, "tags and attributes", kExperimentAttributes,
      "name, experiment_id, creation_time and last_update_time"};
  return subject == Subject::runs ? kRuns : kExperiments;
}

const Vocabulary& dataset_vocabulary() {
  static constexpr Vocabulary kDatasets = {
      "data sets", {}, "", kDatasetAttributes, "name, digest and context"};
  return kDatasets;
}

template <typename Name>
std::optional<std::string> nearest_of(std::string_view word, std::span<const Name> names) {
  std::vector<std::string> candidates;
  candidates.reserve(names.size());
  for (const auto& each : names) {
    candidates.emplace_back(each.name);
  }
  return base::nearest(word, candidates);
}

/// The attribute of which `word` is a part, or how it begins: `artifact_uri` for `uri`, `status`
/// for `stat`.
std::optional<std::string> attribute_with_part(std::string_view word,
                                               std::span<const AttributeName> attributes) {
  for (const AttributeName& each : attributes) {
    const auto parts = base::split(each.name, '_');
    constexpr std::size_t kTelling = 3;
    if (std::find(parts.begin(), parts.end(), word) != parts.end() ||
        (word.size() >= kTelling && each.name.starts_with(word))) {
      return std::string(each.name);
    }
  }
  return std::nullopt;
}

Entity read_entity(std::string_view text, const Token& token, const Vocabulary& words) {
  for (const EntityName& each : words.entities) {
    if (each.name == token.entity) {
      return each.entity;
    }
  }
  Error error = error_at(text, token.offset, token.entity.size(),
                         std::string(words.things) + " have no entity " + quoted(token.entity));
  const auto nearest = nearest_of(base::to_lower(token.entity), words.entities);
  error.add_hint(nearest ? "the nearest entity is " + quoted(*nearest)
                         : "the entities are " + std::string(words.entity_list));
  throw error;
}

std::optional<Attribute> find_attribute_in(std::string_view name, const Vocabulary& words) {
  for (const AttributeName& each : words.attributes) {
    if (each.name == name) {
      return each.attribute;
    }
  }
  return std::nullopt;
}

std::optional<std::string> nearest_attribute_in(std::string_view word, const Vocabulary& words) {
  auto with_part = attribute_with_part(word, words.attributes);
  return with_part ? with_part : nearest_of(word, words.attributes);
}

Attribute read_attribute(std::string_view text, const Token& token, const Vocabulary& words) {
  if (const auto attribute = find_attribute_in(token.body, words)) {
    return *attribute;
  }
  const std::size_t offset = token.end_offset() - token.body.size() - (token.quote != 0 ? 1 : 0);
  Error error = error_at(text, offset, token.body.size(),
                         std::string(words.things) + " have no attribute " + quoted(token.body));
  const auto nearest = nearest_attribute_in(token.body, words);
  error.add_hint(nearest ? "the nearest attribute is " + quoted(*nearest)
                         : "the attributes are " + std::string(words.attribute_list));
  throw error;
}

}  // namespace

std::string_view name_of(Attribute attribute) {
  for (const std::span<const AttributeName> names : {std::span<const AttributeName>(kRunAttributes),
                                                     {kDatasetAttributes},
                                                     {kExperimentAttributes}}) {
    const auto found = std::ranges::find(names, attribute, &AttributeName::attribute);
    if (found != names.end()) {
      return found->name;
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
    case Entity::dataset:
      spelling = "dataset.";
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

std::optional<std::string> nearest_attribute(std::string_view word, Subject subject) {
  return nearest_attribute_in(word, vocabulary_of(subject));
}

bool find_attribute(std::string_view name, Subject subject, Attribute& attribute) {
  const auto found = find_attribute_in(name, vocabulary_of(subject));
  attribute = found.value_or(attribute);
  return found.has_value();
}

Field read_field(std::string_view text, const Token& token, Subject subject) {
  const Vocabulary& words = vocabulary_of(subject);
  Field field;
  field.entity = token.has_dot ? read_entity(text, token, words) : Entity::attribute;
  if (token.has_dot && token.body.empty()) {
    throw error_at(text, token.offset, token.length,
                   "a key is missing behind " + quoted(token.source));
  }
  if (subject == Subject::runs && !token.has_dot && !find_attribute_in(token.body, words)) {
    field.entity = Entity::metric;
    field.key = token.body;
    field.is_bare = true;
  } else if (field.entity == Entity::attribute) {
    field.attribute = read_attribute(text, token, words);
  } else if (field.entity == Entity::dataset) {
    field.attribute = read_attribute(text, token, dataset_vocabulary());
  } else {
    field.key = token.body;
  }
  return field;
}

Domain domain_of(const Field& field) {
  if (field.is_bare || field.entity == Entity::param || field.entity == Entity::tag) {
    return Domain::text_or_number;
  }
  if (field.entity != Entity::attribute) {
    return field.entity == Entity::metric ? Domain::number : Domain::text;
  }
  switch (field.attribute) {
    case Attribute::start_time:
    case Attribute::end_time:
    case Attribute::creation_time:
    case Attribute::last_update_time:
      return Domain::time;
    case Attribute::duration:
      return Domain::duration;
    default:
      return Domain::text;
  }
}

std::string description_of(const Field& field) {
  if (field.is_bare) {
    return quoted(field.key);
  }
  switch (field.entity) {
    case Entity::metric:
      return "a metric";
    case Entity::param:
      return "a param";
    case Entity::tag:
      return "a tag";
    case Entity::dataset:
      return "the " + std::string(name_of(field.attribute)) + " of a data set";
    case Entity::attribute:
      break;
  }
  return "the attribute " + std::string(name_of(field.attribute));
}

void note_key(const Field& field, UsedKeys& keys) {
  if (field.is_bare) {
    keys.params.insert(field.key);
  }
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
    case Entity::dataset:
      keys.inputs = true;
      break;
    case Entity::attribute:
      break;
  }
}

}  // namespace mlt::search
