#include "cli/plot_drawing.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "app/short_ids.hpp"
#include "base/numbers.hpp"
#include "base/text.hpp"
#include "cli/listing.hpp"
#include "cli/reading.hpp"
#include "render/chart.hpp"
#include "render/text_width.hpp"

namespace mlt::cli {

namespace {

constexpr std::size_t kMostCurves = 8;
constexpr int kWidthOffTerminal = 80;
constexpr int kGreatestWidth = 1000;
constexpr int kLeastHeight = 5;
constexpr int kGreatestHeight = 24;
constexpr int kSmallWidth = 38;  // of one of several charts side by side
constexpr int kSmallHeight = 8;
constexpr int kGap = 2;

/// Makes charts of curves.
class Drawing {
 public:
  Drawing(Context& context, Store& store, const app::Comparison& comparison,
          const app::Curves& curves, const app::CurveOptions& how, const PlotOptions& options)
      : context_(context),
        comparison_(comparison),
        curves_(curves),
        how_(how),
        options_(options),
        short_ids_(store.list_runs({})) {
    const Terminal& terminal = context.terminal();
    const bool is_dumb = context.env("TERM").value_or("dumb") == "dumb";
    look_.style = {.colour = terminal.colour,
                   .utf8 = terminal.utf8 && terminal.is_terminal && !is_dumb && !options.ascii};
    look_.width =
        terminal.columns > 0 ? std::min(terminal.columns, kGreatestWidth) : kWidthOffTerminal;
  }

  std::string text() {
    std::vector<std::string> lines = options_.each ? small_charts() : one_chart();
    std::string text;
    for (const std::string& line : lines) {
      text.append(line, 0, line.find_last_not_of(' ') + 1).append("\n");
    }
    for (const std::string& remark : remarks()) {
      const std::string shown = render::marks(remark, look_.style);
      text += dim(context_, render::wrap_words(shown, look_.width, "  ")) + "\n";
    }
    return text;
  }

 private:
  using CurveList = std::vector<const app::Curve*>;

  [[nodiscard]] CurveList all_curves() const {
    CurveList all;
    for (const app::Curve& curve : curves_.curves) {
      all.push_back(&curve);
    }
    return all;
  }

  static CurveList of_metric(CurveList curves, const std::string& metric) {
    std::erase_if(curves, [&](const app::Curve* curve) { return curve->metric != metric; });
    return curves;
  }

  std::vector<std::string> one_chart() {
    render::Chart chart = chart_of(all_curves(), {});
    chart.title = render::printable(base::join(how_.metrics, ", ")) + separator() + head();
    look_.height = height_for(look_.width, chart.series.size());
    return render::chart_lines(chart, look_, render::extent_of(chart));
  }

  /// A chart a metric or, of one metric, a chart a run, all of these with the same axes.
  std::vector<std::string> small_charts() {
    const bool by_metric = how_.metrics.size() > 1;
    std::vector<render::Chart> charts = by_metric ? charts_by_metric() : charts_by_run();
    std::optional<render::Extent> common;
    for (const render::Chart& chart : charts) {
      if (const auto extent = render::extent_of(chart); extent && !by_metric) {
        common = common ? united(*common, *extent) : *extent;
      }
    }
    const int across = std::clamp((look_.width + kGap) / (kSmallWidth + kGap), 1,
                                  std::max(1, static_cast<int>(charts.size())));
    render::ChartLook small = look_;
    small.width = (look_.width - kGap * (across - 1)) / across;
    small.height = options_.height ? static_cast<int>(*options_.height) : kSmallHeight;
    small.legend = by_metric;
    const std::string title =
        by_metric ? head() : render::printable(how_.metrics.front()) + separator() + head();
    std::vector<std::string> lines = {render::paint(render::shorten(title, look_.width, ellipsis()),
                                                    render::Tone::strong, look_.style)};
    for (std::size_t i = 0; i < charts.size();) {
      std::vector<std::vector<std::string>> blocks;
      for (int column = 0; column < across && i < charts.size(); ++column, ++i) {
        blocks.push_back(render::chart_lines(charts[i], small,
                                             by_metric ? render::extent_of(charts[i]) : common));
      }
      const auto row = render::side_by_side(blocks, small.width, kGap);
      lines.insert(lines.end(), row.begin(), row.end());
    }
    return lines;
  }

