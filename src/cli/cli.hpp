#pragma once

namespace mlt::cli {

/// The whole program: chooses the command, runs it, turns errors into words and an exit code.
int run(int argc, char** argv);

}  // namespace mlt::cli
