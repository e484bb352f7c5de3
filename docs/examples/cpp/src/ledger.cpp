// A ledger: GET /health, GET and POST /accounts, POST /transfers. `ledger --ping` asks one that runs, for the
// healthcheck.

#include "database.hpp"

#include <nlohmann/json.hpp>

#include <csignal>
#include <cstring>
#include <httplib.h>
#include <iostream>
#include <thread>

namespace {

using Json = nlohmann::json;
using httplib::Request;
using httplib::Response;

constexpr int k_port = 8000;

void answer(Response& response, int status, const Json& value) {
    response.status = status;
    response.set_content(value.dump(), "application/json");
}

void health(const Request& /*request*/, Response& response) {
    Database().ask("SELECT 1");
    answer(response, 200, {{"status", "ok"}});
}

void list_accounts(const Request& /*request*/, Response& response) {
    Json accounts = Json::array();
    for (const Database::Row& row :
         Database().ask("SELECT name, currency, balance FROM balances ORDER BY name")) {
        accounts.push_back({{"name", row[0]}, {"currency", row[1]}, {"balance", row[2]}});
    }
    answer(response, 200, accounts);
}

void open_account(const Request& request, Response& response) {
    const Json wanted = Json::parse(request.body);
    Database().ask("INSERT INTO accounts (name, currency) VALUES ($1, $2)",
                   {wanted.at("name"), wanted.at("currency")});
    answer(response, 201, wanted);
}

// An amount is a string: what is counted in decimals never becomes binary.
void transfer(const Request& request, Response& response) {
    const Json wanted = Json::parse(request.body);
    const auto rows =
        Database().ask("INSERT INTO transfers (from_account, to_account, amount) "
                       "SELECT f.id, t.id, $3::numeric FROM accounts f JOIN accounts t USING (currency) "
                       "WHERE f.name = $1 AND t.name = $2 RETURNING id",
                       {wanted.at("from"), wanted.at("to"), wanted.at("amount")});
    if (rows.empty()) {
        answer(response, 400, {{"error", "there are no two such accounts of one currency"}});
    } else {
        answer(response, 201, {{"id", rows[0][0]}});
    }
}

void explain(Response& response, const std::exception_ptr& thrown) {
    try {
        std::rethrow_exception(thrown);
    } catch (const Json::exception& error) {
        answer(response, 400, {{"error", error.what()}});
    } catch (const DatabaseError& error) {
        std::cerr << "ledger: " << error.what() << std::flush;
        answer(response, error.refused ? 400 : 500, {{"error", error.refused ? error.what() : "not now"}});
    } catch (const std::exception& error) {
        std::cerr << "ledger: " << error.what() << std::endl;
        answer(response, 500, {{"error", "not now"}});
    }
}

int ping() {
    const httplib::Result result = httplib::Client("127.0.0.1", k_port).Get("/health");
    return result && result->status == 200 ? 0 : 1;
}

// The signals that end it are blocked in every thread and waited for in one: a handler could not call stop().
int serve() {
    sigset_t ending;
    sigemptyset(&ending);
    sigaddset(&ending, SIGTERM);
    sigaddset(&ending, SIGINT);
    pthread_sigmask(SIG_BLOCK, &ending, nullptr);

    httplib::Server server;
    server.Get("/health", health);
    server.Get("/accounts", list_accounts);
    server.Post("/accounts", open_account);
    server.Post("/transfers", transfer);
    server.set_exception_handler([](const Request& /*request*/, Response& response,
                                    std::exception_ptr thrown) { explain(response, thrown); });
    if (!server.bind_to_port("0.0.0.0", k_port)) {
        std::cerr << "ledger: port " << k_port << " is taken" << std::endl;
        return 1;
    }
    std::thread serving([&server] { server.listen_after_bind(); });
    std::cout << "ledger: listening on " << k_port << std::endl;
    int signal = 0;
    sigwait(&ending, &signal);
    std::cout << "ledger: " << strsignal(signal) << ", good bye" << std::endl;
    server.stop();
    serving.join();
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    return argc > 1 && std::strcmp(argv[1], "--ping") == 0 ? ping() : serve();
}
