#include "cli/plot_options.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "mlt/error.hpp"

#include "app/curves.hpp"
#include "base/numbers.hpp"
#include "base/text.hpp"
#include "cli/listing.hpp"
#include "cli/plot_drawing.hpp"
#include "cli/reading.hpp"
#include "cli/run_choice.hpp"
#include "wire/document.hpp"

namespace mlt::cli {

namespace {

constexpr std::size_t kMostNamed = 5;
constexpr std::int64_t kGreatestHeight = 1000;

std::vector<std::string> metrics_of(const PlotOptions& options) {
  std::vector<std::string> metrics;
  for (const std::string_view word : base::split(options.metrics, ',')) {
    const std::string key = app::metric_key(base::trim(word));
    if (key.empty()) {
      throw Error(ErrorCode::usage, "a plot wants METRIC or METRIC,METRIC, not '" +
                                        base::escape_control(options.metrics) + "'");
    }
    if (std::ranges::find(metrics, key) == metrics.end()) {
      metrics.emplace_back(key);
    }
  }
  return metrics;
}

app::CurveOptions curve_options(const PlotOptions& options) {
  app::CurveOptions curves;
  curves.metrics = metrics_of(options);
  curves.x = options.x == "time"       ? app::CurveX::time
             : options.x == "relative" ? app::CurveX::relative
                                       : app::CurveX::step;
  if (options.smooth) {
    curves.smoothing = base::parse_double(*options.smooth);
    if (!curves.smoothing || !(*curves.smoothing >= 0 && *curves.smoothing < 1)) {
      throw Error(ErrorCode::usage, "--smooth wants a weight from 0 to less than 1, not '" +
                                        base::escape_control(*options.smooth) + "'");
    }
  }
  if (options.height && *options.height > kGreatestHeight) {
    throw Error(ErrorCode::usage,
                "--height wants at most " + std::to_string(kGreatestHeight) + " rows");
  }
  return curves;
}

// For machines

wire::Value item_of_curve(const Run& run, const app::Curve& curve, const app::CurveOptions& how) {
  wire::Value item = wire::object_value();
  wire::add(item, "run_id", wire::string_value(run.id.value));
  wire::add(item, "run_name", wire::string_value(run.name));
  wire::add(item, "metric", wire::string_value(curve.metric));
  wire::Value& points = wire::add(item, "points", wire::array_value());
  for (const app::CurvePoint& point : curve.points) {
    wire::Value& object = wire::append(points, wire::object_value());
    wire::add(object, "step", wire::integer_value(point.logged.step));
    wire::add_time(object, "time", point.logged.time_ms);
    if (how.x == app::CurveX::relative) {
      wire::add(object, "relative_ms", wire::number_value(point.x));
    }
    wire::add(object, "value", wire::number_value(point.logged.value));
    if (how.smoothing) {
      wire::add(object, "smoothed", wire::number_value(point.y));
    }
  }
  return item;
}

/// A row a point, for what is made of rows.
render::Table table_of_points(const std::vector<Run>& runs, const app::Curves& curves,
                              const app::CurveOptions& how) {
  render::Table table;
  table.columns = {{.key = "run_id", .title = "run"},    {.key = "run_name", .title = "name"},
                   {.key = "metric", .title = "metric"}, {.key = "step", .title = "step"},
                   {.key = "time", .title = "when"},     {.key = "value", .title = "value"}};
  if (how.x == app::CurveX::relative) {
    table.columns.push_back({.key = "relative_ms", .title = "relative"});
  }
  if (how.smoothing) {
    table.columns.push_back({.key = "smoothed", .title = "smoothed"});
  }
  for (const app::Curve& curve : curves.curves) {
    const Run& run = runs[curve.run];
    for (const app::CurvePoint& point : curve.points) {
      auto& row = table.rows.emplace_back();
      row = {{render::Id{run.id.value}},
             {run.name},
             {curve.metric},
             {point.logged.step},
             {render::Time{point.logged.time_ms}},
             {point.logged.value}};
      if (how.x == app::CurveX::relative) {
        row.emplace_back(point.x);
      }
      if (how.smoothing) {
        row.emplace_back(point.y);
      }
    }
  }
  return table;
}

/// A row a curve, for what has an object in the place of a row.
render::Table table_of_curves(const std::vector<Run>& runs, const app::Curves& curves) {
  render::Table table;
  table.columns = {{.key = "run_id", .title = "run"}};
  for (const app::Curve& curve : curves.curves) {
    table.rows.push_back({{render::Id{runs[curve.run].id.value}}});
  }
  return table;
}

void print_points(Context& context, const std::vector<Run>& runs, const app::Curves& curves,
                  const app::CurveOptions& how, const PlotOptions& options) {
  const Format format = chosen_format(context);
  const bool has_rows = format == Format::csv || format == Format::tsv || format == Format::md;
  Listing listing;
  listing.schema = "mlt.plot/1";
  listing.table = has_rows ? table_of_points(runs, curves, how) : table_of_curves(runs, curves);
  listing.item = [&](std::size_t row) {
    const app::Curve& curve = curves.curves[row];
    return item_of_curve(runs[curve.run], curve, how);
  };
  listing.members = {
      {"x", wire::string_value(options.x.empty() ? "step" : options.x)},
      {"smooth", how.smoothing ? wire::number_value(*how.smoothing) : wire::Value()}};
  print_listing(context, listing);
}

// What is missing

void say_missing(Context& context, const std::vector<Run>& runs, const app::Curves& curves,
                 const std::vector<std::string>& metrics) {
  for (const std::string& metric : metrics) {
    std::vector<std::string> names;
    std::optional<std::string> nearest;
    for (const app::MissingCurve& missing : curves.missing) {
      const Run& run = runs[missing.run];
      const std::string id = run.id.value.substr(0, 7);
      if (missing.metric != metric) {
        continue;
      }
      if (!missing.reason.empty()) {
        context.warn("run " + id + " is not drawn: " + missing.reason);
        continue;
      }
      names.push_back(id + " " + base::escape_control(run.name));
      std::vector<std::string> keys;
      for (const auto& [key, summary] : run.metrics) {
        keys.push_back(key);
      }
      nearest = nearest ? nearest : base::nearest(metric, keys);
    }
    if (names.empty()) {
      continue;
    }
    const std::size_t count = names.size();
    if (count > kMostNamed) {
      names.resize(kMostNamed);
      names.emplace_back("…");
    }
    context.note(std::to_string(count) + " of " + counted(runs.size(), "run") +
                 (count == 1 ? " has" : " have") + " no metric '" + base::escape_control(metric) +
                 "': " + base::join(names, ", "));
    if (nearest) {
      context.hint("the nearest key there is '" + base::escape_control(*nearest) + "'");
    }
  }
}

}  // namespace

void declare_plot_options(OptionTable& table, PlotOptions& options) {
  table.group("Curves");
  table
      .option("--x", "step|time|relative", options.x,
              "over steps, the time of day, or the time since each run's start")
      .choices({"step", "time", "relative"});
  table.option("--smooth", "WEIGHT", options.smooth,
               "smooth by an exponential moving average, from 0 (none) to below 1; what was logged "
               "stays as faint dots");
  table.flag("--log-y", options.log_y, "values by powers of ten");
  table.flag("--each", options.each,
             "a small canvas for each metric or, of one metric, for each run");
  table.option("--height", "ROWS", options.height, "rows of a canvas").at_least(2);
  table.flag("--ascii", options.ascii, "draw in ASCII, as off a terminal");
}

void print_plot(Context& context, Store& store, const app::Comparison& comparison,
                const PlotOptions& options) {
  const app::CurveOptions how = curve_options(options);
  const bool is_drawn = !context.globals().format || is_for_people(chosen_format(context));
  const app::Curves curves = app::read_curves(store, comparison.runs, how, comparison.stores);
  if (!is_drawn) {
    print_points(context, comparison.runs, curves, how, options);
  } else if (!curves.curves.empty()) {
    context.out_paged(plot_drawing(context, store, comparison, curves, how, options));
  }
  context.flush();
  if (comparison.runs.empty()) {
    say_no_runs(context, comparison);
  }
  say_missing(context, comparison.runs, curves, how.metrics);
}

}  // namespace mlt::cli
