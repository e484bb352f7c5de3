// without_call CALL ERROR CMD ARGS...: becomes a command for which that system call ends in that error. EPERM
// is what the seccomp profile of an older container runtime answers, which does not know clone3; EAGAIN of
// clone3 a limit of processes.
//
// A program of its own, to stand before the real binary: a filter cannot be taken back.

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <map>
#include <string_view>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(int argc, char** argv) {
    const std::map<std::string_view, unsigned> calls{{"clone3", SYS_clone3},       {"eventfd2", SYS_eventfd2},
                                                     {"pipe2", SYS_pipe2},         {"poll", SYS_poll},
                                                     {"signalfd4", SYS_signalfd4}, {"socket", SYS_socket}};
    const std::map<std::string_view, unsigned> errors{
        {"EAGAIN", EAGAIN}, {"EMFILE", EMFILE}, {"ENOSYS", ENOSYS}, {"EPERM", EPERM}};
    if (argc < 4 || !calls.contains(argv[1]) || !errors.contains(argv[2])) {
        std::fputs("usage: without_call CALL ERROR CMD ARGS... (the names it knows are in its source)\n",
                   stderr);
        return 2;
    }
    std::array code{
        sock_filter{BPF_LD | BPF_W | BPF_ABS, 0, 0, 0}, // the call's number is the first word
        sock_filter{BPF_JMP | BPF_JEQ | BPF_K, 0, 1, calls.at(argv[1])},
        sock_filter{BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ERRNO | errors.at(argv[2])},
        sock_filter{BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW},
    };
    const sock_fprog program{code.size(), code.data()};
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1L, 0L, 0L, 0L) != 0 ||
        ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0) {
        std::perror("without_call: seccomp");
        return 125;
    }
    ::execvp(argv[3], argv + 3);
    std::perror(argv[3]);
    return 127;
}
