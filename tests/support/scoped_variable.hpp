#pragma once

#include <cstdlib>
#include <optional>
#include <string>

namespace headstart::test {

/// Sets one variable of the environment, or takes it out, and puts back what was there.
class ScopedVariable {
public:
    ScopedVariable(std::string name, const char* value)
        : m_name(std::move(name)) {
        if (const char* old = std::getenv(m_name.c_str()); old != nullptr) {
            m_old = old;
        }
        assign(value);
    }

    ScopedVariable(const ScopedVariable&) = delete;
    ScopedVariable& operator=(const ScopedVariable&) = delete;

    ~ScopedVariable() { assign(m_old ? m_old->c_str() : nullptr); }

private:
    void assign(const char* value) const {
        if (value != nullptr) {
            ::setenv(m_name.c_str(), value, 1);
        } else {
            ::unsetenv(m_name.c_str());
        }
    }

    std::string m_name;
    std::optional<std::string> m_old;
};

} // namespace headstart::test
