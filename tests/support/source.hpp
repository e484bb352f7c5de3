#pragma once

#include "diag/source.hpp"

#include <memory>
#include <string>
#include <utility>

namespace headstart::test {

/// A migration file that is only in memory.
inline std::shared_ptr<const diag::SourceText> source(std::string text, std::string path = "m/a.sql") {
    return std::make_shared<const diag::SourceText>(diag::SourceText{std::move(path), std::move(text)});
}

} // namespace headstart::test
