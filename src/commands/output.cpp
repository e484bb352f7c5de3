#include "commands/output.hpp"

#include "base/printable.hpp"
#include "diag/codes.hpp"
#include "diag/diagnostic.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <poll.h>
#include <string>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace headstart::commands {

namespace {

constexpr std::size_t k_much = std::size_t{64} * 1024;

struct Output {
    std::string kept;
    bool has_begun = false;
    int error = 0; ///< the first one; nothing is written behind a gap
};

Output& the_output() {
    static Output output;
    return output;
}

/// A pipe may have been made non-blocking by whoever else holds it.
bool may_go_on() {
    pollfd event{STDOUT_FILENO, POLLOUT, 0};
    return errno == EINTR || (errno == EAGAIN && ::poll(&event, 1, -1) >= 0);
}

/// Returns errno, or 0.
int write_all(int fd, std::string_view text) {
    while (!text.empty()) {
        const auto written = ::write(fd, text.data(), text.size());
        if (written >= 0) {
            text.remove_prefix(static_cast<std::size_t>(written));
        } else if (!may_go_on()) {
            return errno;
        }
    }
    return 0;
}

void write_out(Output& output, std::string_view text) {
    output.has_begun = output.has_begun || !text.empty();
    if (output.error == 0) {
        output.error = write_all(STDOUT_FILENO, text);
    }
}

} // namespace

void print(std::string_view text) {
    print_as_is(base::printable(text, "\n"));
}

void print_line(std::string_view line) {
    print_as_is(base::printable(line) + "\n");
}

void print_as_is(std::string_view text) {
    auto& output = the_output();
    if (output.kept.size() + text.size() < k_much) {
        output.kept += text;
        return;
    }
    flush_output();
    write_out(output, text);
}

void flush_output() {
    auto& output = the_output();
    write_out(output, std::exchange(output.kept, {}));
}

void finish_output() {
    flush_output();
    // Some file systems tell only now that there was no room: NFS, quotas.
    const auto& output = the_output();
    const bool is_lost = output.error != 0 || (output.has_begun && ::close(::dup(STDOUT_FILENO)) != 0);
    if (!is_lost) {
        return;
    }
    const int error = output.error != 0 ? output.error : errno;
    diag::Diagnostic problem;
    problem.code = diag::code::lost_output;
    problem.message = fmt::format("the result could not be written to standard output: {}",
                                  std::generic_category().message(error));
    problem.hint =
        "what stands there is not whole: do not use it, and run the command again where it can be written";
    throw diag::Error(diag::ExitCode::failed, std::move(problem));
}

} // namespace headstart::commands
