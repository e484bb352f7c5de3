#pragma once

#include "settings/settings.hpp"
#include "settings/table.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace headstart::settings {

/// Why a text is no value of a setting's type: `… = "5x" (from --wait-timeout) is not a duration`.
struct Complaint {
    std::string what; ///< "is not a duration"
    std::string hint;
};

// One overload for each type a setting can have. Nothing is returned when the text could be read.
std::optional<Complaint> read_text(std::string_view text, std::filesystem::path& value);
std::optional<Complaint> read_text(std::string_view text, std::vector<std::filesystem::path>& value);
std::optional<Complaint> read_text(std::string_view text, std::vector<std::string>& value);
std::optional<Complaint> read_text(std::string_view text, Secret& value);
std::optional<Complaint> read_text(std::string_view text, std::chrono::milliseconds& value);
std::optional<Complaint> read_text(std::string_view text, std::string& value);
std::optional<Complaint> read_text(std::string_view text, bool& value);
std::optional<Complaint> read_text(std::string_view text, int& value);
std::optional<Complaint> read_text(std::string_view text, ByteCount& value);
std::optional<Complaint> read_text(std::string_view text, diag::LogLevel& value);
std::optional<Complaint> read_text(std::string_view text, diag::LogFormat& value);
std::optional<Complaint> read_text(std::string_view text, diag::Colour& value);
std::optional<Complaint> read_text(std::string_view text, WarnOrRefuse& value);
std::optional<Complaint> read_text(std::string_view text, StartMode& value);
std::optional<Complaint> read_text(std::string_view text, Privileges& value);
std::optional<Complaint> read_text(std::string_view text, ScratchPlace& value);
std::optional<Complaint> read_text(std::string_view text, std::vector<PostWriteHook>& value);

/// What a setting may be, where that is one of a few words; empty where it is not.
std::vector<std::string_view> choices(const Member& member);

} // namespace headstart::settings
