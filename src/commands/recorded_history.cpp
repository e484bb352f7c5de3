#include "commands/recorded_history.hpp"

#include "commands/python_scripts.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <vector>

namespace headstart::commands {

namespace {

using nlohmann::json;

/// What a section's first lines say to whoever reads the file later.
std::vector<std::string> notes_of(const json& revision, const std::string& direction, const json& section) {
    std::vector<std::string> notes;
    for (const auto& review : revision.at("reviews")) {
        if (review.at("direction") == direction) {
            notes.push_back(fmt::format("REVIEW: {}:{}: {}", review.at("file").get<std::string>(),
                                        review.at("line").get<std::size_t>(),
                                        review.at("what").get<std::string>()));
            if (const auto text = review.at("text").get<std::string>(); !text.empty()) {
                notes.push_back("    " + text);
            }
        }
    }
    if (section.value("inherits", false)) {
        notes.emplace_back("An earlier revision has set this search_path; Alembic runs all in one session.");
    }
    if (section.value("differs", false)) {
        notes.emplace_back("As it ran on a scratch database; Alembic's offline mode writes other SQL.");
    }
    return notes;
}

imports::Sql sql_of(const json& revision, const std::string& direction, const json& section) {
    return {.text = text_of_statements(section.at("statements")),
            .transactional = section.at("transaction"),
            .origin = {revision.at("file"), 0},
            .notes = notes_of(revision, direction, section)};
}

imports::Revision revision_of(const json& one) {
    imports::Revision revision;
    revision.id = one.at("id");
    revision.parents = one.at("parents").get<std::vector<std::string>>();
    revision.depends_on = one.at("depends_on").get<std::vector<std::string>>();
    revision.labels = one.at("labels").get<std::vector<std::string>>();
    revision.message = one.at("message");
    revision.description = one.at("description").get<std::vector<std::string>>();
    revision.create_date = one.at("created");
    revision.up = sql_of(one, "up", one.at("up"));
    if (!one.at("down").is_null()) {
        revision.down = sql_of(one, "down", one.at("down"));
    } else { // why there is none has no section to stand in
        const auto notes = notes_of(one, "down", json::object());
        revision.description.insert(revision.description.end(), notes.begin(), notes.end());
    }
    revision.origin = {one.at("file"), 0};
    revision.file_stem =
        (std::filesystem::path(one.at("folder").get<std::string>()) / one.at("stem").get<std::string>())
            .string();
    return revision;
}

void add_reviews(const json& one, RecordedHistory& read) {
    for (const auto& review : one.at("reviews")) {
        read.history.reviews.push_back(
            {{review.at("file"), review.at("line")}, review.at("what"), "see the comment in its file"});
    }
}

void count_ways(const json& one, RecordingWays& ways) {
    const auto way = one.at("up").at("way").get<std::string>();
    ways.recorded += way == "online" ? 1 : 0;
    ways.offline += way == "offline" ? 1 : 0;
    ways.empty += way == "empty" ? 1 : 0;
    ways.missing += way == "none" ? 1 : 0;
    ways.differing += one.at("up").value("differs", false) ? 1 : 0;
}

} // namespace

std::string recording_script(std::initializer_list<std::string_view> own) {
    std::string script;
    for (const auto part : {python::report, python::sql_text, python::revision_source, python::recording}) {
        script.append(part).append("\n");
    }
    for (const auto part : own) {
        script.append(part).append("\n");
    }
    return script;
}

std::string text_of_statements(const json& statements) {
    std::string text;
    bool was_long = false;
    for (const auto& one : statements) {
        const auto& statement = one.get_ref<const std::string&>();
        const bool is_long = statement.find('\n') != std::string::npos;
        text += !text.empty() && (was_long || is_long) ? "\n" : "";
        text += statement;
        text += '\n';
        was_long = is_long;
    }
    return text;
}

RecordedHistory recorded_history(const json& revisions) {
    RecordedHistory read;
    for (const auto& one : revisions) {
        read.history.revisions.push_back(revision_of(one));
        add_reviews(one, read);
        count_ways(one, read.ways);
    }
    return read;
}

} // namespace headstart::commands
