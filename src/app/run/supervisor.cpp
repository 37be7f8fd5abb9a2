#include "app/run/supervisor.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <fcntl.h>
#include <memory>
#include <poll.h>
#include <string>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>
#include <vector>

#include "mlt/error.hpp"

#include "app/run/job_terminal.hpp"
#include "app/run/live_output.hpp"
#include "app/run/timer.hpp"

namespace mlt::app {
using disk::Descriptor;

namespace {

/// What the processes of the group get to end by themselves once the child has ended: long enough
/// for the `tee` of a shell's process substitution.
constexpr std::int64_t kLingerMs = 2'000;
/// How long a process that was sent KILL is waited for; one in an uninterruptible call outlives it.
constexpr std::int64_t kLastWaitMs = 5'000;
constexpr std::size_t kReadBytes = 64u << 10;

/// How far mlt has gone in asking the job to end.
enum class Rung { none, asked, term, kill };

Rung next_rung(Rung rung) {
  return rung == Rung::kill ? rung : static_cast<Rung>(static_cast<int>(rung) + 1);
}

/// What happens to processes that outlive the child, each step after the one before it ran out.
enum class Aftermath { linger, term, kill, given_up };

/// The children of mlt, orphans of the job among them because mlt is their subreaper. Read from
/// /proc because a process that left the child's group can be found in no other way.
std::vector<pid_t> own_children() {
  const std::string path = "/proc/self/task/" + std::to_string(::gettid()) + "/children";
  std::vector<pid_t> children;
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  std::string text;
  std::array<char, 4096> buffer;
  ssize_t size = 0;
  while (file.valid() && (size = ::read(file.get(), buffer.data(), buffer.size())) > 0) {
    text.append(buffer.data(), static_cast<std::size_t>(size));
  }
  pid_t pid = 0;
  for (const char c : text) {
    if (c >= '0' && c <= '9') {
      pid = pid * 10 + (c - '0');
    } else if (pid > 0) {
      children.push_back(std::exchange(pid, 0));
    }
  }
  return children;
}

class Supervisor {
 public:
  Supervisor(const ChildSpec& spec, const SupervisorOptions& options, SignalGate& gate,
             const SupervisorEvents& events)
      : spec_(spec),
        options_(options),
        gate_(gate),
        events_(events),
        terminal_(options.terminal),
        live_out_(options.live_out),
        live_err_(options.live_err) {}

  ChildEnd run();

 private:
  struct Source {
    Descriptor fd;
    LiveOutput* live;
    Stream stream;
    std::size_t left = SIZE_MAX;  // bytes that are still read
  };

  void wait_for_event();
  void read_from(Source& source);
  void forget_finished_sources();
  void serve_signals();
  void forward(int signal);
  void climb(Rung rung, int signal);
  void signal_group(int signal) const { ::kill(-child_.pid, signal); }
  void reap();
  void note_end(int status);
  void add_usage(const rusage& usage);
  void child_stopped(int signal);
  void serve_grace();
  [[nodiscard]] bool was_cut_short() const { return end_.stop_passed_on || end_.signal; }
  [[nodiscard]] std::vector<pid_t> orphans() const;
  [[nodiscard]] bool job_is_gone() const;
  void signal_leftovers(int signal);
  void kill_leftovers();
  void drain();

