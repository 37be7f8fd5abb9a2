#include "base/process.hpp"

#include <cerrno>
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <string_view>
#include <sys/wait.h>
#include <unistd.h>

#include <doctest/doctest.h>

using namespace mlt::base;

namespace {

std::string shell(const std::string& script) {
  const auto result = run_and_capture({"sh", "-c", script}, "");
  REQUIRE(result);
  return result->out;
}

}  // namespace

TEST_CASE("a capture runs beside its caller, and nothing of it is left behind") {
  auto first = mlt::base::Capture::start({"sh", "-c", "echo first"}, "");
  auto second = mlt::base::Capture::start({"sh", "-c", "echo second; exit 4"}, "");
  REQUIRE(first);
  REQUIRE(second);
  const auto end = second->finish();
  REQUIRE(end);
  CHECK(end->out == "second\n");
  CHECK(end->exit_code == 4);
  CHECK(first->finish()->out == "first\n");
  { const auto dropped = mlt::base::Capture::start({"sh", "-c", "yes"}, ""); }
  CHECK_FALSE(mlt::base::Capture::start({"no-such-program-of-mlt"}, ""));
}

TEST_CASE("a capture that nobody finishes ends its program") {
  {
    auto first = mlt::base::Capture::start({"sleep", "1000"}, "");
    auto second = mlt::base::Capture::start({"sleep", "1000"}, "");
    REQUIRE(first);
    REQUIRE(second);
    *first = *std::move(second);
  }
  CHECK(::waitpid(-1, nullptr, WNOHANG) == -1);
}

TEST_CASE("run_and_capture gives the output and the exit code") {
  const auto result = run_and_capture({"sh", "-c", "echo out; echo err >&2; exit 7"}, "");
  REQUIRE(result);
  CHECK(result->out == "out\n");
  CHECK(result->exit_code == 7);
}

TEST_CASE("run_with_input gives the program its stdin, however much both say") {
  const std::string input(3u << 20, 'x');
  const auto result = run_with_input({"cat"}, "", input);
  REQUIRE(result);
  CHECK(result->out == input);
  CHECK(run_with_input({"wc", "-c"}, "", "")->out == "0\n");
  CHECK_FALSE(run_with_input({"no-such-program-of-mlt"}, "", "x"));
}

TEST_CASE("arguments reach the program byte for byte, through no shell") {
  const auto result = run_and_capture({"printf", "%s|", "a b", "$HOME", "", "*", "'\"\n"}, "");
  REQUIRE(result);
  CHECK(result->out == "a b|$HOME||*|'\"\n|");
}

TEST_CASE("the program starts in the directory given") {
  const auto result = run_and_capture({"pwd"}, "/usr");
  REQUIRE(result);
  CHECK(result->out == "/usr\n");
  CHECK_FALSE(run_and_capture({"pwd"}, "/nonexistent/directory"));
}

TEST_CASE("a program that cannot be started is nothing") {
  CHECK_FALSE(run_and_capture({"no-such-program-of-mlt"}, ""));
  CHECK_FALSE(run_and_capture({"/dev/null"}, ""));
  CHECK_FALSE(run_and_capture({}, ""));
}

TEST_CASE("death by a signal is 128 and the signal") {
  const auto result = run_and_capture({"sh", "-c", "kill -TERM $$"}, "");
  REQUIRE(result);
  CHECK(result->exit_code == 128 + SIGTERM);
}

