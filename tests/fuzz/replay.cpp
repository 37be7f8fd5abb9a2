#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

// Feeds a fuzz target every file of the folders named on the command line: whole, cut short at each
// of its first bytes, and with each of them changed, so that the ordinary test run covers the
// neighbourhood of the corpus. What the target finds wrong it says by aborting.

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

constexpr std::size_t kMaxNeighbours = 512;

void feed(const std::string& input) {
  // A copy of its own size, so that an address sanitizer sees a read beyond the end.
  const std::vector<std::uint8_t> bytes(input.begin(), input.end());
  LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
}

void feed_with_neighbours(const std::string& input) {
  feed(input);
  for (std::size_t i = 0; i < std::min(input.size(), kMaxNeighbours); ++i) {
    feed(input.substr(0, i));
    std::string changed = input;
    for (const char byte : {'\x00', ' ', '\x80', '\xFF'}) {
      changed[i] = byte;
      feed(changed);
    }
    changed.erase(i, 1);
    feed(changed);
  }
}

}  // namespace

int main(int argc, char** argv) {
  std::size_t files = 0;
  for (int i = 1; i < argc; ++i) {
    std::vector<std::filesystem::path> paths;
    for (const auto& entry : std::filesystem::directory_iterator(argv[i])) {
      paths.push_back(entry.path());
    }
    std::sort(paths.begin(), paths.end());
    for (const std::filesystem::path& path : paths) {
      std::ifstream file(path, std::ios::binary);
      const std::string input{std::istreambuf_iterator<char>(file), {}};
      if (!file) {
        std::fprintf(stderr, "%s: cannot be read\n", path.c_str());
        return 1;
      }
      std::printf("%s\n", path.filename().c_str());
      std::fflush(stdout);
      feed_with_neighbours(input);
      ++files;
    }
  }
  if (files == 0) {
    std::fprintf(stderr, "no corpus\n");
    return 1;
  }
  return 0;
}
