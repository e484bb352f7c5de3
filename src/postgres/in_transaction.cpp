#include "postgres/in_transaction.hpp"

#include "postgres/run_list.hpp"

namespace headstart::postgres {

void apply_in_transaction(pg::Connection& connection, const Ledger& ledger,
                          std::span<const Migration> migrations) {
    try {
        run_list(connection, ledger, transaction_commands(ledger, migrations));
    } catch (const diag::Error&) {
        roll_back(connection);
        throw;
    }
}

} // namespace headstart::postgres