  std::vector<render::Chart> charts_by_metric() {
    std::map<std::size_t, std::size_t> numbers;  // a run has one letter in all charts
    std::vector<render::Chart> charts;
    for (const std::string& metric : how_.metrics) {
      CurveList curves = of_metric(all_curves(), metric);
      sort_by_last(curves);
      for (const app::Curve* curve : curves) {
        numbers.emplace(curve->run, numbers.size());
      }
      charts.push_back(chart_of(curves, numbers));
      charts.back().title = render::printable(metric);
    }
    return charts;
  }

  std::vector<render::Chart> charts_by_run() {
    CurveList curves = all_curves();
    sort_by_last(curves);
    std::vector<render::Chart> charts;
    for (std::size_t i = 0; i < curves.size(); ++i) {
      charts.push_back(chart_of({curves[i]}, {{curves[i]->run, i}}));
      const auto& words = charts.back().series.front().words;
      charts.back().title = base::join(words, "  ");
    }
    return charts;
  }

  /// The curves, or their medians where they are many. `numbers` holds those of the runs; empty:
  /// they are counted here.
  render::Chart chart_of(CurveList curves, const std::map<std::size_t, std::size_t>& numbers) {
    render::Chart chart;
    chart.x = how_.x == app::CurveX::step   ? render::Scale::whole
              : how_.x == app::CurveX::time ? render::Scale::time
                                            : render::Scale::duration;
    chart.x_title = options_.x.empty() ? "step" : options_.x;
    chart.y = options_.log_y ? render::Scale::log : render::Scale::linear;
    if (curves.size() > kMostCurves) {
      has_band_ = true;
      for (const std::string& metric : how_.metrics) {
        add_band(chart, curves, metric);
      }
      return chart;
    }
    sort_by_last(curves);
    for (const app::Curve* curve : curves) {
      const auto number = numbers.find(curve->run);
      chart.series.push_back(
          series_of(*curve, number == numbers.end() ? chart.series.size() : number->second));
    }
    return chart;
  }

  render::Series series_of(const app::Curve& curve, std::size_t number) {
    const Run& run = comparison_.runs[curve.run];
    render::Series series;
    series.number = number;
    for (const app::CurvePoint& point : curve.points) {
      series.line.push_back({point.x, point.y});
      if (how_.smoothing) {
        series.behind.push_back({point.x, point.logged.value});
      }
    }
    std::string id = short_ids_.of(run.id);
    id += run.damaged ? render::kDamagedMark : "";
    series.words = {id, render::printable(run.name)};
    if (how_.metrics.size() > 1 && !options_.each) {
      series.words.push_back(render::printable(curve.metric));
    }
    series.last = curve.last;
    return series;
  }

  void add_band(render::Chart& chart, const CurveList& curves, const std::string& metric) {
    const CurveList members = of_metric(curves, metric);
    if (members.empty()) {
      return;
    }
    render::Series series;
    series.number = chart.series.size();
    const auto places = 2 * static_cast<std::size_t>(look_.width);  // a dot each
    for (const app::BandPoint& point : app::band_of(members, places)) {
      series.line.push_back({point.x, point.median});
      series.low.push_back({point.x, point.low});
      series.high.push_back({point.x, point.high});
    }
    series.words = {"median of " + counted(members.size(), "run"), render::printable(metric)};
    if (!series.line.empty()) {
      series.last = series.line.back().y;
    }
    chart.series.push_back(std::move(series));
  }

