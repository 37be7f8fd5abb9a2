#include "app/run/git.hpp"

#include <string>

#include <doctest/doctest.h>

using mlt::app::GitState;
using mlt::app::parse_git_status;
using mlt::app::pick_remote_url;
using mlt::app::without_credentials;

namespace {

/// NUL ends each record.
std::string records(std::initializer_list<const char*> lines) {
  std::string text;
  for (const char* line : lines) {
    text.append(line).push_back('\0');
  }
  return text;
}

}  // namespace

TEST_CASE("git status: commit, branch, changes and untracked files") {
  GitState state;
  parse_git_status(
      records({"# branch.oid 4bc1d2e0", "# branch.head feature/x y", "# branch.upstream origin/x",
               "# branch.ab +1 -0", "1 .M N... 100644 100644 100644 aa bb train.py",
               "2 R. N... 100644 100644 100644 aa aa R100 new name.py", "? not untracked",
               "? data/", "? a b.txt", "? ? odd"}),
      state);
  CHECK(state.commit == "4bc1d2e0");
  CHECK(state.branch == "feature/x y");
  CHECK(state.dirty);
  CHECK(state.untracked == std::vector<std::string>{"data/", "a b.txt", "? odd"});
}

TEST_CASE("git status: untracked files alone are no change, a conflict is one") {
  GitState clean;
  parse_git_status(records({"# branch.oid (initial)", "# branch.head (detached)", "? x"}), clean);
  CHECK(clean.commit.empty());
  CHECK(clean.branch.empty());
  CHECK_FALSE(clean.dirty);
  GitState conflict;
  parse_git_status(records({"u UU N... 100644 100644 100644 100644 a b c f"}), conflict);
  CHECK(conflict.dirty);
}

TEST_CASE("git remote: origin before others") {
  CHECK(pick_remote_url(std::string("remote.a.url\nx\0remote.origin.url\ny\0", 35)) == "y");
  CHECK(pick_remote_url(std::string("remote.a.url\nx\0remote.b.url\ny\0", 30)) == "x");
  CHECK_FALSE(pick_remote_url(""));
}

TEST_CASE("git remote: credentials are cut out") {
  CHECK(without_credentials("https://user:tok@host:8443/o/r.git") == "https://host:8443/o/r.git");
  CHECK(without_credentials("https://tok@host/o/r.git?access_token=x#f") == "https://host/o/r.git");
  CHECK(without_credentials("https://u:p@ss@host/r") == "https://host/r");
  CHECK(without_credentials("https://host/a@b") == "https://host/a@b");
  CHECK(without_credentials("ssh://git@host/r") == "ssh://git@host/r");
  CHECK(without_credentials("ssh://git:pw@host/r") == "ssh://git@host/r");
  CHECK(without_credentials("git@host:o/r.git") == "git@host:o/r.git");
  CHECK(without_credentials("/srv/git/r.git") == "/srv/git/r.git");
  CHECK(without_credentials("file:///srv/r.git") == "file:///srv/r.git");
}
