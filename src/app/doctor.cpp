#include "app/doctor.hpp"

#include "app/liveness.hpp"

namespace mlt::app {

std::vector<Finding> run_doctor(Store& store, bool fix) {
  return store.doctor({.fix = fix, .run_owner = liveness_of, .process = liveness_of_process});
}

}  // namespace mlt::app
