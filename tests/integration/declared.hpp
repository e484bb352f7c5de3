#pragma once

#include "support/project.hpp"

#include <string>
#include <string_view>

namespace headstart::test {

/// A project whose schema is declared in schema.sql.
struct DeclaredProject : Project {
    explicit DeclaredProject(std::string_view schema = "") {
        folder.write("headstart.toml", "schema = \"schema.sql\"\n");
        declare(schema);
    }

    void declare(std::string_view schema) { folder.write("schema.sql", schema); }

    /// `revision --autogenerate` with an id of its own, and what more is asked for.
    Outcome autogenerate(const std::string& id, std::vector<std::string> options = {}) {
        std::vector<std::string> arguments{"revision", "--autogenerate", "-m", "change", "--rev-id", id};
        arguments.insert(arguments.end(), options.begin(), options.end());
        return headstart(std::move(arguments));
    }

    /// A new file's sections, without its header.
    std::string sections(const std::string& id) {
        const auto text = folder.read("migrations/" + id + "_change.sql");
        return text.substr(text.find("-- migrate:up"));
    }

    /// What `diff` prints of two pieces of SQL.
    std::string difference(std::string_view from, std::string_view to,
                           std::vector<std::string> options = {}) {
        folder.write("from.sql", from);
        folder.write("to.sql", to);
        std::vector<std::string> arguments{"diff", "--from", "from.sql", "--to", "to.sql"};
        arguments.insert(arguments.end(), options.begin(), options.end());
        const auto outcome = headstart(std::move(arguments));
        return outcome.status == 0 ? outcome.out : steady(outcome.err);
    }
};

} // namespace headstart::test
