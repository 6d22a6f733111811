#include "base/child_process.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <optional>

#include "base/descriptor.h"
#include "base/system_error.h"

namespace stackql {
namespace {

using Clock = std::chrono::steady_clock;

constexpr size_t kErrorsKept = 4096;
constexpr long kStep = 50;  // milliseconds until it notices that it shall end

struct Pipe {
  Descriptor read = Descriptor();
  Descriptor write = Descriptor();

  bool Open() {
    std::array<int, 2> ends = {-1, -1};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) return false;
    read.Reset(ends[0]);
    write.Reset(ends[1]);
    return true;
  }
};

// The input lies in memory, so that nobody waits for anybody to take it.
bool Fill(Descriptor& file, std::string_view text) {
  file.Reset(memfd_create("input", MFD_CLOEXEC));
  while (file.fd() >= 0 && !text.empty()) {
    const ssize_t count = write(file.fd(), text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    text.remove_prefix(static_cast<size_t>(count));
  }
  return file.fd() >= 0 && lseek(file.fd(), 0, SEEK_SET) == 0;
}

std::vector<char*> Pointers(const std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  pointers.reserve(texts.size() + 1);
  // posix_spawn() takes them as `char*` for the sake of C, and changes none.
  for (const std::string& text : texts) pointers.push_back(const_cast<char*>(text.c_str()));
  pointers.push_back(nullptr);
  return pointers;
}

// 0, or an errno value.
int Spawn(const std::vector<std::string>& arguments, const std::vector<std::string>& environment,
          const std::array<int, 3>& standard, pid_t& child) {
  posix_spawn_file_actions_t actions;
  if (const int error = posix_spawn_file_actions_init(&actions)) return error;
  int error = 0;
  for (int i = 0; i < 3 && error == 0; ++i) {
    error = posix_spawn_file_actions_adddup2(&actions, standard[static_cast<size_t>(i)], i);
  }
  if (error == 0) {
    error = posix_spawnp(&child, arguments.front().c_str(), &actions, nullptr,
                         Pointers(arguments).data(), Pointers(environment).data());
  }
  posix_spawn_file_actions_destroy(&actions);
  return error;
}

// Appends what there is to read; false at the end.
bool Take(Descriptor& from, std::string& to) {
  std::array<char, 1 << 16> chunk;
  const ssize_t count = read(from.fd(), chunk.data(), chunk.size());
  if (count < 0 && errno == EINTR) return true;
  if (count > 0) to.append(chunk.data(), static_cast<size_t>(count));
  if (count <= 0) from.Close();
  return count > 0;
}

std::string Late(const ChildLimits& limits) {
  return "it takes longer than " + std::to_string(limits.seconds) +
         (limits.seconds == 1 ? " second" : " seconds");
}

// Reads both streams to their ends; what stops it before, if something does.
std::string Drain(Descriptor& output, Descriptor& errors, const ChildLimits& limits,
                  Clock::time_point end, Finished& finished) {
  while (output.fd() >= 0 || errors.fd() >= 0) {
    const long left = std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now()).count();
    std::array<pollfd, 2> waiting = {{{output.fd(), POLLIN, 0}, {errors.fd(), POLLIN, 0}}};
    const long step = limits.cancelled ? std::min(left, kStep) : left;
    const int ready = poll(waiting.data(), waiting.size(), static_cast<int>(std::max(step, 0L)));
    if (limits.cancelled && limits.cancelled()) return "it was interrupted";
    if (ready < 0 && errno == EINTR) continue;
    if (ready < 0) return DescribeErrno(errno);
    if (ready == 0 && left > step) continue;
    if (ready == 0) return Late(limits);
    if (waiting[0].revents != 0) Take(output, finished.output);
    if (waiting[1].revents != 0) Take(errors, finished.errors);
    if (finished.errors.size() > kErrorsKept) finished.errors.resize(kErrorsKept);
    if (finished.output.size() > limits.output) {
      return "it prints more than " + std::to_string(limits.output) + " bytes";
    }
  }
  return "";
}

// Waits for a child that has closed its streams, which does not mean that it ends; what stops it
// before, if something does.
std::string AwaitEnd(pid_t child, const ChildLimits& limits, Clock::time_point end,
                     std::optional<int>& status) {
  for (;;) {
    int code = 0;
    const pid_t ended = waitpid(child, &code, WNOHANG);
    if (ended == child) {
      status = code;
      return WIFEXITED(code) ? "" : "it was ended by a signal";
    }
    if (limits.cancelled && limits.cancelled()) return "it was interrupted";
    if (Clock::now() >= end) return Late(limits);
    poll(nullptr, 0, 1);
  }
}

}  // namespace

Result<Finished> RunChild(const std::vector<std::string>& arguments,
                          const std::vector<std::string>& environment, std::string_view input,
                          const ChildLimits& limits) {
  const auto fail = [&](const std::string& why) {
    return Failed("Cannot run '" + arguments.front() + "': " + why + ".");
  };
  Descriptor file;
  Pipe output;
  Pipe errors;
  if (!Fill(file, input) || !output.Open() || !errors.Open()) return fail(DescribeErrno(errno));
  pid_t child = -1;
  const int error =
      Spawn(arguments, environment, {file.fd(), output.write.fd(), errors.write.fd()}, child);
  if (error != 0) return fail(DescribeErrno(error));
  output.write.Close();
  errors.write.Close();
  const Clock::time_point end = Clock::now() + std::chrono::seconds(limits.seconds);
  Finished finished;
  std::optional<int> status;
  std::string stopped = Drain(output.read, errors.read, limits, end, finished);
  if (stopped.empty()) stopped = AwaitEnd(child, limits, end, status);
  if (!status) {
    kill(child, SIGKILL);
    while (waitpid(child, nullptr, 0) < 0 && errno == EINTR) continue;
  }
  if (!stopped.empty()) {
    explicit_bzero(finished.output.data(), finished.output.size());
    return fail(stopped);
  }
  finished.status = WEXITSTATUS(*status);
  return finished;
}

}  // namespace stackql
