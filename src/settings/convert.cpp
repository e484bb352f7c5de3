#include "settings/convert.hpp"

#include "base/byte_size.hpp"
#include "base/duration.hpp"
#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <type_traits>
#include <utility>

namespace headstart::settings {

namespace {

/// What a text may be, each with what it means: of a type that has no more values than these.
template<typename T>
struct Choices;

template<>
struct Choices<bool> {
    static constexpr std::string_view kind = "yes or no";
    static constexpr auto rows = std::to_array<std::pair<std::string_view, bool>>({{"true", true},
                                                                                   {"false", false},
                                                                                   {"1", true},
                                                                                   {"0", false},
                                                                                   {"yes", true},
                                                                                   {"no", false},
                                                                                   {"on", true},
                                                                                   {"off", false}});
};

template<>
struct Choices<diag::LogLevel> {
    static constexpr std::string_view kind = "log level";
    static constexpr auto rows =
        std::to_array<std::pair<std::string_view, diag::LogLevel>>({{"debug", diag::LogLevel::debug},
                                                                    {"info", diag::LogLevel::info},
                                                                    {"warning", diag::LogLevel::warning},
                                                                    {"error", diag::LogLevel::error},
                                                                    {"off", diag::LogLevel::off}});
};

template<>
struct Choices<diag::LogFormat> {
    static constexpr std::string_view kind = "log format";
    static constexpr auto rows = std::to_array<std::pair<std::string_view, diag::LogFormat>>(
        {{"text", diag::LogFormat::text}, {"json", diag::LogFormat::json}});
};

template<>
struct Choices<diag::Colour> {
    static constexpr std::string_view kind = "choice for this";
    static constexpr auto rows =
        std::to_array<std::pair<std::string_view, diag::Colour>>({{"auto", diag::Colour::automatic},
                                                                  {"always", diag::Colour::always},
                                                                  {"never", diag::Colour::never}});
};

template<>
struct Choices<StartMode> {
    static constexpr std::string_view kind = "mode";
    static constexpr auto rows =
        std::to_array<std::pair<std::string_view, StartMode>>({{"upgrade", StartMode::upgrade},
                                                               {"wait", StartMode::wait},
                                                               {"check", StartMode::check},
                                                               {"off", StartMode::off}});
};

template<>
struct Choices<WarnOrRefuse> {
    static constexpr std::string_view kind = "choice for this";
    static constexpr auto rows = std::to_array<std::pair<std::string_view, WarnOrRefuse>>(
        {{"warn", WarnOrRefuse::warn}, {"refuse", WarnOrRefuse::refuse}});
};

template<>
struct Choices<Privileges> {
    static constexpr std::string_view kind = "choice for this";
    static constexpr auto rows = std::to_array<std::pair<std::string_view, Privileges>>(
        {{"auto", Privileges::automatic}, {"always", Privileges::always}, {"never", Privileges::never}});
};

template<>
struct Choices<ScratchPlace> {
    static constexpr std::string_view kind = "place for this";
    static constexpr auto rows = std::to_array<std::pair<std::string_view, ScratchPlace>>(
        {{"server", ScratchPlace::server}, {"local", ScratchPlace::local}});
};

template<typename T>
std::optional<Complaint> choose(std::string_view text, T& value) {
    std::vector<std::string> names;
    for (const auto& [name, choice] : Choices<T>::rows) {
        if (base::equals_ignoring_case(text, name)) {
            value = choice;
            return std::nullopt;
        }
        names.emplace_back(name);
    }
    return Complaint{fmt::format("is not a {}", Choices<T>::kind),
                     "choose one of " + base::join(names, ", ")};
}

} // namespace

std::vector<std::string_view> choices(const Member& member) {
    return std::visit(
        []<typename T>(Setting<T> Settings::* /*member*/) {
            std::vector<std::string_view> names;
            if constexpr (requires { Choices<T>::rows; }) {
                for (const auto& [name, choice] : Choices<T>::rows) {
                    names.push_back(name);
                }
                if constexpr (std::is_same_v<T, bool>) {
                    names.resize(2); // the others are other names of these
                }
            }
            return names;
        },
        member);
}

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
    return choose(text, value);
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
    return choose(text, value);
}

std::optional<Complaint> read_text(std::string_view text, diag::LogFormat& value) {
    return choose(text, value);
}

std::optional<Complaint> read_text(std::string_view text, diag::Colour& value) {
    return choose(text, value);
}

std::optional<Complaint> read_text(std::string_view text, StartMode& value) {
    return choose(text, value);
}

std::optional<Complaint> read_text(std::string_view text, WarnOrRefuse& value) {
    return choose(text, value);
}

std::optional<Complaint> read_text(std::string_view text, Privileges& value) {
    return choose(text, value);
}

std::optional<Complaint> read_text(std::string_view text, ScratchPlace& value) {
    return choose(text, value);
}

std::optional<Complaint> read_text(std::string_view text, std::vector<PostWriteHook>& value) {
    value.clear();
    if (text.empty()) {
        return std::nullopt;
    }
    return Complaint{"is not a list of tables", "write [[post_write_hooks]] with its keys below it"};
}

} // namespace headstart::settings
