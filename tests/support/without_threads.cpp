// without_threads ERROR CMD ARGS...: becomes a command that can make no thread: the system call for it ends
// in that error. EPERM is what the seccomp profile of an older container runtime answers, which does not know
// clone3; EAGAIN a limit of processes.
//
// A program of its own, to stand before the real binary: a filter cannot be taken back.

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <string_view>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(int argc, char** argv) {
    if (argc < 3) {
        std::fputs("usage: without_threads EPERM|EAGAIN CMD ARGS...\n", stderr);
        return 2;
    }
    const unsigned error = std::string_view(argv[1]) == "EPERM" ? EPERM : EAGAIN;
    std::array code{
        sock_filter{BPF_LD | BPF_W | BPF_ABS, 0, 0, 0}, // the call's number is the first word
        sock_filter{BPF_JMP | BPF_JEQ | BPF_K, 0, 1, SYS_clone3},
        sock_filter{BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ERRNO | error},
        sock_filter{BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW},
    };
    const sock_fprog program{code.size(), code.data()};
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1L, 0L, 0L, 0L) != 0 ||
        ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0) {
        std::perror("without_threads: seccomp");
        return 125;
    }
    ::execvp(argv[2], argv + 2);
    std::perror(argv[2]);
    return 127;
}
