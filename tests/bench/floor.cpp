// The floor of each row of the benchmark: what any program must do for it, with system calls alone.
//
//   floor ask                one question: which version?
//   floor upgrade FOLDER     each migration is one message and one round trip
//   floor pipeline FOLDER    the same messages, and no answer is waited for before all are sent
//   floor file FILE          a file of SQL in one message
//   floor read FOLDER        every file is opened and read; no server
//   floor wait               logs in as soon as the server lets it, asking every 5 ms
//
// The server is that of DATABASE_URL.

#include "raw_session.hpp"
#include "script_files.hpp"

#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace {

using namespace bench;

Url url() {
    const char* text = std::getenv("DATABASE_URL");
    return Url(text != nullptr ? text : "");
}

void ask(RawSession& session, const std::string& sql) {
    session.send_query(sql);
    session.finish_query();
}

void upgrade(const std::string& folder, bool waits) {
    RawSession session(url());
    std::size_t sent = 0;
    for (const auto& path : script_files(folder)) {
        session.send_query(transaction_of(path, sent++ == 0));
        if (waits) {
            session.finish_query();
        }
    }
    for (std::size_t i = 0; !waits && i < sent; ++i) {
        session.finish_query();
    }
}

void read_all(const std::string& folder) {
    std::size_t total = 0;
    for (const auto& path : script_files(folder)) {
        total += read_file(path).size();
    }
    std::printf("%zu\n", total);
}

void wait_for_server() {
    for (;;) {
        try {
            const RawSession session(url());
            return;
        } catch (const std::exception&) {
            ::usleep(5000);
        }
    }
}

int run(std::string_view verb, const std::string& path) {
    if (verb == "ask") {
        RawSession session(url());
        ask(session, "SELECT version_num FROM alembic_version");
    } else if (verb == "upgrade" || verb == "pipeline") {
        upgrade(path, verb == "upgrade");
    } else if (verb == "file") {
        const auto sql = read_file(path);
        RawSession session(url());
        ask(session, sql);
    } else if (verb == "read") {
        read_all(path);
    } else if (verb == "wait") {
        wait_for_server();
    } else {
        std::fputs("usage: floor ask|upgrade FOLDER|pipeline FOLDER|file FILE|read FOLDER|wait\n", stderr);
        return 2;
    }
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    try {
        return run(argc > 1 ? argv[1] : "", argc > 2 ? argv[2] : "");
    } catch (const std::exception& error) {
        std::fprintf(stderr, "floor: %s\n", error.what());
        return 1;
    }
}
