#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "mlt/store.hpp"

namespace mlt::app {

/// What curves are drawn over.
enum class CurveX {
  step,
  time,      ///< ms UTC since 1970
  relative,  ///< ms since the run's start, or since its first point where that is earlier
};

struct CurveOptions {
  std::vector<std::string> metrics;
  CurveX x = CurveX::step;
  std::optional<double> smoothing;  ///< weight of smoothed(), in [0, 1)
};

struct CurvePoint {
  MetricPoint logged;
  double x = 0;
  double y = 0;  ///< the logged value, or the smoothed one
};

/// The points of one metric of one run, in the order of x.
struct Curve {
  std::size_t run = 0;  ///< index among the runs asked for
  std::string metric;
  std::vector<CurvePoint> points;  ///< at least one
  std::optional<double> last;      ///< the last logged value that is a number
};

struct MissingCurve {
  std::size_t run = 0;
  std::string metric;
  std::string reason;  ///< why it could not be read; empty: the run has no such metric
};

struct Curves {
  std::vector<Curve> curves;  ///< by metric as asked for, then by run
  std::vector<MissingCurve> missing;
};

/// Reads the points of these runs, and of no others, from the store, or each from its own of
/// `stores`, where a run with none is made up and has no points. A run that cannot be read is among
/// the missing. Throws not_found for a metric that none of the runs has, with the nearest key
/// where no run of their experiments has it either.
Curves read_curves(Store& store, std::span<const Run> runs, const CurveOptions& options,
                   std::span<Store* const> stores = {});

/// Exponential moving average with the bias towards the first value taken out (Kingma and Ba, Adam,
/// 2015, section 3): s(n) = w s(n-1) + (1-w) v(n), given as s(n) / (1 - w^n). A value that is no
/// finite number stays as it is and leaves the average alone.
std::vector<double> smoothed(std::span<const double> values, double weight);

/// What several runs together do at one x.
struct BandPoint {
  double x = 0;
  std::size_t runs = 0;  ///< how many reach this x
  double low = 0;        ///< first quartile
  double median = 0;
  double high = 0;  ///< third quartile
};

/// Median and quartiles over the curves at `count` places from the least x to the greatest. A curve
/// counts between its first and its last point, its values interpolated linearly; not beside a
/// value that is no finite number. Quartiles as in Hyndman and Fan 1996, type 7.
std::vector<BandPoint> band_of(std::span<const Curve* const> curves, std::size_t count);

}  // namespace mlt::app
