#pragma once

namespace headstart::sql {

/// The major version of PostgreSQL whose grammar is built in: 15.
int grammar_version();

/// Which server's language a text is written in: of a major version, or unknown where no server is asked.
class Dialect {
public:
    static Dialect unknown() { return Dialect{0}; }

    explicit Dialect(int major_version)
        : m_major_version(major_version) {}

    [[nodiscard]] int major_version() const { return m_major_version; }

    [[nodiscard]] bool is_known() const { return m_major_version != 0; }

    /// Then what the grammar refuses may be newer than it is, and is left to the server.
    [[nodiscard]] bool may_be_newer_than_grammar() const {
        return !is_known() || m_major_version > grammar_version();
    }

    /// Then it may refuse what the grammar takes.
    [[nodiscard]] bool is_older_than_grammar() const {
        return m_major_version != 0 && m_major_version < grammar_version();
    }

private:
    int m_major_version; ///< 0: unknown
};

} // namespace headstart::sql