TEST_CASE("output over the bound is read to its end and dropped") {
  const auto result =
      run_and_capture({"sh", "-c", "head -c 300000 /dev/zero && exit 3"}, "", 100'000);
  REQUIRE(result);
  CHECK(result->out == std::string(100'000, '\0'));
  CHECK(result->exit_code == 3);
}

TEST_CASE("stdin and stderr of the program are /dev/null") {
  CHECK(shell("cat; echo done") == "done\n");
  CHECK(shell("readlink /proc/self/fd/0") == "/dev/null\n");
  CHECK(shell("readlink /proc/$$/fd/2") == "/dev/null\n");
}

TEST_CASE("the program inherits nothing but its three streams and a shell's view of signals") {
  ::signal(SIGPIPE, SIG_IGN);
  sigset_t blocked;
  sigset_t before;
  ::sigemptyset(&blocked);
  ::sigaddset(&blocked, SIGTERM);
  ::sigprocmask(SIG_BLOCK, &blocked, &before);
  const auto status_line = [](const char* name) {
    return run_and_capture({"grep", name, "/proc/self/status"}, "").value_or(ProcessResult{}).out;
  };
  const std::string ignored = status_line("SigIgn");
  const std::string mask = status_line("SigBlk");
  ::sigprocmask(SIG_SETMASK, &before, nullptr);
  ::signal(SIGPIPE, SIG_DFL);
  // SIGPIPE is 13: bit 12.
  REQUIRE(ignored.find('\t') != std::string::npos);
  REQUIRE(mask.find('\t') != std::string::npos);
  CHECK((std::stoull(ignored.substr(ignored.find('\t') + 1), nullptr, 16) & (1u << 12)) == 0);
  CHECK(std::stoull(mask.substr(mask.find('\t') + 1), nullptr, 16) == 0);

  // Of the pipe between the two, it has its stdout alone.
  const auto listed = run_and_capture({"ls", "-l", "/proc/self/fd"}, "");
  REQUIRE(listed);
  const std::size_t begin = listed->out.find(" 1 -> pipe:");
  REQUIRE(begin != std::string::npos);
  const std::size_t target = begin + std::string_view(" 1 -> ").size();
  const std::string pipe = listed->out.substr(target, listed->out.find('\n', target) - target);
  CHECK(listed->out.find(pipe) == target);
  CHECK(listed->out.rfind(pipe) == target);
}

TEST_CASE("no child is left behind") {
  shell("true");
  CHECK_FALSE(run_and_capture({"no-such-program-of-mlt"}, ""));
  CHECK(::waitpid(-1, nullptr, WNOHANG) == -1);
  CHECK(errno == ECHILD);
}

TEST_CASE("descriptors do not leak") {
  const auto count = [] {
    int entries = 0;
    DIR* folder = ::opendir("/proc/self/fd");
    REQUIRE(folder != nullptr);
    while (::readdir(folder) != nullptr) {
      ++entries;
    }
    ::closedir(folder);
    return entries;
  };
  const int before = count();
  for (int i = 0; i < 3; ++i) {
    shell("true");
    CHECK_FALSE(run_and_capture({"no-such-program-of-mlt"}, ""));
    CHECK(process_identity(::getpid()));
  }
  CHECK(count() == before);
}

TEST_CASE("process_identity tells processes apart and survives their names") {
  const auto own = process_identity(::getpid());
  REQUIRE(own);
  CHECK(own->boot_id.size() == 36);
  CHECK(own->start_ticks.find_first_not_of("0123456789") == std::string::npos);
  CHECK(own->start_ticks == process_identity(::getpid())->start_ticks);
  CHECK_FALSE(process_identity(0));
  CHECK_FALSE(process_identity(-1));
  CHECK_FALSE(process_identity(INT32_MAX));

  // The kernel does not escape the name: this one looks like the fields that follow it.
  const pid_t child = ::fork();
  if (child == 0) {
    const int name = ::open("/proc/self/comm", O_WRONLY);
    const ssize_t written = ::write(name, "a) R 1 1 1", 10);
    ::raise(written == 10 ? SIGSTOP : SIGKILL);
    ::_exit(0);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, WUNTRACED) == child);
  REQUIRE(WIFSTOPPED(status));
  const auto named = process_identity(child);
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  REQUIRE(named);
  CHECK(std::stoull(named->start_ticks) >= std::stoull(own->start_ticks));
  CHECK_FALSE(process_identity(child));
}

TEST_CASE("host_name is what the kernel says") {
  const std::string name = shell("cat /proc/sys/kernel/hostname");
  CHECK(host_name() + "\n" == name);
}

TEST_CASE("what a program complains of can be collected too") {
  const auto result =
      run_and_capture({"sh", "-c", "echo out; echo err >&2"}, "", 1024, Streams::both);
  REQUIRE(result);
  CHECK(result->out == "out\nerr\n");
}
