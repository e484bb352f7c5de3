#include "process/executable.hpp"

#include "base/fd.hpp"
#include "base/text.hpp"
#include "process/application.hpp"
#include "process/reaping.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <elf.h>
#include <fcntl.h>
#include <string_view>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace headstart::process {

namespace {

/// As much as the kernel looks at (BINPRM_BUF_SIZE), and all program headers that a linker puts at the front.
constexpr std::size_t k_front = 4096;
constexpr std::size_t k_script_line = 256;

#if defined(__x86_64__)
constexpr Elf64_Half k_machine = EM_X86_64;
constexpr Elf64_Half k_machine_of_32_bits = EM_386;
#elif defined(__aarch64__)
constexpr Elf64_Half k_machine = EM_AARCH64;
constexpr Elf64_Half k_machine_of_32_bits = EM_ARM;
#else
constexpr Elf64_Half k_machine = EM_NONE; // nothing is known of it, and so nothing is refused
constexpr Elf64_Half k_machine_of_32_bits = EM_NONE;
#endif

constexpr std::array<std::pair<Elf64_Half, std::string_view>, 9> k_machines{{
    {EM_X86_64, "x86_64"},
    {EM_AARCH64, "aarch64"},
    {EM_386, "i386"},
    {EM_ARM, "arm"},
    {EM_PPC64, "ppc64"},
    {EM_S390, "s390x"},
    {EM_RISCV, "riscv"},
    {EM_MIPS, "mips"},
    {EM_PPC, "powerpc"},
}};

std::string name_of(Elf64_Half machine) {
    const auto* const found = std::find_if(k_machines.begin(), k_machines.end(),
                                           [&](const auto& row) { return row.first == machine; });
    return found != k_machines.end() ? std::string(found->second) : fmt::format("machine {}", machine);
}

std::optional<std::string> read_front(const std::string& path) {
    const base::Fd file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
    std::string front(k_front, '\0');
    const auto size = file.get() >= 0 ? ::pread(file.get(), front.data(), front.size(), 0) : -1;
    if (size < 0) {
        return std::nullopt;
    }
    front.resize(static_cast<std::size_t>(size));
    return front;
}

template<typename T>
std::optional<T> read_as(std::string_view bytes, std::size_t at) {
    if (at > bytes.size() || bytes.size() - at < sizeof(T)) {
        return std::nullopt;
    }
    T value;
    std::memcpy(&value, bytes.data() + at, sizeof value);
    return value;
}

/// Whether the kernel has a handler for files that begin so (binfmt_misc: qemu for other machines, wine).
/// Asked by executing the beginning alone: without a handler that is refused as no program, and with one it
/// is the handler that fails. The table of handlers is rarely to be seen in a container.
bool has_handler(std::string_view front) {
    const base::Fd copy{::memfd_create("headstart-front", MFD_CLOEXEC | MFD_ALLOW_SEALING)};
    std::array<int, 2> ends{};
    if (copy.get() < 0 || ::write(copy.get(), front.data(), front.size()) < 0 ||
        ::pipe2(ends.data(), O_CLOEXEC) != 0) {
        return true; // nobody can say: the kernel will, when it is time
    }
    const base::Fd reader{ends[0]};
    base::Fd writer{ends[1]};
    const OwnChildren keeps_them;
    const auto child = ::fork();
    if (child == 0) {
        const int null = ::open("/dev/null", O_RDWR);
        for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
            ::dup2(null, stream);
        }
        std::array<char*, 1> none{nullptr};
        ::fexecve(copy.get(), none.data(), none.data());
        const char reason = static_cast<char>(errno);
        (void)!::write(writer.get(), &reason, 1);
        ::_exit(1);
    }
    writer = base::Fd{};
    char reason = 0;
    const auto told = child > 0 ? ::read(reader.get(), &reason, 1) : 0;
    if (child > 0) {
        ::waitpid(child, nullptr, 0);
    }
    return told != 1 || reason != ENOEXEC;
}

bool is_elf(std::string_view front) {
    return front.starts_with(ELFMAG);
}

