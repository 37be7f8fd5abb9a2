#include "mlt/error.hpp"

namespace mlt {

int exit_code(ErrorCode code) {
  switch (code) {
    case ErrorCode::usage:
      return 2;
    case ErrorCode::not_found:
      return 3;
    case ErrorCode::refused:
      return 4;
    case ErrorCode::data:
      return 5;
    case ErrorCode::system:
      return 6;
    case ErrorCode::remote:
      return 7;
  }
  return 6;
}

std::string_view name_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::usage:
      return "usage";
    case ErrorCode::not_found:
      return "not_found";
    case ErrorCode::refused:
      return "refused";
    case ErrorCode::data:
      return "data";
    case ErrorCode::system:
      return "system";
    case ErrorCode::remote:
      return "remote";
  }
  return "system";
}

}  // namespace mlt
