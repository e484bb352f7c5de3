#pragma once

#include <string>
#include <string_view>

namespace headstart::test {

/// Places in migrations at which a test does something: a migration waits there as long as the gate is shut.
/// What is made for it is in a schema of its own, aside: the database of the migrations counts as empty.
class Gates {
public:
    /// `names`, comma between them, are shut: "b2,d4".
    Gates(const std::string& url, std::string_view names);

    /// SQL that waits there. It is one statement, in a transaction or outside of one.
    static std::string wait_at(const std::string& name);

    /// On that server: the rows of a primary's gates come over to its standbys.
    static void open(const std::string& url, const std::string& name);

    /// Waits until headstart waits there.
    static bool is_reached(const std::string& url, const std::string& name);
};

} // namespace headstart::test
