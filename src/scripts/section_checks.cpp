#include "scripts/section_checks.hpp"

#include "diag/codes.hpp"
#include "diag/refusal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace headstart::scripts {

namespace {

using sql::Statement;
using sql::TransactionUse;

/// What to say of a statement, and what to write in its place.
struct Complaint {
    std::string message;
    std::string_view hint;
};

diag::Error refusal(std::string_view code, const Section& section, const Statement& statement,
                    Complaint complaint) {
    return diag::refusal_at({section.source, statement.begin, statement.end}, code,
                            std::move(complaint.message), std::string(complaint.hint));
}

/// What keeps a statement from running in the transaction headstart would put around it. `is_behind_another`:
/// other statements of the section, that do not set up the transaction themselves, stand before it.
std::optional<Complaint> complaint_in_transaction(const sql::StatementTraits& traits,
                                                  bool is_behind_another) {
    constexpr std::string_view k_leave_out = "leave it out: the whole section is one transaction; or write "
                                             "`transaction:false` behind the section's marker";
    switch (traits.transaction_use) {
    case TransactionUse::forbidden:
        return Complaint{
            fmt::format("{} cannot run inside a transaction", traits.name),
            "write `transaction:false` behind the section's marker; best in a revision of its own"};
    case TransactionUse::begins:
        return Complaint{
            fmt::format("{} stands in a section that headstart runs in a transaction", traits.name),
            k_leave_out};
    case TransactionUse::ends:
        return Complaint{
            fmt::format("{} would end the transaction that headstart runs the section in", traits.name),
            k_leave_out};
    default:
        break;
    }
    // Alone, READ ONLY is taken back behind the section; but what must come before the first query cannot be.
    if (traits.makes_read_only && traits.sets_transaction) {
        return Complaint{
            "the transaction would be read-only to its end, and headstart writes the version row in it",
            "write SET TRANSACTION READ ONLY as a statement of its own, behind the other modes"};
    }
    if (traits.sets_transaction && is_behind_another) {
        return Complaint{"SET TRANSACTION stands behind another statement, where the server refuses it",
                         "make it the first statement of the section"};
    }
    return std::nullopt;
}

/// The bytes that are sent are the file's, whatever a statement says of them: obeyed, it would have the
/// server read them as another's, and store what nobody wrote.
void check_encoding_kept(const Section& section, const sql::StatementList& statements) {
    for (const auto& statement : statements) {
        if (statement.traits.sets_encoding) {
            throw refusal(diag::code::other_encoding, section, statement,
                          {"client_encoding is set to another encoding than UTF-8, which the file is in",
                           "leave it out: files are UTF-8 and are sent as such, whatever the encoding of the "
                           "database"});
        }
    }
}

void check_transactional(const Section& section, const sql::StatementList& statements) {
    std::vector<diag::Diagnostic> problems;
    bool is_behind_another = false;
    for (const auto& statement : statements) {
        if (auto complaint = complaint_in_transaction(statement.traits, is_behind_another)) {
            problems.push_back(
                refusal(diag::code::not_in_transaction, section, statement, std::move(*complaint))
                    .diagnostics()
                    .front());
        }
        is_behind_another = is_behind_another || !statement.traits.sets_transaction;
    }
    if (!problems.empty()) {
        throw diag::Error(diag::ExitCode::usage, std::move(problems));
    }
}

/// Outside a transaction the file's own BEGIN must have its COMMIT: it is one step, and progress is kept by
/// steps.
void check_blocks_closed(const Section& section, const sql::StatementList& statements) {
    std::optional<Statement> open;
    for (const auto& statement : statements) {
        const auto& traits = statement.traits;
        if (traits.transaction_use == TransactionUse::begins && !open) {
            open = statement;
        } else if (traits.transaction_use == TransactionUse::ends) {
            if (traits.chains) {
                throw refusal(
                    diag::code::bad_section, section, statement,
                    {fmt::format("{} begins a transaction that the file does not show", traits.name),
                     "write COMMIT (or ROLLBACK) and then BEGIN: progress is kept by blocks"});
            }
            open.reset();
        }
    }
    if (open) {
        throw refusal(diag::code::bad_section, section, *open,
                      {"BEGIN has no COMMIT", "end the block with COMMIT in the same section"});
    }
}

} // namespace

void check_statements(const Section& section, const sql::StatementList& statements) {
    check_encoding_kept(section, statements);
    if (section.transactional) {
        check_transactional(section, statements);
    } else {
        check_blocks_closed(section, statements);
    }
}

} // namespace headstart::scripts