  /// Greatest first, as the curves end on the canvas; those without a number last.
  static void sort_by_last(CurveList& curves) {
    std::ranges::stable_sort(curves, [](const app::Curve* a, const app::Curve* b) {
      return a->last && (!b->last || *a->last > *b->last);
    });
  }

  static render::Extent united(const render::Extent& a, const render::Extent& b) {
    return {.low_x = std::min(a.low_x, b.low_x),
            .high_x = std::max(a.high_x, b.high_x),
            .low_y = std::min(a.low_y, b.low_y),
            .high_y = std::max(a.high_y, b.high_y)};
  }

  /// `digits · 4 of 12 runs`.
  [[nodiscard]] std::string head() const {
    std::string text;
    if (comparison_.experiments.size() == 1) {
      text = render::printable(comparison_.experiments.front().name) + separator();
    }
    const std::size_t shown = comparison_.runs.size();
    text += shown == comparison_.total
                ? counted(shown, "run")
                : std::to_string(shown) + " of " + counted(comparison_.total, "run");
    if (how_.x != app::CurveX::step) {
      text += separator();
      text += how_.x == app::CurveX::time ? "over time" : "over relative time";
    }
    if (how_.smoothing) {
      text += separator() + "smoothed " + base::format_double(*how_.smoothing);
    }
    return text;
  }

  [[nodiscard]] int height_for(int width, std::size_t legend) const {
    if (options_.height) {
      return static_cast<int>(*options_.height);
    }
    const int rows = context_.terminal().rows;
    const int by_width = std::max(kLeastHeight, width / 4);
    constexpr int kAround = 6;  // title, axis, labels, remarks, prompt
    const int by_screen = rows > 0 ? rows - kAround - static_cast<int>(legend) : by_width;
    return std::clamp(std::min(by_width, by_screen), kLeastHeight, kGreatestHeight);
  }

  [[nodiscard]] std::string separator() const { return render::marks(" · ", look_.style); }
  [[nodiscard]] std::string_view ellipsis() const { return look_.style.utf8 ? "…" : "..."; }

  /// What the drawing does not show, or shows in a way of its own.
  [[nodiscard]] std::vector<std::string> remarks() const {
    std::size_t nan = 0;
    std::size_t infinite = 0;
    std::size_t not_positive = 0;
    for (const app::Curve& curve : curves_.curves) {
      for (const app::CurvePoint& point : curve.points) {
        const double value = point.logged.value;
        nan += std::isnan(value) ? 1 : 0;
        infinite += std::isinf(value) ? 1 : 0;
        not_positive += std::isfinite(value) && value <= 0 ? 1 : 0;
      }
    }
    std::vector<std::string> remarks;
    if (has_band_) {
      remarks.emplace_back(
          "(shaded: first to third quartile of the runs · fewer runs, by -N, are drawn one by "
          "one)");
    }
    std::vector<std::string> gaps;
    if (nan > 0) {
      gaps.push_back(std::to_string(nan) + " NaN");
    }
    if (infinite > 0) {
      gaps.push_back(std::to_string(infinite) + " infinite");
    }
    if (options_.log_y && not_positive > 0) {
      gaps.push_back(std::to_string(not_positive) + " not above zero, which a log axis lacks");
    }
    if (!gaps.empty()) {
      remarks.push_back("(left out: " + base::join(gaps, " · ") + ")");
    }
    return remarks;
  }

  Context& context_;
  const app::Comparison& comparison_;
  const app::Curves& curves_;
  const app::CurveOptions& how_;
  const PlotOptions& options_;
  app::ShortIds short_ids_;
  render::ChartLook look_;
  bool has_band_ = false;
};

}  // namespace

std::string plot_drawing(Context& context, Store& store, const app::Comparison& comparison,
                         const app::Curves& curves, const app::CurveOptions& how,
                         const PlotOptions& options) {
  return Drawing(context, store, comparison, curves, how, options).text();
}

}  // namespace mlt::cli