  const ChildSpec& spec_;
  const SupervisorOptions& options_;
  SignalGate& gate_;
  const SupervisorEvents& events_;
  JobTerminal terminal_;
  LiveOutput live_out_;
  LiveOutput live_err_;
  Timer tick_;
  Timer grace_;
  std::vector<pid_t> strangers_;  // children from before, of a shell that became mlt by `exec`
  Child child_;
  std::vector<Source> sources_;
  std::unique_ptr<char[]> buffer_ = std::make_unique_for_overwrite<char[]>(kReadBytes);
  ChildEnd end_;
  Rung rung_ = Rung::none;
  bool child_ended_ = false;
  bool owned_terminal_ = false;
  bool line_is_open_ = false;  // on a terminal that shows output
  bool told_to_stop_ = false;  // by a TSTP that mlt itself received
  Aftermath aftermath_ = Aftermath::linger;
};

ChildEnd Supervisor::run() {
  ::prctl(PR_SET_CHILD_SUBREAPER, 1);
  if (events_.before_start) {
    events_.before_start();
  }
  strangers_ = own_children();
  ChildSpec spec = spec_;
  owned_terminal_ = options_.foreground && terminal_.is_ours();
  spec.terminal = owned_terminal_ ? terminal_.descriptor() : -1;
  child_ = start_child(spec, gate_.inherited());
  if (child_.start_errno != 0) {
    terminal_.take_back_from(child_.pid);
    end_.start_errno = child_.start_errno;
    end_.exit_code = start_exit_code(child_.start_errno);
    return end_;
  }
  sources_.push_back({std::move(child_.out), &live_out_, Stream::out});
  sources_.push_back({std::move(child_.err), &live_err_, Stream::err});

  while (!child_ended_ || !job_is_gone()) {
    wait_for_event();
  }
  drain();
  terminal_.take_back_from(child_.pid);
  end_.line_left_open = line_is_open_ && live_err_.is_terminal();
  for (const LiveOutput* live : {&live_out_, &live_err_}) {
    const bool closed = live->error() == EPIPE || live->error() == EBADF;
    if (live->error() != 0 && !closed && end_.live_error == 0) {
      end_.live_error = live->error();
    }
  }
  return end_;
}

void Supervisor::wait_for_event() {
  std::array<pollfd, 5> polled{};
  std::size_t count = 0;
  const auto watch = [&](int fd, short what) { polled[count++] = {fd, what, 0}; };
  watch(gate_.descriptor(), POLLIN);
  watch(tick_.descriptor(), POLLIN);
  watch(grace_.descriptor(), POLLIN);
  // A slow reader of mlt's output slows the child down, as it would without mlt.
  for (const Source& source : sources_) {
    source.live->is_pending() ? watch(source.live->descriptor(), POLLOUT)
                              : watch(source.fd.get(), POLLIN);
  }
  if (::poll(polled.data(), count, -1) < 0 && errno != EINTR) {
    throw Error(ErrorCode::system,
                std::string("cannot wait for the command: ") + ::strerror(errno));
  }
  for (std::size_t i = 0; i < sources_.size(); ++i) {
    if (polled[3 + i].revents == 0) {
      continue;
    }
    if (sources_[i].live->is_pending()) {
      sources_[i].live->continue_writing();
    } else {
      read_from(sources_[i]);
    }
  }
  forget_finished_sources();
  if (polled[1].revents != 0 && tick_.take_ring()) {
    if (const auto delay = events_.on_tick()) {
      tick_.arm(*delay);
    }
  }
  if (polled[0].revents != 0) {
    serve_signals();
  }
  if (polled[2].revents != 0 && grace_.take_ring()) {
    serve_grace();
  }
}

void Supervisor::read_from(Source& source) {
  const std::size_t wanted = std::min(kReadBytes, source.left);
  const ssize_t size = wanted == 0 ? 0 : ::read(source.fd.get(), buffer_.get(), wanted);
  if (size < 0 && (errno == EAGAIN || errno == EINTR)) {
    return;
  }
  if (size <= 0) {
    source.fd = Descriptor(-1);
    return;
  }
  const std::string_view bytes(buffer_.get(), static_cast<std::size_t>(size));
  if (source.left != SIZE_MAX) {
    source.left -= bytes.size();
  }
  source.live->write(bytes);
  if (source.live->is_terminal()) {
    line_is_open_ = bytes.back() != '\n';
  }
  events_.on_output(source.stream, bytes);
  if (!tick_.is_armed()) {
    tick_.arm(kFirstTickMs);
  }
}

void Supervisor::forget_finished_sources() {
  std::erase_if(sources_, [](const Source& source) {
    return !source.fd.valid() && !source.live->is_pending();
  });
}

void Supervisor::serve_signals() {
  while (const auto signal = gate_.next()) {
    if (*signal == SIGCHLD) {
      reap();
    } else {
      forward(*signal);
    }
  }
}

void Supervisor::forward(int signal) {
  switch (signal) {
    case SIGINT:
    case SIGHUP:
      climb(next_rung(rung_), signal);
      break;
    case SIGTERM:
      climb(std::max(next_rung(rung_), Rung::term), signal);
      break;
    case SIGQUIT:
      end_.stop_passed_on = end_.stop_passed_on || !child_ended_;
      signal_group(SIGQUIT);
      break;
    case SIGTSTP:
      told_to_stop_ = true;
      signal_group(SIGTSTP);
      break;
    default:
      signal_group(signal);
  }
}

void Supervisor::climb(Rung rung, int signal) {
  if (child_ended_) {
    // Only leftovers and a slow reader of the output keep mlt here: whoever asks now means those.
    live_out_.abandon();
    live_err_.abandon();
    kill_leftovers();
    return;
  }
  end_.stop_passed_on = true;
  rung_ = rung;
  if (rung == Rung::kill) {
    signal_group(SIGKILL);
    return;
  }
  signal_group(rung == Rung::term ? SIGTERM : signal);
  signal_group(SIGCONT);  // a stopped process would not see it
  if (signal != SIGINT && !grace_.is_armed()) {
    grace_.arm(options_.kill_after_ms);
  }
}

void Supervisor::reap() {
  int status = 0;
  rusage usage{};
  pid_t pid = 0;
  while ((pid = ::wait4(-1, &status, WNOHANG | WUNTRACED, &usage)) > 0) {
    if (WIFSTOPPED(status)) {
      if (pid == child_.pid) {
        child_stopped(WSTOPSIG(status));
      }
      continue;
    }
    if (std::ranges::find(strangers_, pid) != strangers_.end()) {
      std::erase(strangers_, pid);
      continue;
    }
    add_usage(usage);
    if (pid == child_.pid) {
      note_end(status);
    }
  }
  if (child_ended_ && aftermath_ == Aftermath::kill) {
    signal_leftovers(SIGKILL);  // the children of those that died are mlt's now
  }
}

void Supervisor::add_usage(const rusage& usage) {
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  end_.cpu_seconds += seconds(usage.ru_utime) + seconds(usage.ru_stime);
  end_.max_rss_bytes = std::max(end_.max_rss_bytes, std::int64_t{usage.ru_maxrss} * 1024);
}

void Supervisor::note_end(int status) {
  child_ended_ = true;
  if (WIFSIGNALED(status)) {
    end_.signal = WTERMSIG(status);
    end_.exit_code = 128 + *end_.signal;
    end_.interrupted_by_key = *end_.signal == SIGINT && owned_terminal_ && !end_.stop_passed_on;
  } else {
    end_.exit_code = WEXITSTATUS(status);
  }
  terminal_.take_back_from(child_.pid);  // from here on Ctrl-C is for mlt
  if (rung_ >= Rung::term) {
    // The group has its TERM and its time already; who had left the group has neither.
    aftermath_ = Aftermath::term;
    for (const pid_t pid : orphans()) {
      if (::getpgid(pid) != child_.pid) {
        ::kill(pid, SIGTERM);
      }
    }
    if (!grace_.is_armed()) {
      grace_.arm(options_.kill_after_ms);
    }
  } else {
    // After an interrupt the rest of the group may be saving its work.
    const bool interrupted = rung_ == Rung::asked || end_.interrupted_by_key;
    grace_.arm(interrupted ? options_.kill_after_ms : kLingerMs);
  }
}

/// The job stops as a shell would stop it: with mlt, so that the shell sees it, and goes on with
/// mlt.
void Supervisor::child_stopped(int signal) {
  const bool asked_for_terminal = signal == SIGTTIN || signal == SIGTTOU;
  if (asked_for_terminal && terminal_.is_ours()) {
    owned_terminal_ = true;
    terminal_.give_to(child_.pid);
    signal_group(SIGCONT);
    return;
  }
  const bool had_terminal = terminal_.belongs_to(child_.pid);
  if (!had_terminal && !told_to_stop_ && !(asked_for_terminal && terminal_.exists())) {
    return;  // somebody stopped the child alone, and will continue it
  }
  told_to_stop_ = false;
  terminal_.take_back_from(child_.pid);
  gate_.stop_here(had_terminal);
  if (terminal_.is_ours() && (owned_terminal_ || asked_for_terminal)) {
    owned_terminal_ = true;
    terminal_.give_to(child_.pid);
  }
  signal_group(SIGCONT);
}

/// Processes of the job whose parent ended before them.
std::vector<pid_t> Supervisor::orphans() const {
  std::vector<pid_t> children = own_children();
  std::erase_if(children, [this](pid_t pid) {
    return pid == child_.pid || std::ranges::find(strangers_, pid) != strangers_.end();
  });
  return children;
}

/// No process of the group lives and, where the job was cut short, no other descendant either.
bool Supervisor::job_is_gone() const {
  if (aftermath_ == Aftermath::given_up) {
    return true;
  }
  if (::kill(-child_.pid, 0) == 0) {
    return false;
  }
  return !was_cut_short() || orphans().empty();
}

void Supervisor::signal_leftovers(int signal) {
  signal_group(signal);
  signal_group(SIGCONT);
  if (was_cut_short()) {
    for (const pid_t pid : orphans()) {
      ::kill(pid, signal);
    }
  }
}

void Supervisor::kill_leftovers() {
  aftermath_ = Aftermath::kill;
  signal_leftovers(SIGKILL);
  grace_.arm(kLastWaitMs);
}

void Supervisor::serve_grace() {
  if (!child_ended_) {
    rung_ = Rung::kill;
    events_.on_warning("the command did not end in time: killing it");
    signal_group(SIGKILL);
    return;
  }
  switch (aftermath_) {
    case Aftermath::linger:
      events_.on_warning("the command left processes behind: ending them");
      aftermath_ = Aftermath::term;
      signal_leftovers(SIGTERM);
      grace_.arm(options_.kill_after_ms);
      break;
    case Aftermath::term:
      kill_leftovers();
      break;
    case Aftermath::kill:
    case Aftermath::given_up:
      events_.on_warning("processes that the command left behind could not be killed");
      aftermath_ = Aftermath::given_up;
      break;
  }
}

/// Reads what the job had written when it ended. A daemon may hold the pipes and write on: what it
/// adds is not the job's.
void Supervisor::drain() {
  for (Source& source : sources_) {
    int size = 0;
    if (source.fd.valid() && ::ioctl(source.fd.get(), FIONREAD, &size) == 0) {
      source.left = static_cast<std::size_t>(size);
    }
  }
  while (!sources_.empty()) {
    for (Source& source : sources_) {
      if (source.fd.valid() && !source.live->is_pending()) {
        read_from(source);
      }
    }
    forget_finished_sources();
    if (std::any_of(sources_.begin(), sources_.end(),
                    [](const Source& source) { return source.live->is_pending(); })) {
      wait_for_event();
    }
  }
}

}  // namespace

ChildEnd supervise(const ChildSpec& spec, const SupervisorOptions& options, SignalGate& gate,
                   const SupervisorEvents& events) {
  return Supervisor(spec, options, gate, events).run();
}

}  // namespace mlt::app
