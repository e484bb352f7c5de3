#include "commands/completing.hpp"
#include "commands/table.hpp"
#include "support/catch.hpp"

using namespace headstart;
using commands::Candidate;
using commands::Completion;
using commands::ShellKnows;

namespace {

/// A folder with two revisions and a label; `planted` is what a stranger may have written into a file.
std::vector<Candidate> two_revisions(const settings::FlagValues& flags) {
    for (const auto& flag : flags) {
        if (flag.setting == "dir" && flag.value == "other") {
            return {{"9f8e7d", "of another folder"}};
        }
    }
    return {{"app", "a branch"},        {"2b3c4d", "add a phone number"},
            {"1a2b3c", "create users"}, {"x$(rm -r .)", "planted"},
            {"x;y", "planted"},         {"x y", "planted"}};
}

Completion complete(const std::vector<std::string>& words) {
    return commands::complete_words(words, commands::all_commands(), two_revisions);
}

std::vector<std::string> words(const Completion& completion) {
    std::vector<std::string> result;
    for (const auto& candidate : completion.candidates) {
        result.push_back(candidate.word);
    }
    return result;
}

using Words = std::vector<std::string>;

} // namespace

TEST_CASE("completion offers the commands that begin as what is typed, with what they do") {
    const auto completion = complete({"down"});
    REQUIRE(completion.candidates.size() == 1);
    CHECK(completion.candidates.front().word == "downgrade");
    CHECK(completion.candidates.front().description == "run migrations downwards");
}

TEST_CASE("completion offers every command that help lists, and none for programs") {
    Words wanted;
    for (const auto* const command : commands::all_commands()) {
        if (!command->is_hidden) {
            wanted.emplace_back(command->name);
        }
    }
    CHECK(words(complete({""})) == wanted);
    CHECK(words(complete({"help", ""})) == wanted);
    CHECK(words(complete({})) == wanted);
}

TEST_CASE("completion offers words, labels and ids where a revision fits") {
    CHECK(words(complete({"upgrade", ""})) == Words{"head", "heads", "+1", "app", "2b3c4d", "1a2b3c"});
    CHECK(words(complete({"up", "2"})) == Words{"2b3c4d"});
    CHECK(words(complete({"downgrade", "-"})).back() == "-1");
    CHECK(words(complete({"downgrade", "-1"})) == Words{"-1"});
    CHECK(words(complete({"run", "--target", "1"})) == Words{"1a2b3c"});
    CHECK(words(complete({"run", "--target=1"})) == Words{"--target=1a2b3c"});
}

TEST_CASE("completion offers each end of a range by itself") {
    CHECK(words(complete({"history", "-r", "1a2b3c:2"})) == Words{"1a2b3c:2b3c4d"});
    CHECK(words(complete({"history", "--rev-range=ba"})) == Words{"--rev-range=base"});
    CHECK(words(complete({"upgrade", "1a2b3c:h"})) == Words{"1a2b3c:head", "1a2b3c:heads"});
}

TEST_CASE("completion asks for the revisions of the folder that was typed, wherever it stands") {
    CHECK(words(complete({"--dir", "other", "upgrade", "9"})) == Words{"9f8e7d"});
    CHECK(words(complete({"upgrade", "--dir=other", "9"})) == Words{"9f8e7d"});
    CHECK(words(complete({"upgrade", "-d", "other", "9"})) == Words{"9f8e7d"});
}

TEST_CASE("completion offers the values of options and of settings") {
    CHECK(words(complete({"history", "--format", ""})) == Words{"text", "json", "mermaid", "dot"});
    CHECK(words(complete({"heads", "--format=j"})) == Words{"--format=json"});
    CHECK(words(complete({"--log-level", "w"})) == Words{"warning"});
    CHECK(words(complete({"run", "--mode", ""})) == Words{"upgrade", "wait", "check", "off"});
    CHECK(words(complete({"--redact", ""})) == Words{"true", "false"});
    CHECK(words(complete({"diff", "--allow", "deletes"})) == Words{"deletes-data"});
    CHECK(words(complete({"database", ""})) == Words{"create", "drop", "reset"});
}

TEST_CASE("completion offers a command's own options first, and all where nothing else fits") {
    const auto found = words(complete({"stamp", "--"}));
    REQUIRE(found.size() > 3);
    CHECK(Words(found.begin(), found.begin() + 3) == Words{"--sql", "--tag", "--purge"});
    CHECK(words(complete({"database", "drop", ""})) == Words{"--yes", "--i-mean", "--force"});
}

TEST_CASE("completion leaves to the shell what the shell knows") {
    CHECK(complete({"--env-file", ""}).others == ShellKnows::files);
    CHECK(complete({"--dir=m"}).others == ShellKnows::folders);
    CHECK(complete({"init", ""}).others == ShellKnows::folders);
    CHECK(complete({"run", "--", ""}).others == ShellKnows::programs);
    CHECK(complete({"run", "--", "uvicorn", ""}).others == ShellKnows::files);
    CHECK(complete({"upgrade", ""}).others == ShellKnows::nothing);
}

TEST_CASE("completion offers nothing that a shell would read as more than a word") {
    for (const auto& word : words(complete({"upgrade", ""}))) {
        CHECK(word.find_first_of("$; ()") == std::string::npos);
    }
    CHECK(words(complete({"upgrade", "x"})).empty());
}

TEST_CASE("completion offers nothing behind a word that is no command") {
    CHECK(words(complete({"frobnicate", ""})).empty());
    CHECK(words(complete({"rollback", ""})).empty()); // of another tool, and done by nobody
}
