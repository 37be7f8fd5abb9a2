#include "cli/cli.hpp"

int main(int argc, char** argv) { return mlt::cli::run(argc, argv); }
