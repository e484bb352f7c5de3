#include "fuzz/property.hpp"
#include "settings/dotenv.hpp"

#include <map>
#include <string>

/// The reader of .env files.
namespace headstart::fuzz {

namespace {

using Variables = std::map<std::string, std::string, std::less<>>;

const std::string k_secret = "hunter2";

/// As a file that says the same: "…" with escapes.
std::string as_file(const Variables& variables) {
    std::string text;
    for (const auto& [name, value] : variables) {
        text += name + "=\"";
        for (const char c : value) {
            text += c == '\n'              ? "\\n"
                    : c == '\r'            ? "\\r"
                    : c == '"' || c == '$' ? std::string{'\\', c}
                                           : std::string{c};
        }
        text += "\"\n";
    }
    return text;
}

bool has_backslash(const Variables& variables) {
    return std::any_of(variables.begin(), variables.end(),
                       [](const auto& variable) { return variable.second.find('\\') != std::string::npos; });
}

void check_any(std::string_view text) {
    const auto variables = settings::parse_dotenv(text, ".env").variables;
    for (const auto& [name, value] : variables) {
        require(!name.empty() && name.find_first_of("= \t\n\"'$") == std::string::npos, "a name is a name");
    }
    // As in godotenv, a backslash before the closing quote cannot be written.
    if (!has_backslash(variables)) {
        require(settings::parse_dotenv(as_file(variables), ".env").variables == variables,
                "what is read can be written");
    }
}

void check_secret(const std::string& text) {
    for (const auto& problem : settings::parse_dotenv(text, ".env").problems) {
        require(diag::render_text(problem.diagnostic).find(k_secret) == std::string::npos,
                "a problem shows no value");
    }
}

} // namespace

} // namespace headstart::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace headstart::fuzz;
    const auto text = text_of(data, size);
    if (text.find('\0') != std::string_view::npos) {
        return k_rejected;
    }
    check_any(text);
    const auto [before, after] = split_lines<2>(text);
    for (const auto* quote : {"", "'", "\""}) {
        check_secret("DATABASE_URL=" + std::string(quote) + std::string(before) + k_secret +
                     std::string(after));
    }
    return 0;
}
