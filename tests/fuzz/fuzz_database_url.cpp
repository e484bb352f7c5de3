#include "fuzz/property.hpp"
#include "pg/conninfo.hpp"

#include <cstdlib>
#include <string>
#include <unistd.h>
#include <vector>

/// The reader of database URLs, and of libpq's words. An input is a URL; behind the first line end, what
/// makes a URL around a password.
namespace headstart::fuzz {

namespace {

using pg::Conninfo;
using pg::Parameter;

const std::string k_secret = "hunter2";

/// The machine's own PG* variables must not answer in place of the defaults.
bool forget_variables() {
    std::vector<std::string> names;
    for (char** variable = environ; *variable != nullptr; ++variable) {
        const std::string_view text(*variable);
        if (text.starts_with("PG")) {
            names.emplace_back(text.substr(0, text.find('=')));
        }
    }
    for (const auto& name : names) {
        ::unsetenv(name.c_str());
    }
    ::setenv("PGUSER", "nobody", 1); // else libpq reads /etc/passwd, again and again
    return true;
}

std::vector<Parameter> sorted(std::vector<Parameter> parameters) {
    std::sort(parameters.begin(), parameters.end(),
              [](const Parameter& a, const Parameter& b) { return a.key < b.key; });
    return parameters;
}

/// The same in libpq's words.
std::string as_words(const std::vector<Parameter>& parameters) {
    std::string words;
    for (const auto& [key, value] : parameters) {
        words += key + "='";
        for (const char c : value) {
            words += c == '\'' || c == '\\' ? "\\" : "";
            words += c;
        }
        words += "' ";
    }
    return words;
}

void check_read(const Conninfo& conninfo) {
    for (const auto& [key, value] : conninfo.parameters()) {
        require(!key.empty() && !value.empty(), "no parameter is empty");
        require(conninfo.get(key) == value, "no key comes twice");
    }
    (void)conninfo.endpoints();
    const auto again = Conninfo::parse(as_words(conninfo.parameters()));
    require(sorted(again.parameters()) == sorted(conninfo.parameters()), "libpq reads the same in its words");
    require(again.describe() == conninfo.describe(), "and it is shown the same");
}

void check_any(std::string_view text) {
    std::optional<Conninfo> conninfo;
    const auto refusal = refusal_of([&] { conninfo = Conninfo::parse(text); });
    require(!refusal || refusal->exit_code() == diag::ExitCode::usage, "a bad URL is a usage error");
    if (conninfo) {
        check_read(*conninfo);
    }
}

/// However the password is written, escaped or not: nothing shows it.
void check_secret(const std::string& text) {
    std::optional<Conninfo> conninfo;
    const auto refusal = refusal_of([&] { conninfo = Conninfo::parse(text); });
    require(!refusal || shown(*refusal).find(k_secret) == std::string::npos, "an error shows no password");
    if (!conninfo) {
        return;
    }
    for (const auto& [name, warning] : conninfo->remarks()) {
        require(name.find(k_secret) == std::string::npos, "no part of a password is taken for a parameter");
    }
    if (conninfo->get("password").value_or("").find(k_secret) != std::string_view::npos) {
        require(conninfo->describe().find(k_secret) == std::string::npos, "a description shows no password");
    }
}

} // namespace

} // namespace headstart::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace headstart::fuzz;
    static const bool is_alone = forget_variables();
    (void)is_alone;
    const auto text = text_of(data, size);
    if (text.find('\0') != std::string_view::npos) {
        return k_rejected; // neither a variable nor an argument can hold it
    }
    const auto [url, before, after] = split_lines<3>(text);
    check_any(url);
    // What the input itself says of the secret may stand in a part that is shown, such as dbname.
    if (text.find(k_secret) == std::string_view::npos) {
        const auto password = std::string(before) + k_secret + std::string(after);
        const std::string rest(url);
        check_secret("postgresql://me:" + password + "@db:5432/app");
        check_secret("postgresql://me:" + password + "@" + rest);
        check_secret("host=db password=" + password + " " + rest);
        check_secret("host=db password='" + password + "' " + rest);
    }
    return 0;
}
