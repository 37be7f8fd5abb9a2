#include "store/native/doctor.hpp"

#include "store/native/native_store.hpp"

namespace mlt::store {

std::vector<Finding> NativeStore::doctor(const DoctorOptions& options) {
  Examination examination{.context = context_, .options = options, .moves_links = true};
  examine_root(examination);
  examine_experiments(examination);
  return take_findings(examination);
}

}  // namespace mlt::store