/// The dynamic loader that a program of this machine names; empty for a static one.
std::string loader_of(std::string_view front) {
    const auto header = read_as<Elf64_Ehdr>(front, 0);
    if (!header || front[EI_CLASS] != ELFCLASS64) {
        return "";
    }
    for (std::size_t i = 0; i < header->e_phnum; ++i) {
        const auto entry = read_as<Elf64_Phdr>(front, header->e_phoff + i * sizeof(Elf64_Phdr));
        if (entry && entry->p_type == PT_INTERP && entry->p_offset < front.size()) {
            return std::string(front.data() + entry->p_offset,
                               ::strnlen(front.data() + entry->p_offset, front.size() - entry->p_offset));
        }
    }
    return "";
}

std::optional<ExecutableFault> fault_of_elf(std::string_view front) {
    auto machine = read_as<Elf64_Half>(front, offsetof(Elf64_Ehdr, e_machine));
    if (machine && front[EI_DATA] == ELFDATA2MSB) {
        machine = static_cast<Elf64_Half>(*machine >> 8U | *machine << 8U);
    }
    if (!machine) {
        return ExecutableFault{"it is a program that is cut off", "was it downloaded or copied as a whole?"};
    }
    if (*machine != k_machine && *machine != k_machine_of_32_bits && k_machine != EM_NONE &&
        !has_handler(front)) {
        return ExecutableFault{
            fmt::format("it is built for {}, and this machine is {}", name_of(*machine), name_of(k_machine)),
            "build the image for this machine (docker build --platform), or run it where it "
            "belongs"};
    }
    if (const auto loader = *machine == k_machine ? loader_of(front) : "";
        !loader.empty() && ::access(loader.c_str(), F_OK) != 0) {
        return ExecutableFault{
            fmt::format("its dynamic loader, {}, is not there", loader),
            "a binary built for glibc does not start in an Alpine or scratch image: build it "
            "static, or take an image that has the loader"};
    }
    return std::nullopt;
}

std::optional<ExecutableFault> fault_of_script(std::string_view front) {
    const auto line = front.substr(2, std::min(front.find('\n'), k_script_line) - 2);
    if (line.ends_with('\r')) {
        return ExecutableFault{"its first line ends in CR LF, which becomes a part of the interpreter's name",
                               "save it with LF alone (git: `*.sh text eol=lf` in .gitattributes)"};
    }
    const auto words = base::split_list(line, " \t");
    if (words.empty()) {
        return std::nullopt; // sh's to say
    }
    const std::string interpreter(words.front());
    const auto missing = [&](std::string_view name, std::string_view where) {
        return ExecutableFault{fmt::format("its interpreter, {}, is not {}", name, where),
                               "install it in the image, or name another in the first line of the script"};
    };
    if (::access(interpreter.c_str(), X_OK) != 0) {
        return missing(interpreter, ::access(interpreter.c_str(), F_OK) == 0 ? "executable" : "there");
    }
    const bool is_env = interpreter.ends_with("/env") && words.size() == 2 && !words[1].starts_with('-') &&
                        words[1].find('=') == std::string_view::npos;
    if (is_env && !is_in_path(std::string(words[1]))) {
        return missing(words[1], "in PATH");
    }
    return std::nullopt;
}

} // namespace

std::optional<ExecutableFault> find_executable_fault(const std::string& path) {
    const auto front = read_front(path);
    if (!front) {
        return std::nullopt;
    }
    if (front->empty()) {
        return ExecutableFault{"it is empty", "was it downloaded or copied as a whole?"};
    }
    if (is_elf(*front)) {
        return fault_of_elf(*front);
    }
    if (front->starts_with("#!")) {
        return fault_of_script(*front);
    }
    // What is no program goes to /bin/sh, as with every shell; but none of them would take this for a script.
    const auto first_line = std::string_view(*front).substr(0, front->find('\n'));
    if (first_line.find('\0') != std::string_view::npos && !has_handler(*front)) {
        return ExecutableFault{"it is neither a program of Linux nor a script",
                               "a program of another system? build it for Linux and this machine"};
    }
    return std::nullopt;
}

} // namespace headstart::process
