#include "commands/local_cluster.hpp"

#include "diag/codes.hpp"
#include "process/child.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <optional>
#include <poll.h>
#include <sstream>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>
#include <vector>

namespace headstart::commands {

namespace fs = std::filesystem;

namespace {

/// initdb writes a few thousand files.
constexpr std::chrono::seconds k_time_to_begin{120};
/// Of a Unix socket's path the kernel takes 107 bytes; the socket's own name is behind this.
constexpr std::size_t k_longest_folder = 80;
constexpr std::string_view k_ready = "ready\n";

diag::Error no_cluster(const std::string& message, const std::string& hint) {
    diag::Diagnostic problem;
    problem.code = diag::code::no_scratch_database;
    problem.message = "no local server can be made: " + message;
    problem.hint = hint;
    return {diag::ExitCode::failed, std::move(problem)};
}

bool holds_server(const fs::path& folder) {
    return ::access((folder / "initdb").c_str(), X_OK) == 0 &&
           ::access((folder / "postgres").c_str(), X_OK) == 0;
}

/// 15 of "/usr/lib/postgresql/15"; 0 where there is no number.
int major_of(const fs::path& folder) {
    const auto name = folder.filename().string();
    const auto begin = std::min(name.find_first_of("0123456789"), name.size());
    int major = 0;
    std::from_chars(name.data() + begin, name.data() + name.size(), major);
    return major;
}

/// PGBIN, the PATH, and where the packages of Debian and of PostgreSQL put them, the newest first.
std::vector<fs::path> program_folders() {
    std::vector<fs::path> folders;
    if (const char* given = std::getenv("PGBIN")) {
        folders.emplace_back(given);
    }
    const char* path = std::getenv("PATH");
    std::istringstream words(path != nullptr ? path : "");
    for (std::string word; std::getline(words, word, ':');) {
        folders.emplace_back(word);
    }
    for (const auto* parent : {"/usr/lib/postgresql", "/usr/libexec", "/usr", "/opt", "/usr/local"}) {
        std::vector<fs::path> versions;
        std::error_code ignored;
        for (const auto& entry : fs::directory_iterator(parent, ignored)) {
            if (major_of(entry.path()) > 0 || entry.path().filename().string().starts_with("pgsql")) {
                versions.push_back(entry.path());
            }
        }
        std::sort(versions.begin(), versions.end(),
                  [](const auto& a, const auto& b) { return major_of(a) > major_of(b); });
        for (const auto& version : versions) {
            folders.push_back(version / "bin");
            folders.push_back(version);
        }
    }
    return folders;
}

fs::path find_programs() {
    for (const auto& folder : program_folders()) {
        if (!folder.empty() && folder.is_absolute() && holds_server(folder)) {
            return folder;
        }
    }
    throw no_cluster("PostgreSQL's programs (initdb, postgres) are not found",
                     "install the server's package, or name the folder of its programs in PGBIN");
}

fs::path make_folder(const std::optional<process::Account>& account) {
    std::error_code ignored;
    auto parent = fs::temp_directory_path(ignored);
    if (ignored || parent.string().size() > k_longest_folder) {
        parent = "/tmp";
    }
    auto name = (parent / "headstart-postgres-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) {
        throw std::system_error(errno, std::generic_category(), "mkdtemp");
    }
    if (account && ::chown(name.c_str(), account->user, account->group) != 0) {
        throw std::system_error(errno, std::generic_category(), "chown");
    }
    return name;
}

/// Starts a program that ends with us. Its output goes to the file `log`.
pid_t start(const std::vector<std::string>& command, const fs::path& log) {
    const pid_t parent = ::getpid();
    const pid_t pid = ::fork();
    if (pid != 0) {
        // A group of its own, to be killed with all that it starts: told twice, for either may come first.
        ::setpgid(pid, pid);
        return pid;
    }
    ::prctl(PR_SET_PDEATHSIG, SIGQUIT);
    ::setpgid(0, 0);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE}) {
        ::signal(signal, SIG_DFL);
    }
    const int file = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    ::dup2(file, STDOUT_FILENO);
    ::dup2(file, STDERR_FILENO);
    // Nothing that points at another server, and no language but English in what we may have to show.
    for (const auto* name : {"PGDATA", "PGHOST", "PGPORT", "PGUSER", "PGDATABASE", "PGPASSWORD", "PGOPTIONS",
                             "PGSERVICE", "LD_PRELOAD"}) {
        ::unsetenv(name);
    }
    ::setenv("LC_ALL", "C", 1);
    std::vector<std::string> words = command;
    std::vector<char*> argv;
    for (auto& word : words) {
        argv.push_back(word.data());
    }
    argv.push_back(nullptr);
    if (::getppid() == parent && ::chdir("/") == 0) {
        ::execv(argv.front(), argv.data());
    }
    ::_exit(127);
}

