#include "settings/convert.hpp"

#include "base/byte_size.hpp"
#include "base/duration.hpp"
#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace headstart::settings {

namespace {

template<typename T>
using Choices = std::initializer_list<std::pair<std::string_view, T>>;

template<typename T>
std::optional<Complaint> choose(std::string_view text, T& value, std::string_view kind, Choices<T> choices) {
    std::vector<std::string> names;
    for (const auto& [name, choice] : choices) {
        if (base::equals_ignoring_case(text, name)) {
            value = choice;
            return std::nullopt;
        }
        names.emplace_back(name);
    }
    return Complaint{fmt::format("is not a {}", kind), "choose one of " + base::join(names, ", ")};
}

} // namespace

std::optional<Complaint> read_text(std::string_view text, std::filesystem::path& value) {
    value = text;
    return std::nullopt;
}

std::optional<Complaint> read_text(std::string_view text, std::vector<std::filesystem::path>& value) {
    const auto parts = base::split_list(text, ":,");
    value.assign(parts.begin(), parts.end());
    return std::nullopt;
}

std::optional<Complaint> read_text(std::string_view text, std::vector<std::string>& value) {
    const auto parts = base::split_list(text, ",");
    value.assign(parts.begin(), parts.end());
    return std::nullopt;
}

std::optional<Complaint> read_text(std::string_view text, Secret& value) {
    value = Secret(std::string(text));
    return std::nullopt;
}

std::optional<Complaint> read_text(std::string_view text, std::chrono::milliseconds& value) {
    const auto duration = base::parse_duration(text);
    if (!duration) {
        return Complaint{"is not a duration",
                         "write seconds, or a number with a unit: 30, 500ms, 30s, 5m, 1h"};
    }
    value = *duration;
    return std::nullopt;
}

std::optional<Complaint> read_text(std::string_view text, std::string& value) {
    value = text;
    return std::nullopt;
}

std::optional<Complaint> read_text(std::string_view text, bool& value) {
    return choose<bool>(text, value, "yes or no",
                        {{"true", true},
                         {"false", false},
                         {"1", true},
                         {"0", false},
                         {"yes", true},
                         {"no", false},
                         {"on", true},
                         {"off", false}});
}

std::optional<Complaint> read_text(std::string_view text, int& value) {
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || number <= 0) {
        return Complaint{"is not a whole number above 0", "write digits only"};
    }
    value = number;
    return std::nullopt;
}

std::optional<Complaint> read_text(std::string_view text, ByteCount& value) {
    const auto bytes = base::parse_byte_size(text);
    if (!bytes || *bytes == 0) {
        return Complaint{"is not a size", "write a whole number with a unit: 64kB, 500MB, 1GB"};
    }
    value = {*bytes};
    return std::nullopt;
}

std::optional<Complaint> read_text(std::string_view text, diag::LogLevel& value) {
    return choose<diag::LogLevel>(text, value, "log level",
                                  {{"debug", diag::LogLevel::debug},
                                   {"info", diag::LogLevel::info},
                                   {"warning", diag::LogLevel::warning},
                                   {"error", diag::LogLevel::error},
                                   {"off", diag::LogLevel::off}});
}

std::optional<Complaint> read_text(std::string_view text, diag::LogFormat& value) {
    return choose<diag::LogFormat>(text, value, "log format",
                                   {{"text", diag::LogFormat::text}, {"json", diag::LogFormat::json}});
}

std::optional<Complaint> read_text(std::string_view text, diag::Colour& value) {
    return choose<diag::Colour>(text, value, "choice for this",
                                {{"auto", diag::Colour::automatic},
                                 {"always", diag::Colour::always},
                                 {"never", diag::Colour::never}});
}

std::optional<Complaint> read_text(std::string_view text, StartMode& value) {
    return choose<StartMode>(text, value, "mode",
                             {{"upgrade", StartMode::upgrade},
                              {"wait", StartMode::wait},
                              {"check", StartMode::check},
                              {"off", StartMode::off}});
}

std::optional<Complaint> read_text(std::string_view text, WarnOrRefuse& value) {
    return choose<WarnOrRefuse>(text, value, "choice for this",
                                {{"warn", WarnOrRefuse::warn}, {"refuse", WarnOrRefuse::refuse}});
}

std::optional<Complaint> read_text(std::string_view text, Privileges& value) {
    return choose<Privileges>(
        text, value, "choice for this",
        {{"auto", Privileges::automatic}, {"always", Privileges::always}, {"never", Privileges::never}});
}

std::optional<Complaint> read_text(std::string_view text, ScratchPlace& value) {
    return choose<ScratchPlace>(text, value, "place for this",
                                {{"server", ScratchPlace::server}, {"local", ScratchPlace::local}});
}

std::optional<Complaint> read_text(std::string_view text, std::vector<PostWriteHook>& value) {
    value.clear();
    if (text.empty()) {
        return std::nullopt;
    }
    return Complaint{"is not a list of tables", "write [[post_write_hooks]] with its keys below it"};
}

} // namespace headstart::settings
