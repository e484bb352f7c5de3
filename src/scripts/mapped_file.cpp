#include "scripts/mapped_file.hpp"

#include "base/file.hpp"
#include "base/latch.hpp"
#include "diag/codes.hpp"
#include "diag/exit_code.hpp"
#include "diag/last_word.hpp"

#include <cerrno>
#include <csignal>
#include <poll.h>
#include <string_view>
#include <sys/mman.h>
#include <sys/stat.h>
#include <system_error>
#include <thread>
#include <unistd.h>

namespace headstart::scripts {

namespace {

/// To read a page behind the end of a file that is shorter by now is SIGBUS, and nothing else tells.
void tell_of_missing_page(int /*signal*/) {
    diag::write_last_word(
        diag::code::bad_folder, "a migration file was cut short while it was being read",
        "nothing of it is committed; run headstart once more, when nobody writes into the folder");
    ::_exit(static_cast<int>(diag::ExitCode::failed));
}

void tell_of_missing_pages() {
    (void)diag::log_format(); // makes the log now
    struct sigaction action{};
    action.sa_handler = tell_of_missing_page;
    ::sigaction(SIGBUS, &action, nullptr);
}

bool is_same(const timespec& a, const timespec& b) {
    return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

class MappedFile : public diag::TextHolder {
public:
    MappedFile(base::Fd fd, const struct stat& info)
        : m_fd(std::move(fd))
        , m_info(info) {
        void* const pages = ::mmap(nullptr, size(), PROT_READ, MAP_PRIVATE, m_fd.get(), 0);
        if (pages == MAP_FAILED) {
            throw std::system_error(errno, std::generic_category());
        }
        m_pages = pages;
        tell_of_missing_pages();
        keep_short();
    }

    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;

    ~MappedFile() override {
        if (m_keeper.joinable()) {
            m_end.open();
            m_keeper.join();
        }
        ::munmap(m_pages, size());
    }

    [[nodiscard]] std::string_view text() const override {
        return {static_cast<const char*>(m_pages), size()};
    }

    [[nodiscard]] bool is_unchanged() const override {
        struct stat now{};
        return ::fstat(m_fd.get(), &now) == 0 && now.st_size == m_info.st_size &&
               is_same(now.st_mtim, m_info.st_mtim) && is_same(now.st_ctim, m_info.st_ctim);
    }

private:
    [[nodiscard]] std::size_t size() const { return static_cast<std::size_t>(m_info.st_size); }

    /// The kernel takes pages back only when memory is short, and by then a container's limit has been met.
    /// They are given back at short intervals, for the text is gone over by many who need not know: what is
    /// read again comes from the page cache. Where no thread can be made it takes what memory there is.
    void keep_short() {
        constexpr int k_interval = 10; // milliseconds: a quick look goes over some ten megabytes in them
        if (!m_end.is_open()) {
            return;
        }
        try {
            m_keeper = std::thread([this] { // with the signals blocked that are blocked here
                pollfd end{m_end.fd(), POLLIN, 0};
                while (::poll(&end, 1, k_interval) <= 0) {
                    ::madvise(m_pages, size(), MADV_DONTNEED);
                }
            });
            // NOLINTNEXTLINE(bugprone-empty-catch): as said
        } catch (const std::system_error&) {
        }
    }

    base::Fd m_fd;
    struct stat m_info;
    void* m_pages = nullptr;
    base::Latch m_end;
    std::thread m_keeper;
};

} // namespace

std::shared_ptr<const diag::TextHolder> map_file(const std::filesystem::path& path,
                                                 std::uint64_t most_bytes) {
    std::error_code missing;
    if (std::filesystem::file_size(path, missing) < k_mapped_from || missing) {
        return nullptr;
    }
    auto fd = base::open_file(path, {.most_bytes = most_bytes});
    struct stat info{};
    const bool is_long = ::fstat(fd.get(), &info) == 0 && S_ISREG(info.st_mode) &&
                         static_cast<std::uint64_t>(info.st_size) >= k_mapped_from;
    return is_long ? std::make_shared<MappedFile>(std::move(fd), info) : nullptr;
}

} // namespace headstart::scripts
