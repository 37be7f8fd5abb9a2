#include "cli/workshop.hpp"

#include <cstdint>
#include <vector>

#include "mlt/error.hpp"

#include "app/liveness.hpp"
#include "base/numbers.hpp"
#include "cli/context.hpp"

namespace mlt::cli {

Workshop::Workshop(Context& context, const std::string& target, std::string_view suffix)
    : disk_(disk::open_real_disk(std::string(disk::parent_of(target)) + "/")),
      target_(target.substr(target.rfind('/') + 1)),
      folder_(target_ + "." + std::string(suffix)) {
  clear_leftovers();
  const disk::WritePolicy policy{context.globals().durable};
  staging_.emplace(*disk_, folder_, context.random(), policy);
}

Workshop::~Workshop() {
  staging_.reset();
  try {
    disk_->remove_dir(folder_);
  } catch (const Error&) {
    // Another process works there too; the last one removes it.
  }
}

void Workshop::clear_leftovers() {
  for (const disk::DirEntry& entry :
       disk_->find_list(folder_).value_or(std::vector<disk::DirEntry>())) {
    const auto pid = base::parse_int64(entry.name.substr(0, entry.name.find('-')));
    if (pid && *pid > 0 && *pid <= INT32_MAX &&
        app::liveness_of_process(static_cast<int>(*pid)) == Liveness::dead) {
      disk::remove_tree(*disk_, disk::join_path(folder_, entry.name));
    }
  }
}

}  // namespace mlt::cli
