#include "store/native/doctor.hpp"

#include "store/native/native_store.hpp"

namespace mlt::store {

std::vector<Finding> NativeStore::doctor(const DoctorOptions& options) {
  Examination examination{context_, options};
  examine_root(examination);
  examine_experiments(examination);
  return take_findings(examination);
}

}  // namespace mlt::store