int await(pid_t pid) {
    int status = 0;
    while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    return status;
}

/// Waits for the end of a program or of our owner, whichever comes first; nothing: it was the owner's.
std::optional<int> await_unless_alone(pid_t pid, int end_of_owner) {
    const auto end = process::end_of_child(pid);
    std::array<pollfd, 2> ends{{{end_of_owner, POLLIN, 0}, {end.get(), POLLIN, 0}}};
    int status = 0;
    // Where the kernel does not tell of an end, it is asked again.
    const int patience = end.is_open() ? -1 : 200;
    while (::waitpid(pid, &status, WNOHANG) == 0) {
        ::poll(ends.data(), ends.size(), patience);
        if (ends[0].revents != 0) {
            return std::nullopt;
        }
    }
    return status;
}

void report(int fd, const std::string& text) {
    [[maybe_unused]] const auto written = ::write(fd, text.data(), text.size());
}

/// The last line of a log.
std::string last_line(const fs::path& log) {
    std::ifstream file(log);
    std::string last;
    for (std::string line; std::getline(file, line);) {
        last = line.empty() ? last : line;
    }
    return last;
}

/// In the keeper, until its owner has ended or the server has.
void keep_server(const fs::path& programs, const fs::path& folder, int report_to, int end_of_owner) {
    const auto data = folder / "data";
    const auto log = folder / "log";
    const auto initdb = start({programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8",
                               "--locale=C", "--no-sync"},
                              log);
    const auto made = await_unless_alone(initdb, end_of_owner);
    if (!made) {
        ::kill(-initdb, SIGKILL);
        await(initdb);
        return;
    }
    if (*made != 0) {
        report(report_to, "initdb: " + last_line(log));
        return;
    }
    const auto server = start({programs / "postgres",
                               "-D",
                               data,
                               "-k",
                               folder,
                               "-p",
                               "5432",
                               "-c",
                               "listen_addresses=",
                               "-c",
                               "fsync=off",
                               "-c",
                               "full_page_writes=off",
                               "-c",
                               "synchronous_commit=off",
                               "-c",
                               "autovacuum=off",
                               "-c",
                               "jit=off",
                               "-c",
                               "timezone=UTC",
                               "-c",
                               "max_wal_size=1GB"},
                              log);
    report(report_to, std::string(k_ready));
    if (!await_unless_alone(server, end_of_owner)) {
        ::kill(server, SIGQUIT);
        await(server);
    }
}

} // namespace

LocalCluster::LocalCluster(const Context& context) {
    const auto programs = find_programs();
    const auto account = process::account_for_service({"postgres", "nobody"});
    m_folder = make_folder(account);
    m_keeper = std::make_unique<process::Keeper>(
        [programs, folder = m_folder](int report_to, int end_of_owner) {
            keep_server(programs, folder, report_to, end_of_owner);
            std::error_code ignored;
            fs::remove_all(folder, ignored);
        },
        account);
    const auto said =
        m_keeper->await_report({base::Deadline::after(k_time_to_begin), context.stop().with(nullptr)});
    if (said != k_ready) {
        throw no_cluster(said.empty() ? "it does not start" : said,
                         "see whether the programs in " + programs.string() + " can be run here");
    }
}

std::string LocalCluster::url() const {
    return fmt::format("host={} port=5432 user=postgres dbname=postgres sslmode=disable", m_folder.string());
}

} // namespace headstart::commands
