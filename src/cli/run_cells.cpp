#include "cli/run_cells.hpp"

#include "app/compare.hpp"
#include "model/run_facts.hpp"

namespace mlt::cli {
namespace {

using Kind = app::CompareColumn::Kind;

render::Value text_or_nothing(const std::string& text) {
  return text.empty() ? render::Value() : render::Value(text);
}

render::Value value_in(const KeyValueMap& map, const std::string& key) {
  const auto found = map.find(key);
  return found == map.end() ? render::Value() : render::Value(found->second);
}

std::string marks_of(const Run& run) {
  std::string marks;
  if (app::has_uncommitted_code(run)) {
    marks += render::kUncommittedMark;
  }
  if (run.damaged) {
    marks += render::kDamagedMark;
  }
  return marks;
}

}  // namespace

render::Tone tone_of(RunStatus status) {
  switch (status) {
    case RunStatus::running:
    case RunStatus::scheduled:
      return render::Tone::busy;
    case RunStatus::failed:
    case RunStatus::killed:
      return render::Tone::bad;
    case RunStatus::finished:
      break;
  }
  return render::Tone::plain;
}

render::Cell run_cell(const Run& run, const Experiment* experiment,
                      const app::CompareColumn& column, const RunCellContext& context) {
  switch (column.kind) {
    case Kind::run_id: {
      const std::size_t shown =
          context.short_ids != nullptr ? context.short_ids->of(run.id).size() : 7;
      return {render::Id{run.id.value, shown},
              run.damaged ? render::Tone::bad : render::Tone::plain, marks_of(run)};
    }
    case Kind::run_name:
      return text_or_nothing(run.name);
    case Kind::experiment:
      return {experiment != nullptr ? experiment->name : run.experiment_id.value};
    case Kind::start_time:
      return model::is_known(run) ? render::Cell(render::Time{run.start_time_ms}) : render::Cell();
    case Kind::duration:
      if (run.end_time_ms) {
        return {render::Duration{*run.end_time_ms - run.start_time_ms}};
      }
      if (context.for_people && model::is_known(run) && run.status == RunStatus::running) {
        return {render::Duration{context.now_ms - run.start_time_ms}, render::Tone::busy};
      }
      return {};
    case Kind::status:
      return model::is_known(run)
                 ? render::Cell(std::string(name_of(run.status)), tone_of(run.status))
                 : render::Cell();
    case Kind::user:
      return text_or_nothing(run.user);
    case Kind::end_time:
      return run.end_time_ms ? render::Cell(render::Time{*run.end_time_ms}) : render::Cell();
    case Kind::param:
      return value_in(run.params, column.key);
    case Kind::metric:
      return {};  // takes more than the run
    case Kind::tag:
      return value_in(run.tags, column.key);
  }
  return {};
}

render::Column table_column(const app::CompareColumn& column) {
  return {.key = column.field(),
          .title = column.title,
          .numeric_text = column.kind == Kind::param || column.kind == Kind::tag,
          .keep = false,
          .can_shorten = column.kind != Kind::status};
}

}  // namespace mlt::cli
