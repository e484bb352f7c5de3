#pragma once

#include "base/wait.hpp"

#include <memory>
#include <vector>

namespace headstart::base {

/// Several pulses kept as one.
class PulseGroup final : public Pulse {
public:
    void add(std::unique_ptr<Pulse> pulse) { m_pulses.push_back(std::move(pulse)); }

    void clear() { m_pulses.clear(); }

    [[nodiscard]] Deadline due() const override {
        auto first = Deadline::never();
        for (const auto& pulse : m_pulses) {
            first = Deadline::earlier(first, pulse->due());
        }
        return first;
    }

    void beat() override { beat_all(false); }

    void beat_in_doubt() override { beat_all(true); }

private:
    void beat_all(bool is_in_doubt) {
        for (const auto& pulse : m_pulses) {
            pulse->beat_if_due(is_in_doubt);
        }
    }

    std::vector<std::unique_ptr<Pulse>> m_pulses;
};

} // namespace headstart::base
